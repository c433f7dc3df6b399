"""Which of two contents of one event counts: by when they were recorded, then by canonical JSON."""

from alerts.facts.versions import canonical, same, supersedes
from tests.alerts.labs import lab
from tests.alerts.story import event_of, on


def test_canonical_json_has_sorted_keys_normalised_decimals_and_no_time_of_acceptance() -> None:
    result = lab("08:00", "alt", "1E+2", accepted="09:00", event_id="a", result_id="r", reference_high="40.0")
    assert canonical(event_of(result)) == (
        b'{"analyte":"alt","event_id":"a","occurred_at":"2026-01-01T08:00:00Z","patient_id":"patient-1",'
        b'"reference_high":"40","result_id":"r","source":"","status":"final","type":"lab-result","unit":"U/L",'
        b'"value":"100","version":1}'
    )


def test_when_an_event_was_accepted_does_not_matter() -> None:
    early = event_of(lab("08:00", "alt", "100", event_id="a"))
    late = event_of(lab("08:00", "alt", "100.0", event_id="a", accepted="09:00"))
    assert same(early, late)
    assert not supersedes(late, early)


def test_another_type_says_something_else() -> None:
    started = event_of(on("08:00", "therapy-started", event_id="a"))
    ended = event_of(on("08:00", "therapy-discontinued", event_id="a"))
    assert not same(started, ended)
    assert supersedes(started, ended)
    assert not supersedes(ended, started)
