"""Doses that the pharmacy diluted, and the infusions that are made of them."""

from typing import Any

import pytest

from models.decoded import Decoded
from tests.streams.intake.fhir.resources import (
    INFUSION,
    RXNORM,
    SUBJECT,
    coded,
    events,
    quantity,
    read,
    refused,
    without,
)

ONE_BAG = {"value": 1, "unit": "bag"}
DRUG = {
    "itemCodeableConcept": coded(RXNORM, "354770"),
    "isActive": True,
    "strength": {"numerator": quantity(300, "mg"), "denominator": ONE_BAG},
}
SALINE = {
    "itemCodeableConcept": {"text": "Sodium chloride 0.9 %"},
    "strength": {"numerator": quantity(100, "mL"), "denominator": ONE_BAG},
}
BAG: dict[str, Any] = {
    "resourceType": "MedicationDispense",
    "id": "d1",
    "status": "completed",
    "medicationReference": {"reference": "#bag"},
    "subject": SUBJECT,
    "whenPrepared": "2026-03-01T08:00:00+01:00",
    "contained": [{"resourceType": "Medication", "id": "bag", "ingredient": [DRUG, SALINE]}],
}


def of(*ingredients: dict[str, Any], **more: object) -> dict[str, Any]:
    return without(
        BAG, contained=[{"resourceType": "Medication", "id": "bag", "ingredient": list(ingredients)}], **more
    )


def passed_over(decoded: Decoded) -> list[str]:
    assert [*decoded.accepted, *decoded.rejected] == []
    return [each.kind.value for each in decoded.ignored]


def test_a_bag_is_what_is_in_it() -> None:
    (dose,) = events(read(BAG))

    assert (dose["type"], dose["preparation_id"], dose["occurred_at"]) == (
        "dose-prepared",
        "d1",
        "2026-03-01T07:00:00Z",
    )
    assert (dose["dose_mg"], dose["diluent"], dose["diluent_volume_ml"]) == ("300", "sodium-chloride-0.9", "100")
    assert "storage" not in dose


def test_concentrations_count_by_the_volume_of_the_bag() -> None:
    drug = {**DRUG, "strength": {"numerator": quantity(300, "mg"), "denominator": quantity(115, "mL")}}
    saline = {**SALINE, "strength": {"numerator": quantity(100, "mL"), "denominator": quantity(115, "mL")}}

    (dose,) = events(read(of(drug, saline, quantity=quantity(115, "mL"))))

    assert (dose["dose_mg"], dose["diluent_volume_ml"]) == ("300", "100")
    assert refused(read(of(drug, saline))) == [("bad-value", "medicationReference")]


def test_another_solvent_is_named_as_it_is() -> None:
    glucose = {**SALINE, "itemCodeableConcept": {"text": "Glucose 5 %"}}

    assert events(read(of(DRUG, glucose)))[0]["diluent"] == "Glucose 5 %"


def test_vials_that_are_handed_out_are_no_preparation() -> None:
    vials = without(BAG, "medicationReference", medicationCodeableConcept=coded(RXNORM, "354770"))

    assert passed_over(read(vials)) == ["no-result"]
    assert passed_over(read(of(DRUG))) == ["no-result"]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"whenPrepared": None, "whenHandedOver": "2026-03-01T09:00:00Z"}, ("no-time", "whenPrepared")),
        ({"status": "unknown"}, ("bad-status", "status")),
        ({"subject": None}, ("no-patient", "subject.reference")),
    ],
)
def test_a_bag_of_which_something_is_not_known_is_rejected(change: dict[str, Any], found: tuple[str, str]) -> None:
    said = {name: value for name, value in {**BAG, **change}.items() if value is not None}

    assert refused(read(said)) == [found]


def test_what_is_in_a_bag_of_three_is_not_guessed() -> None:
    assert refused(read(of(DRUG, SALINE, SALINE))) == [("ambiguous-value", "medicationReference")]


def test_a_bag_that_is_still_to_be_made_is_none() -> None:
    assert passed_over(read(without(BAG, "whenPrepared", status="preparation"))) == ["no-result"]


def test_a_bag_that_was_given_up_is_thrown_away() -> None:
    stamp = {"versionId": "2", "lastUpdated": "2026-03-01T12:00:00Z"}
    made = events(read(without(BAG, status="stopped", meta=stamp)))
    never_made = without(BAG, "whenPrepared", status="cancelled", meta={"versionId": "1"})

    assert [(each["type"], each["preparation_id"]) for each in made] == [
        ("dose-prepared", "d1"),
        ("dose-discarded", "d1"),
    ]
    assert made[1]["occurred_at"] == "2026-03-01T12:00:00Z"
    assert passed_over(read(never_made)) == ["no-result"]


