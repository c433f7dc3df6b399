"""A result was taken when its sample was, where nothing else says when; and not only stated then."""

from typing import Any

import pytest

from tests.streams.intake.fhir.resources import ALT, BERLIN, LOINC, SUBJECT, coded, events, read, without

TAKEN, ISSUED = "2026-03-01T09:20:00Z", "2026-03-02T16:00:00Z"
SAMPLED = without(ALT, "effectiveDateTime", specimen={"reference": "Specimen/s1"})


def specimen(name: str = "s1", **collection: object) -> dict[str, Any]:
    return {"resourceType": "Specimen", "id": name, "collection": collection}


def occurred(*resources: dict[str, Any]) -> str:
    entries = [{"resource": each} for each in resources]
    found = events(read({"resourceType": "Bundle", "entry": entries}, BERLIN))
    return next(str(event["occurred_at"]) for event in found if event["type"] == "lab-result")


@pytest.mark.parametrize("form", [{"collectedDateTime": TAKEN}, {"collectedPeriod": {"start": TAKEN}}])
def test_a_result_is_as_old_as_its_sample(form: dict[str, Any]) -> None:
    assert occurred(without(SAMPLED, issued=ISSUED), specimen(**form)) == TAKEN


def test_what_a_result_says_itself_goes_first() -> None:
    assert occurred(without(SAMPLED, effectiveDateTime=ISSUED), specimen(collectedDateTime=TAKEN)) == ISSUED


def test_the_day_of_a_sample_says_less_than_when_the_result_was_issued_and_more_than_nothing() -> None:
    day = specimen(collectedDateTime="2026-03-01")

    assert occurred(without(SAMPLED, issued=ISSUED), day) == ISSUED
    assert occurred(SAMPLED, day) == "2026-02-28T23:00:00Z"


def test_a_sample_that_is_not_at_hand_or_cannot_be_read_says_nothing() -> None:
    stated = without(SAMPLED, issued=ISSUED)

    assert occurred(stated) == ISSUED
    assert occurred(stated, specimen(collectedDateTime=5)) == ISSUED
    assert (
        occurred(without(stated, specimen={"reference": "Device/s1"}), {"resourceType": "Device", "id": "s1"}) == ISSUED
    )


def test_the_samples_of_a_report_date_its_results_if_they_were_taken_at_once() -> None:
    result = without(SAMPLED, "specimen")
    report = {
        "resourceType": "DiagnosticReport",
        "id": "r1",
        "status": "final",
        "code": coded(LOINC, "24325-3"),
        "subject": SUBJECT,
        "issued": ISSUED,
        "specimen": [{"reference": "Specimen/s1"}, {"reference": "Specimen/s2"}],
        "result": [{"reference": "Observation/o1"}],
    }
    first = specimen(collectedDateTime=TAKEN)

    assert occurred(result, report, first, specimen("s2", collectedDateTime=TAKEN)) == TAKEN
    assert occurred(result, report, first, specimen("s2", collectedDateTime="2026-03-01T11:00:00Z")) == ISSUED
