"""FHIR R4 in, events of the contract out; or a reason, or what it is that is not ours."""

from typing import Any

import pytest

from tests.streams.intake.fhir.resources import (
    ALT,
    BERLIN,
    INFUSION,
    LOINC,
    RXNORM,
    SNOMED,
    SUBJECT,
    coded,
    events,
    quantity,
    read,
    refused,
    without,
)


def test_a_result_keeps_its_value_unit_and_range() -> None:
    ranged = without(ALT, referenceRange=[{"low": quantity(0), "high": quantity(45)}])

    (event,) = events(read(ranged))

    assert event["type"] == "lab-result"
    assert (event["patient_id"], event["occurred_at"]) == ("4711", "2026-03-01T06:00:00Z")
    assert (event["analyte"], event["status"], event["value"], event["unit"]) == ("alt", "final", "30", "U/L")
    assert event["reference_high"] == "45"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"valueQuantity": quantity("5,4")}, "bad-number"),
        ({"status": "finall"}, "bad-status"),
        ({"subject": None}, "no-patient"),
        ({"effectiveDateTime": None}, "no-time"),
        ({"effectiveDateTime": "2026-03-01T07:00:00"}, "time-without-zone"),
        ({"valueQuantity": quantity(30, "furlong")}, "unknown-unit"),
        ({"effectiveDateTime": "2062-03-01T07:00:00Z"}, "future-time"),
        ({"effectivePeriod": {"start": "2026-03-01T07:00:00Z"}}, "ambiguous-value"),
        ({"valueString": "30"}, "ambiguous-value"),
        ({"dataAbsentReason": {"text": "haemolytic"}}, "ambiguous-value"),
        ({"focus": [{"reference": "Patient/of-the-donor"}]}, "ambiguous-value"),
        ({"focus": [{"reference": "Device/1"}]}, "ambiguous-value"),
        ({"modifierExtension": [{"url": "urn:not", "valueBoolean": True}]}, "bad-value"),
        ({"implicitRules": "urn:our-own"}, "bad-value"),
    ],
)
def test_what_cannot_be_accepted_has_its_reason(change: dict[str, Any], reason: str) -> None:
    said = {name: value for name, value in {**ALT, **change}.items() if value is not None}

    assert [found for found, _ in refused(read(said))] == [reason]


def test_a_part_whose_meaning_is_changed_is_not_read() -> None:
    changed = [{"url": "urn:not", "valueBoolean": True}]
    component = {"code": ALT["code"], "valueQuantity": quantity(30), "modifierExtension": changed}
    panel = without(ALT, "valueQuantity", code=coded(LOINC, "24325-3"), component=[component])
    infusion = without(INFUSION, dosage={"dose": quantity(300, "mg"), "modifierExtension": changed})

    assert refused(read(panel)) == [("bad-value", "component[0].modifierExtension")]
    assert refused(read(infusion)) == [("bad-value", "dosage.modifierExtension")]


@pytest.mark.parametrize("hers", ["Condition/ms", "Procedure/1", "MedicationAdministration/m1"])
def test_a_result_that_is_about_what_she_has_or_was_given_is_hers(hers: str) -> None:
    (event,) = events(read(without(ALT, focus=[{"reference": hers}])))

    assert event["patient_id"] == "4711"


def test_a_result_whose_focus_is_the_patient_is_hers() -> None:
    assert len(events(read(without(ALT, focus=[SUBJECT])))) == 1


def test_a_comparator_is_kept() -> None:
    (event,) = events(read(without(ALT, valueQuantity=quantity(45, comparator=">"))))

    assert (event["comparator"], event["value"]) == (">", "45")


def test_entered_in_error_takes_the_result_away_whatever_its_value() -> None:
    (event,) = events(read(without(ALT, status="entered-in-error", valueQuantity=quantity(900))))

    assert (event["status"], event["result_id"]) == ("entered-in-error", events(read(ALT))[0]["result_id"])


def test_cancelled_needs_no_value() -> None:
    absent = coded("http://terminology.hl7.org/CodeSystem/data-absent-reason", "unsatisfactory")
    (event,) = events(read(without(ALT, "valueQuantity", status="cancelled", dataAbsentReason=absent)))

    assert event["status"] == "cancelled"


def test_the_start_of_a_period_is_the_time_of_a_result() -> None:
    period = without(ALT, "effectiveDateTime", effectivePeriod={"start": "2026-03-01T07:00:00+01:00"})

    assert events(read(period))[0]["occurred_at"] == "2026-03-01T06:00:00Z"


def test_a_date_alone_is_read_in_the_zone_of_the_site_only() -> None:
    dated = without(ALT, effectiveDateTime="2026-03-01")

    assert [reason for reason, _ in refused(read(dated))] == ["time-without-zone"]
    assert events(read(dated, BERLIN))[0]["occurred_at"] == "2026-02-28T23:00:00Z"


