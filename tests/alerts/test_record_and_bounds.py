"""What is kept of a patient: refused where another release wrote it, and bounded whatever arrives."""

from zlib import crc32

import msgspec
import pytest

from alerts.advance import Patient, advance
from alerts.judge import Judge
from alerts.record import FORMAT, UnknownFormatError, WrongArchiveError, belongs, decode, encode, next_at, recorded
from models.log import LabResult
from models.policy import Policy
from tests.alerts.labs import lab
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


def test_of_a_result_that_is_corrected_endlessly_the_last_versions_are_kept() -> None:
    patient, dropped = Patient("patient-1"), 0
    for version in reversed(range(70)):
        step = advance(patient, event_of(lab("08:00", "alt", "30", version=version, result_id="r"), version), JUDGE)
        patient, dropped = step.patient, dropped + step.dropped
    assert dropped == 6
    kept = {event.version for event in patient.facts.events() if isinstance(event, LabResult)}
    assert kept == set(range(6, 70))


def test_what_was_forgotten_takes_no_memory_in_a_patient_who_is_written_again_and_again() -> None:
    patient, largest = Patient("patient-1"), 0
    for number in range(100):
        born = on("08:00", "demographics", birth_date="1980-01-01", recorded_at=f"2026-01-01 09:{number % 60:02}")
        patient, _ = recorded(advance(patient, event_of(born, number), JUDGE).patient)
        assert encode(patient) == encode(decode(encode(patient)))
        largest = max(largest, len(patient.kept.since))
    assert len(list(patient.facts.events())) == 10
    assert largest < 50


def seen(times: int) -> tuple[Patient, bytes, bytes]:
    """A patient after so many results, each of them written as it came, and the two parts of the record."""
    patient, archive, latest = Patient("patient-1"), b"", b""
    for number in range(times):
        result = event_of(lab(f"08:{number:02}", "alt", "30", result_id=f"r{number}"), number)
        patient, record = recorded(advance(patient, result, JUDGE).patient)
        latest, archive = record.latest, archive if record.archive is None else record.archive
    return patient, latest, archive


def test_what_has_not_changed_for_long_is_not_written_again_with_each_result() -> None:
    _, latest, archive = seen(40)
    assert len(latest) < len(archive)
    assert len(list(decode(latest, archive).facts.events())) == 40


def test_a_record_knows_its_archive_as_former_releases_wrote_it() -> None:
    _, latest, archive = seen(40)
    assert msgspec.msgpack.decode(latest)[2] == len(archive) * 2**32 + crc32(archive)
    assert belongs(latest, archive)


def test_a_record_without_its_archive_is_refused() -> None:
    _, latest, archive = seen(40)
    for wrong in (b"", archive[:-1], seen(60)[2]):
        with pytest.raises(WrongArchiveError):
            decode(latest, wrong)


def test_a_result_that_is_taken_back_after_it_was_archived_stays_taken_back() -> None:
    patient, _, archive = seen(40)
    correction = event_of(lab("08:00", "alt", "31", result_id="r0", event_id="e0", recorded_at="09:00"), 0)
    moved = event_of(lab("08:00", "alt", "32", result_id="other", event_id="e1", recorded_at="09:00"), 1)
    for event in (correction, moved):
        patient = advance(patient, event, JUDGE).patient
    _, record = recorded(patient)
    assert record.archive is None
    kept = decode(record.latest, archive)
    assert {event.key: event for event in kept.facts.events()} == {event.key: event for event in patient.facts.events()}
    assert kept.facts.count == patient.facts.count


def test_what_came_after_the_archive_is_kept_through_one_restart_after_another() -> None:
    patient, latest, archive = seen(40)
    known, written = {event.key for event in patient.facts.events()}, set()
    for number in range(100, 115):
        came = event_of(lab("09:00", "alt", "30", result_id=f"r{number}"), number)
        went = event_of(lab("09:00", "alt", "30", result_id="other", event_id=f"e{number}", recorded_at="10:00"))
        patient = advance(advance(decode(latest, archive), came, JUDGE).patient, went, JUDGE).patient
        patient, record = recorded(patient)
        known, latest, archive = {*known, came.key}, record.latest, record.archive or archive
        written.add(record.archive is not None)
        assert {event.key for event in decode(latest, archive).facts.events()} == known
    assert written == {False, True}