def test_a_bag_that_was_entered_in_error_is_retracted() -> None:
    (dose,) = events(read(BAG))

    assert events(read(without(BAG, status="entered-in-error")))[0]["retracts"] == dose["event_id"]


def test_an_infusion_knows_its_bag_by_name_and_in_the_bundle() -> None:
    named = without(INFUSION, supportingInformation=[{"reference": "MedicationDispense/d1"}])
    in_bundle = without(INFUSION, supportingInformation=[{"reference": "urn:uuid:9"}])
    entries = [
        {"resource": without(BAG, "id", identifier=[{"value": "B-9"}]), "fullUrl": "urn:uuid:9"},
        {"resource": in_bundle},
    ]

    dose, started, _ = events(read({"resourceType": "Bundle", "entry": entries}))

    assert events(read(named))[0]["preparation_id"] == "d1"
    assert started["preparation_id"] == dose["preparation_id"] == "B-9"


def test_a_medicine_with_natalizumab_in_it_is_natalizumab() -> None:
    given = without(
        INFUSION,
        "medicationCodeableConcept",
        medicationReference={"reference": "#bag"},
        contained=[
            {
                "resourceType": "Medication",
                "id": "bag",
                "code": {"text": "Infusion 115 mL"},
                "ingredient": [DRUG, SALINE],
            }
        ],
    )

    assert [each["type"] for each in events(read(given))] == ["infusion-started", "infusion-stopped"]


@pytest.mark.parametrize(
    ("end", "outcome"),
    [
        ("2026-03-01T09:59:59+01:00", [("bad-value", "effectivePeriod.end")]),
        ("2026-03-01T03:59:59-05:00", [("bad-value", "effectivePeriod.end")]),
        ("2026-03-01T04:00:00-05:00", []),
        ("2026-03-01T04:00:01-05:00", []),
    ],
)
def test_an_infusion_does_not_end_before_it_begins(end: str, outcome: list[tuple[str, str]]) -> None:
    given = without(INFUSION, effectivePeriod={"start": "2026-03-01T10:00:00+01:00", "end": end})

    decoded = read(given)

    assert decoded.accepted[0].type == "infusion-started"
    assert [(each.reason, each.where) for each in decoded.rejected] == outcome
    assert len(decoded.accepted) == (2 if end.endswith("01-05:00") else 1)


@pytest.mark.parametrize(
    ("rate", "refusal"),
    [
        ({"value": True}, [("bad-number", "dosage.rateQuantity.value")]),
        ({"value": "115 mL"}, [("bad-number", "dosage.rateQuantity.value")]),
        ({"value": 115, "unit": "mL/h", "comparator": "<"}, [("bad-number", "dosage.rateQuantity.value")]),
        ({"value": 60, "unit": "min", "comparator": "<"}, []),
        ({"value": 300, "unit": "mg/h"}, []),
    ],
)
def test_a_rate_is_a_number_whatever_its_unit(rate: dict[str, Any], refusal: list[tuple[str, str]]) -> None:
    decoded = read(without(INFUSION, dosage={"rateQuantity": rate}))

    assert [(each.reason.value, each.where) for each in decoded.rejected] == refusal
    assert bool(decoded.accepted) is not bool(refusal)


CONCENTRATE = coded(RXNORM, "477484")


def test_a_volume_of_the_concentrate_is_a_dose() -> None:
    drug = {"itemCodeableConcept": CONCENTRATE, "strength": {"numerator": quantity(15, "mL"), "denominator": ONE_BAG}}

    (dose,) = events(read(of(drug, SALINE)))

    assert (dose["dose_mg"], dose["diluent_volume_ml"]) == ("300", "100")


@pytest.mark.parametrize(("medicine", "volume"), [(CONCENTRATE, None), (coded(RXNORM, "354770"), "115")])
def test_the_volume_of_the_concentrate_is_not_the_infusions(medicine: dict[str, Any], volume: str | None) -> None:
    amount = quantity(15 if volume is None else 115, "mL")
    given = without(INFUSION, medicationCodeableConcept=medicine, dosage={"dose": amount})

    started, stopped = events(read(given))

    assert (started.get("volume_ml"), stopped.get("volume_infused_ml")) == (volume, volume)