def test_other_types_and_codes_are_passed_over_and_counted() -> None:
    food = read({"resourceType": "NutritionIntake", "status": "completed"})
    sodium = read(without(ALT, code=coded(LOINC, "2951-2")))

    assert [(each.kind.value, each.code) for each in (*food.ignored, *sodium.ignored)] == [
        ("unsupported", "NutritionIntake"),
        ("unmapped-code", "2951-2"),
    ]
    assert [*food.accepted, *sodium.accepted, *food.rejected, *sodium.rejected] == []


def test_an_infusion_is_its_start_and_its_stop() -> None:
    started, stopped = events(read(INFUSION))

    assert (started["type"], started["route"], started["occurred_at"]) == (
        "infusion-started",
        "iv-infusion",
        "2026-03-01T09:00:00Z",
    )
    assert (stopped["type"], stopped["reason"], stopped["occurred_at"]) == (
        "infusion-stopped",
        "completed",
        "2026-03-01T09:20:00Z",
    )
    assert started["infusion_id"] == stopped["infusion_id"]


def test_later_versions_of_an_infusion_have_the_ids_of_the_earlier_ones() -> None:
    running = without(
        INFUSION, status="in-progress", meta={"versionId": "1"}, effectivePeriod={"start": "2026-03-01T10:00:00+01:00"}
    )
    done = without(INFUSION, meta={"versionId": "2", "lastUpdated": "2026-03-01T10:30:00+01:00"})

    assert events(read(running))[0]["event_id"] == events(read(done))[0]["event_id"]


def test_an_infusion_that_was_not_given_takes_back_what_an_earlier_version_said() -> None:
    started, stopped = events(read(INFUSION))

    taken_back = events(read(without(INFUSION, status="not-done")))

    assert [event["retracts"] for event in taken_back] == [started["event_id"], stopped["event_id"]]


def test_a_bundle_is_its_resources() -> None:
    entries = [
        {"resource": ALT},
        {"resource": without(ALT, "subject", id="o2")},
        {"resource": INFUSION},
        {"request": {}},
    ]
    decoded = read({"resourceType": "Bundle", "type": "transaction", "entry": entries})

    assert [event.type for event in decoded.accepted] == ["lab-result", "infusion-started", "infusion-stopped"]
    assert [(each.reason.value, each.where) for each in decoded.rejected] == [
        ("no-patient", "entry[1].resource.subject.reference")
    ]
    assert len(decoded.ignored) == 1


def test_a_condition_begins_and_ends() -> None:
    infection = {
        "resourceType": "Condition",
        "id": "c1",
        "code": coded(SNOMED, "40733004"),
        "subject": SUBJECT,
        "clinicalStatus": coded("http://terminology.hl7.org/CodeSystem/condition-clinical", "resolved"),
        "onsetDateTime": "2026-03-01T07:00:00Z",
        "abatementDateTime": "2026-03-08T07:00:00Z",
    }

    began, ended = events(read(infection))

    assert (began["type"], began["kind"], began["occurred_at"]) == (
        "condition-started",
        "infection",
        "2026-03-01T07:00:00Z",
    )
    assert (ended["type"], ended["condition_id"], ended["occurred_at"]) == (
        "condition-resolved",
        began["condition_id"],
        "2026-03-08T07:00:00Z",
    )


def test_an_order_begins_and_ends() -> None:
    order = {
        "resourceType": "MedicationRequest",
        "id": "q1",
        "status": "stopped",
        "intent": "order",
        "medicationCodeableConcept": {**coded(RXNORM, "1256"), "text": "Azathioprine"},
        "subject": SUBJECT,
        "authoredOn": "2026-03-01T07:00:00Z",
        "meta": {"lastUpdated": "2026-03-08T07:00:00Z"},
    }

    began, ended = events(read(order))

    assert (began["type"], began["rxnorm"], began["name"]) == ("medication-started", "1256", "Azathioprine")
    assert (ended["type"], ended["order_id"], ended["occurred_at"]) == (
        "medication-stopped",
        began["order_id"],
        "2026-03-08T07:00:00Z",
    )


def test_a_record_that_was_replaced_is_a_merge() -> None:
    prior = {
        "resourceType": "Patient",
        "id": "0815",
        "birthDate": "1988-01-02",
        "meta": {"lastUpdated": "2026-03-08T07:00:00Z"},
        "link": [{"type": "replaced-by", "other": SUBJECT}],
    }

    born, merged = events(read(prior))

    assert (born["type"], born["birth_date"]) == ("demographics", "1988-01-02")
    assert (merged["type"], merged["patient_id"], merged["prior_patient_id"]) == ("patient-merged", "4711", "0815")
