"""What a result takes from the report or panel that it is part of."""

from typing import Any

import pytest

from tests.streams.intake.fhir.resources import ALT, LOINC, SUBJECT, coded, events, read, refused, without


def test_a_report_brings_the_results_that_it_contains() -> None:
    report = {
        "resourceType": "DiagnosticReport",
        "id": "r1",
        "status": "final",
        "code": coded(LOINC, "24325-3"),
        "subject": SUBJECT,
        "effectiveDateTime": "2026-03-01T07:00:00+01:00",
        "contained": [without(ALT, "subject", "effectiveDateTime", id="c1")],
        "result": [{"reference": "#c1"}],
    }

    (event,) = events(read(report))

    assert (event["patient_id"], event["occurred_at"]) == ("4711", "2026-03-01T06:00:00Z")


def test_a_member_of_a_panel_takes_what_it_does_not_say_from_the_panel_and_its_report() -> None:
    member = without(ALT, "subject", "effectiveDateTime")
    panel = {
        "resourceType": "Observation",
        "id": "p1",
        "status": "final",
        "code": coded(LOINC, "24325-3"),
        "hasMember": [{"reference": "Observation/o1"}],
    }
    report = {
        "resourceType": "DiagnosticReport",
        "id": "r1",
        "status": "final",
        "subject": SUBJECT,
        "effectiveDateTime": "2026-03-01T07:00:00+01:00",
        "result": [{"reference": "Observation/p1"}],
    }
    timed = {**panel, "effectiveDateTime": "2026-03-01T06:30:00+01:00"}

    def times(*resources: dict[str, Any]) -> list[str]:
        entries = [{"resource": each} for each in resources]
        return [each["occurred_at"] for each in events(read({"resourceType": "Bundle", "entry": entries}))]

    assert times(member, panel, report) == ["2026-03-01T06:00:00Z"]
    assert times(member, timed, report) == ["2026-03-01T05:30:00Z"]


@pytest.mark.parametrize("status", [None, "finall"])
def test_the_results_of_a_report_without_a_status_are_not_taken(status: str | None) -> None:
    report = {"resourceType": "DiagnosticReport", "id": "r1", "subject": SUBJECT, "contained": [{**ALT, "id": "c1"}]}

    assert refused(read({**report, "status": status} if status else report)) == [("bad-status", "status")]
    assert len(events(read({**report, "status": "unknown"}))) == 1


def test_panels_that_contain_each_other_say_nothing_more() -> None:
    member = without(ALT, "subject", "effectiveDateTime", hasMember=[{"reference": "Observation/p1"}])
    panel = without(member, id="p1", hasMember=[{"reference": "Observation/o1"}])
    entries = [{"resource": member}, {"resource": panel}]

    decoded = read({"resourceType": "Bundle", "entry": entries})

    assert [each.reason.value for each in decoded.rejected] == ["no-patient", "no-patient"]
