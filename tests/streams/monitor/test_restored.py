import pytest

from alerts.advance import Patient
from alerts.record import encode
from streams.monitor.position import (
    POSITION_KEY,
    TROUBLE_KEY,
    Position,
    Standing,
    UnknownFormatError,
    encode_standing,
)
from streams.monitor.restored import Bounds, LostStateError, Restored, check_complete

STANDING = Standing(position=Position(7, 2, "p"), patients=1)
BOUNDS = Bounds(ledger_begin=0, log_begin=0, log_end=9)


def restored(standing: Standing | None = STANDING, patients: int = 1) -> Restored:
    return Restored(patients={str(n): encode(Patient(str(n))) for n in range(patients)}, standing=standing)


def test_the_last_value_of_each_key_counts() -> None:
    state = Restored()
    state.apply(b"p", b"old")
    state.apply(b"q", b"kept")
    state.apply(b"p", b"new")
    state.apply(b"q", None)
    state.apply(POSITION_KEY, encode_standing(STANDING))
    assert state.patients == {"p": b"new"}
    assert state.standing == STANDING


def test_a_patient_may_be_called_like_one_of_our_keys_without_its_control_character() -> None:
    state = Restored()
    state.apply(POSITION_KEY[1:], b"a patient")
    assert state.patients == {"position": b"a patient"}


@pytest.mark.parametrize("key", [b"", b"\x00of another release"])
def test_a_record_of_an_unknown_kind_is_not_passed_over(key: bytes) -> None:
    with pytest.raises(LostStateError):
        Restored().apply(key, b"something")


@pytest.mark.parametrize("value", [b'{"position":{},"patients":1,"format":2}', b"nonsense"])
def test_a_position_of_another_release_is_refused(value: bytes) -> None:
    with pytest.raises(UnknownFormatError):
        Restored().apply(POSITION_KEY, value)


def test_a_trouble_that_is_over_is_forgotten() -> None:
    state = Restored()
    key = TROUBLE_KEY + b"p"
    state.apply(key, b'{"who":"x","rule":"r","since":"2026-03-02T12:00:00Z","policy_version":"v"}')
    assert list(state.troubles) == ["p"]
    state.apply(key, None)
    assert state.troubles == {}


def test_what_is_all_there_is_accepted() -> None:
    check_complete(restored(), BOUNDS, group_position=0)


def test_a_partition_that_nobody_ever_worked_on_may_be_empty() -> None:
    check_complete(restored(None, 0), BOUNDS, group_position=0)


@pytest.mark.parametrize(
    ("state", "bounds", "group_position", "says"),
    [
        (restored(), Bounds(ledger_begin=3, log_begin=0, log_end=9), 0, "the beginning of patient-ledger was deleted"),
        (restored(), Bounds(ledger_begin=0, log_begin=3, log_end=9), 0, "the beginning of patient-events was deleted"),
        (restored(), Bounds(ledger_begin=0, log_begin=0, log_end=6), 0, "patient-events ends at 6"),
        (restored(patients=0), BOUNDS, 0, "holds 0 patients of 1"),
        (restored(None, 0), BOUNDS, 4, "patient-ledger says nothing of it"),
        (restored(None, 2), BOUNDS, 0, "patient-ledger says nothing of it"),
    ],
)
def test_missing_state_is_never_taken_for_a_beginning(
    state: Restored, bounds: Bounds, group_position: int, says: str
) -> None:
    with pytest.raises(LostStateError, match=says):
        check_complete(state, bounds, group_position)
