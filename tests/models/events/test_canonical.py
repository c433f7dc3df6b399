"""Lines of patient-events: the same bytes for the same event, and the same event from the same bytes."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.events import Event, check, content, content_of_line, internal_line, line
from models.events.canonical import plain
from models.events.internal import PolicyChanged, TimeReached
from models.instants import to_text
from tests.strategies.events import Fields, events, fields

AT = "2026-03-01T08:00:00.25Z"
ACCEPTED = datetime(2026, 3, 1, 8, 0, 0, 250_000, tzinfo=UTC)


def event(message: Fields) -> Event:
    return check(message, None, timedelta(0))


LAB: Fields = {
    "reference_high": "39.60",
    "unit": "U/L",
    "value": Decimal("1.82E+2"),
    "analyte": "alt",
    "status": "final",
    "result_id": "r-1",
    "comment": "dropped",
    "accepted_at": "1999-01-01T00:00:00Z",
    "source": "lis",
    "occurred_at": "2026-03-01T07:00:00.5+01:00",
    "patient_id": "Ü-1",
    "event_id": "e-1",
    "type": "lab-result",
    "recorded_at": None,
}


def test_a_line_of_a_lab_result() -> None:
    assert line(event(LAB), ACCEPTED).decode() == (
        '{"type":"lab-result","event_id":"e-1","patient_id":"Ü-1","occurred_at":"2026-03-01T06:00:00.500000Z",'
        '"source":"lis","accepted_at":"2026-03-01T08:00:00.250000Z","result_id":"r-1","version":1,"status":"final",'
        '"analyte":"alt","value":"182","unit":"U/L","reference_high":"39.6"}'
    )


def test_a_line_that_is_not_accepted_yet_has_no_such_time() -> None:
    assert b"accepted_at" not in line(event(LAB), None)


def test_the_content_is_sorted_and_says_nothing_of_when_it_was_accepted() -> None:
    assert content(event(LAB)).decode() == (
        '{"analyte":"alt","event_id":"e-1","occurred_at":"2026-03-01T06:00:00.500000Z","patient_id":"Ü-1",'
        '"reference_high":"39.6","result_id":"r-1","source":"lis","status":"final","type":"lab-result","unit":"U/L",'
        '"value":"182","version":1}'
    )


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("40.0", "40"),
        ("1E+2", "100"),
        ("0E+3", "0"),
        ("-0.0", "0"),
        ("0.10", "0.1"),
        ("1E-9", "0.000000001"),
        ("100", "100"),
        ("1.50E+3", "1500"),
        ("39.6", "39.6"),
    ],
)
def test_a_number_is_written_in_digits(number: str, text: str) -> None:
    assert plain(Decimal(number)) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=0))
def test_a_written_number_is_the_same_number(number: Decimal) -> None:
    assert Decimal(plain(number)) == number


@given(fields(), st.datetimes(timezones=st.just(UTC), min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1)))  # noqa: DTZ001
def test_what_is_written_is_read_as_the_same_event(message: Fields, accepted_at: datetime) -> None:
    first = event(message)
    written = line(first, accepted_at)
    read = msgspec.json.decode(written)
    assert event(read) == first
    assert line(event(read), accepted_at) == written
    assert read["accepted_at"] == to_text(accepted_at)
    assert b"\n" not in written


@given(events(), st.none() | st.just(ACCEPTED))
def test_the_content_of_a_line_is_that_of_its_event(drawn: Event, accepted_at: datetime | None) -> None:
    assert content_of_line(line(drawn, accepted_at)) == content(drawn)


def test_the_order_and_the_guise_of_fields_do_not_change_the_content() -> None:
    other = dict(reversed(LAB.items())) | {"value": 182, "occurred_at": "2026-03-01T06:00:00.500Z", "version": 1}
    assert content(event(other)) == content(event(LAB))


def test_lines_of_the_worker_itself() -> None:
    reached = TimeReached.model_validate({"patient_id": "4711", "due": AT, "accepted_at": AT})
    assert internal_line(reached).decode() == (
        '{"type":"time-reached","patient_id":"4711","due":"2026-03-01T08:00:00.250000Z",'
        '"accepted_at":"2026-03-01T08:00:00.250000Z"}'
    )
    changed = PolicyChanged.model_validate(
        {"partition": 3, "partitions": 12, "policy": {"b": 1, "a": "8 h"}, "policy_version": "9f", "accepted_at": AT}
    )
    assert internal_line(changed).decode() == (
        '{"type":"policy-changed","partition":3,"partitions":12,"policy":{"b":1,"a":"8 h"},"policy_version":"9f",'
        '"accepted_at":"2026-03-01T08:00:00.250000Z"}'
    )
