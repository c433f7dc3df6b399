"""MRI in reports, studies and procedures; and the visits in which infusions were given."""

from typing import Any

import pytest

from models.decoded import Decoded
from tests.streams.intake.fhir.resources import BERLIN, INFUSION, LOINC, SUBJECT, coded, events, read, refused, without


def count(code: str, number: int, **more: object) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "id": code,
        "status": "final",
        "code": coded("urn:local", code),
        "valueInteger": number,
        **more,
    }


LESIONS = [count("mri-gd-count", 1), count("mri-t2-new-count", 2)]
REPORT: dict[str, Any] = {
    "resourceType": "DiagnosticReport",
    "id": "r1",
    "status": "final",
    "code": coded(LOINC, "24587-8"),
    "subject": SUBJECT,
    "issued": "2026-03-02T12:00:00Z",
    "result": [{"reference": "Observation/mri-gd-count"}, {"reference": "Observation/mri-t2-new-count"}],
}
STUDY = {
    "resourceType": "ImagingStudy",
    "id": "s1",
    "status": "available",
    "modality": [{"code": "MR"}],
    "subject": SUBJECT,
    "started": "2026-03-01T09:00:00Z",
}
PROCEDURE = {
    "resourceType": "Procedure",
    "id": "p1",
    "status": "completed",
    "code": coded(LOINC, "24587-8"),
    "subject": SUBJECT,
    "performedDateTime": "2026-03-01T09:00:00Z",
}
VISIT: dict[str, Any] = {
    "resourceType": "Encounter",
    "id": "e1",
    "status": "finished",
    "class": {"code": "AMB"},
    "subject": SUBJECT,
    "period": {"start": "2026-03-01T08:00:00+01:00", "end": "2026-03-01T12:30:00+01:00"},
}
GIVEN = without(INFUSION, context={"reference": "Encounter/e1"})


def bundle(*resources: dict[str, Any]) -> dict[str, Any]:
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": each} for each in resources]}


def passed_over(decoded: Decoded) -> list[tuple[str, str]]:
    assert [*decoded.accepted, *decoded.rejected] == []
    return [(each.kind.value, each.code) for each in decoded.ignored]


@pytest.mark.parametrize(
    ("report", "other", "when"),
    [
        (REPORT, [], "2026-03-02T12:00:00Z"),
        ({**REPORT, "imagingStudy": [{"reference": "ImagingStudy/s1"}]}, [STUDY], "2026-03-01T09:00:00Z"),
        (REPORT, [{**PROCEDURE, "report": [{"reference": "DiagnosticReport/r1"}]}], "2026-03-01T09:00:00Z"),
        ({**REPORT, "effectiveDateTime": "2026-02-28T09:00:00Z"}, [STUDY], "2026-02-28T09:00:00Z"),
    ],
)
def test_an_mri_happened_when_the_images_were_taken(report: dict[str, Any], other: list[Any], when: str) -> None:
    (scan,) = [each for each in events(read(bundle(report, *LESIONS, *other))) if each["type"] == "mri-reported"]

    assert (scan["gd_enhancing_lesions"], scan["new_t2_lesions"]) == (1, 2)
    assert scan["occurred_at"] == when


@pytest.mark.parametrize("status", ["completed", "entered-in-error"])
def test_a_procedure_brings_the_report_that_it_contains(status: str) -> None:
    report = without(
        REPORT, "subject", "issued", result=[{"reference": "#mri-gd-count"}, {"reference": "#mri-t2-new-count"}]
    )

    (scan,) = events(read({**PROCEDURE, "status": status, "contained": [report, *LESIONS]}))

    assert (scan["patient_id"], scan["occurred_at"]) == ("4711", "2026-03-01T09:00:00Z")
    assert scan["type"] == ("mri-reported" if status == "completed" else "event-retracted")


@pytest.mark.parametrize("status", ["entered-in-error", "cancelled"])
@pytest.mark.parametrize("with_counts", [True, False])
def test_a_report_that_is_withdrawn_takes_its_mri_back(status: str, *, with_counts: bool) -> None:
    (scan,) = [each for each in events(read(bundle(REPORT, *LESIONS))) if each["type"] == "mri-reported"]
    withdrawn = {**REPORT, "status": status}

    found = events(read(bundle(withdrawn, *LESIONS) if with_counts else withdrawn))

    assert [each["retracts"] for each in found] == [scan["event_id"]]


