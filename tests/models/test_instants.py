"""Instants: what is read, what is refused, what is written."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.instants import BEYOND, EARLIEST, BadInstantError, ZoneMissingError, parse, to_text


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("2026-03-01T07:00:00+01:00", "2026-03-01T06:00:00Z"),
        ("2026-03-01T07:00:00Z", "2026-03-01T07:00:00Z"),
        ("2026-03-01t07:00:00z", "2026-03-01T07:00:00Z"),
        ("2026-03-01 07:00:00Z", "2026-03-01T07:00:00Z"),
        ("2026-03-01T07:00:00-00:00", "2026-03-01T07:00:00Z"),
        ("2026-03-01T07:00:00.5Z", "2026-03-01T07:00:00.500000Z"),
        ("2026-03-01T07:00:00.1234569Z", "2026-03-01T07:00:00.123456Z"),
        ("2026-03-01T07:00:00.000Z", "2026-03-01T07:00:00Z"),
        ("2026-03-01T07:00:00." + "9" * 500 + "Z", "2026-03-01T07:00:00.999999Z"),
        ("2026-03-01T00:30:00+23:59", "2026-02-28T00:31:00Z"),
        ("2024-02-29T12:00:00-12:00", "2024-03-01T00:00:00Z"),
        ("1900-01-01T00:00:00Z", "1900-01-01T00:00:00Z"),
        ("1899-12-31T23:00:00-01:00", "1900-01-01T00:00:00Z"),
        ("2200-12-31T23:59:59.999999Z", "2200-12-31T23:59:59.999999Z"),
        ("2201-01-01T00:59:59+01:00", "2200-12-31T23:59:59Z"),
    ],
)
def test_an_instant_is_read_and_written_in_utc(text: str, canonical: str) -> None:
    assert to_text(parse(text)) == canonical


@pytest.mark.parametrize("text", ["2026-03-01T07:00:00", "2026-03-01 07:00:00.25", "2200-12-31T23:59:59"])
def test_what_lacks_only_an_offset_says_so(text: str) -> None:
    with pytest.raises(ZoneMissingError):
        parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2026-03-01",
        "2026-03-01T07:00Z",
        "20260301T070000Z",
        "2026-060T07:00:00Z",
        "2026-W09-7T07:00:00Z",
        "2026-02-29T07:00:00Z",
        "2026-13-01T07:00:00Z",
        "2026-03-01T24:00:00Z",
        "2026-03-01T07:60:00Z",
        "2016-12-31T23:59:60Z",
        "2026-03-01T07:00:00,5Z",
        "2026-03-01T07:00:00.Z",
        "2026-03-01T07:00:00+0100",
        "2026-03-01T07:00:00+01",
        "2026-03-01T07:00:00+24:00",
        "2026-03-01T07:00:00+01:60",
        "2026-03-01T07:00:00ZZ",
        "2026-03-01T07:00:00Z\n",
        " 2026-03-01T07:00:00Z",
        "٢٠٢٦-03-01T07:00:00Z",
        "1772348400",
        "1899-12-31T23:59:59Z",
        "2201-01-01T00:00:00Z",
        "2200-12-31T23:30:00-01:00",
        "0000-00-00T00:00:00Z",
        "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-01:00",
        "1850-01-01T00:00:00",
        "2026-02-30T00:00:00",
    ],
)
def test_what_names_no_instant_is_refused(text: str) -> None:
    with pytest.raises(BadInstantError) as refused:
        parse(text)
    assert not isinstance(refused.value, ZoneMissingError)


@given(st.datetimes(datetime(1900, 1, 1), datetime(2200, 12, 31, 23, 59, 59, 999999), timezones=st.just(UTC)))  # noqa: DTZ001
def test_what_is_written_is_read_again(instant: datetime) -> None:
    assert parse(to_text(instant)) == instant
    assert EARLIEST <= instant < BEYOND


@given(st.text())
def test_any_text_is_an_instant_or_is_refused(text: str) -> None:
    with suppress(BadInstantError):
        assert parse(text).tzinfo is UTC


def test_an_instant_in_another_zone_is_written_in_utc() -> None:
    east = timezone(timedelta(hours=5, minutes=30))
    assert to_text(datetime(2026, 3, 1, 5, 0, tzinfo=east)) == "2026-02-28T23:30:00Z"


def test_a_datetime_without_an_offset_is_not_written() -> None:
    with pytest.raises(ValueError, match="offset"):
        to_text(datetime(2026, 3, 1))  # noqa: DTZ001
