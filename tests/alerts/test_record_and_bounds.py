"""What is kept of a patient: refused where another release wrote it, and bounded whatever arrives."""

import pytest

from alerts.advance import Patient, advance
from alerts.judge import Judge
from alerts.record import FORMAT, UnknownFormatError, decode, encode, next_at
from models.policy import Policy
from tests.alerts.story import event_of, on

JUDGE = Judge(Policy())


def test_a_record_of_another_release_is_refused() -> None:
    record = encode(advance(Patient("patient-1"), event_of(on("08:00", "infusion-started")), JUDGE).patient)
    assert record[1] == FORMAT
    foreign = bytes([record[0], FORMAT + 1]) + record[2:]
    with pytest.raises(UnknownFormatError):
        decode(foreign)
    with pytest.raises(UnknownFormatError):
        next_at(foreign)


def test_of_an_infusion_that_is_changed_endlessly_the_oldest_changes_go_and_are_counted() -> None:
    patient = advance(Patient("patient-1"), event_of(on("08:00", "infusion-started")), JUDGE).patient
    dropped = 0
    for number in range(70):
        change = on(f"08:{number % 60:02}:{number // 60:02}", "infusion-rate-changed", rate_ml_per_h=100)
        step = advance(patient, event_of(change, number + 2), JUDGE)
        patient, dropped = step.patient, dropped + step.dropped
    assert dropped == 7
    assert len(list(patient.facts.events())) == 64
    assert "e1" in {event.event_id for event in patient.facts.events()}