def test_a_panel_that_is_withdrawn_takes_its_mri_back() -> None:
    panel = without(
        count("mri", 0),
        "valueInteger",
        subject=SUBJECT,
        effectiveDateTime="2026-03-01T09:00:00Z",
        hasMember=REPORT["result"],
    )
    (scan,) = events(read(bundle(panel, *LESIONS)))

    found = read({**panel, "status": "entered-in-error"})

    assert [event.__dict__["retracts"] for event in found.accepted] == [scan["event_id"]]
    assert [each.kind.value for each in found.ignored] == ["unmapped-code"]


def test_an_mri_of_which_nothing_is_reported_is_no_result() -> None:
    assert passed_over(read(STUDY)) == [("no-result", "MR")]
    assert passed_over(read(PROCEDURE)) == [("no-result", "24587-8")]


def test_other_studies_and_procedures_are_not_ours() -> None:
    assert passed_over(read({**STUDY, "modality": [{"code": "CT"}]})) == [("unmapped-code", "CT")]
    assert passed_over(read({**PROCEDURE, "code": coded(LOINC, "30745-4")})) == [("unmapped-code", "30745-4")]


def test_the_end_of_a_visit_ends_the_observation_after_its_infusion() -> None:
    released = events(read(bundle(VISIT, GIVEN)))[0]

    assert (released["type"], released["infusion_id"]) == ("observation-ended", "m1")
    assert released["occurred_at"] == "2026-03-01T11:30:00Z"


@pytest.mark.parametrize(
    "resources",
    [[VISIT], [VISIT, INFUSION], [{**VISIT, "status": "in-progress"}, GIVEN], [VISIT, {**GIVEN, "status": "not-done"}]],
)
def test_a_visit_without_an_end_or_an_infusion_says_nothing(resources: list[dict[str, Any]]) -> None:
    decoded = read(bundle(*resources))

    assert "observation-ended" not in [event.type for event in decoded.accepted]
    assert ("no-result", "Encounter") in [(each.kind.value, each.code) for each in decoded.ignored]


@pytest.mark.parametrize(
    ("visit", "found"),
    [
        ({**VISIT, "period": {"end": "2026-03-01"}}, ("time-without-zone", "entry[0].resource.period.end")),
        ({**VISIT, "period": {}}, ("no-time", "entry[0].resource.period.end")),
        ({**VISIT, "status": "done"}, ("bad-status", "entry[0].resource.status")),
    ],
)
def test_a_release_that_cannot_be_placed_is_rejected(visit: dict[str, Any], found: tuple[str, str]) -> None:
    assert [(each.reason.value, each.where) for each in read(bundle(visit, GIVEN)).rejected] == [found]


def test_the_day_of_a_release_is_no_time_in_any_zone() -> None:
    decoded = read(bundle({**VISIT, "period": {"end": "2026-03-01"}}, GIVEN), BERLIN)

    assert [(each.reason.value, each.where) for each in decoded.rejected] == [
        ("bad-value", "entry[0].resource.period.end")
    ]


def test_of_a_visit_with_two_infusions_nobody_can_tell_which_was_observed() -> None:
    decoded = read(bundle(VISIT, GIVEN, {**GIVEN, "id": "m2"}))

    assert [each.reason.value for each in decoded.rejected] == ["ambiguous-value"]


def test_a_visit_that_never_was_takes_the_release_back() -> None:
    released = events(read(bundle(VISIT, GIVEN)))[0]

    (gone,) = events(read({**VISIT, "status": "entered-in-error"}))

    assert gone["retracts"] == released["event_id"]


def test_a_refuted_diagnosis_is_taken_back_unless_nothing_came_before_it() -> None:
    infection = {
        "resourceType": "Condition",
        "id": "c1",
        "code": coded("http://snomed.info/sct", "40733004"),
        "subject": SUBJECT,
        "onsetDateTime": "2026-03-01T07:00:00Z",
    }
    refuted = {**infection, "verificationStatus": coded("urn:x", "refuted")}

    began = events(read(infection))[0]

    assert events(read(refuted))[0]["retracts"] == began["event_id"]
    assert passed_over(read({**refuted, "meta": {"versionId": "1"}})) == [("no-result", "40733004")]
    assert refused(read({**infection, "onsetDateTime": "2026"})) == [("bad-value", "onsetDateTime")]
