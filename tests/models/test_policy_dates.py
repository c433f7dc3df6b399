from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.policy import Period, Policy, birthday, shift

BERLIN = ZoneInfo("Europe/Berlin")
UTC_ZONE = ZoneInfo("UTC")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "period", "due"),
    [
        ("2026-08-31T10:00:00Z", "3 months", "2026-11-30T10:00:00Z"),
        ("2024-02-29T10:00:00Z", "1 year", "2025-02-28T10:00:00Z"),
        ("2024-02-29T10:00:00Z", "4 years", "2028-02-29T10:00:00Z"),
        ("2026-01-31T10:00:00Z", "1 month", "2026-02-28T10:00:00Z"),
        ("2024-01-31T10:00:00Z", "1 month", "2024-02-29T10:00:00Z"),
        ("2026-10-31T10:00:00Z", "2 months", "2026-12-31T10:00:00Z"),
        ("2026-11-30T10:00:00Z", "3 months", "2027-02-28T10:00:00Z"),
        ("2026-12-15T10:00:00Z", "1 month", "2027-01-15T10:00:00Z"),
        ("2026-01-01T10:00:00Z", "12 weeks", "2026-03-26T10:00:00Z"),
        ("2026-03-01T08:00:00.123456Z", "8 h", "2026-03-01T16:00:00.123456Z"),
        ("2199-12-31T23:59:59Z", "100 years", "2299-12-31T23:59:59Z"),
    ],
)
def test_a_month_that_is_too_short_gives_its_last_day(start: str, period: str, due: str) -> None:
    assert shift(at(start), Period.parse(period), UTC_ZONE) == at(due)


@pytest.mark.parametrize(
    ("start", "period", "moved"),
    [
        ("2026-05-31T10:00:00Z", "3 months", "2026-02-28T10:00:00Z"),
        ("2026-03-30T10:00:00Z", "1 year", "2025-03-30T10:00:00Z"),
        ("2026-01-15T10:00:00Z", "1 month", "2025-12-15T10:00:00Z"),
        ("2026-03-30T10:00:00Z", "90 days", "2025-12-30T10:00:00Z"),
        ("2026-03-30T10:00:00Z", "30 min", "2026-03-30T09:30:00Z"),
    ],
)
def test_back_in_time(start: str, period: str, moved: str) -> None:
    assert shift(at(start), Period.parse(period), UTC_ZONE, -1) == at(moved)


@pytest.mark.parametrize(
    ("start", "period", "due"),
    [
        # summer time begins on 29 March 2026 at 02:00 and ends on 25 October 2026 at 03:00
        ("2026-03-28T12:00:00+01:00", "1 day", "2026-03-29T12:00:00+02:00"),
        ("2026-03-28T12:00:00+01:00", "24 h", "2026-03-29T13:00:00+02:00"),
        ("2026-10-24T12:00:00+02:00", "1 day", "2026-10-25T12:00:00+01:00"),
        ("2026-10-24T12:00:00+02:00", "24 h", "2026-10-25T11:00:00+01:00"),
        # 02:30 does not exist: it is read with the offset before the gap, and is 03:30
        ("2026-03-28T02:30:00+01:00", "1 day", "2026-03-29T03:30:00+02:00"),
        ("2026-02-28T02:30:00+01:00", "29 days", "2026-03-29T03:30:00+02:00"),
        # 02:30 exists twice: the first of the two
        ("2026-10-24T02:30:00+02:00", "1 day", "2026-10-25T02:30:00+02:00"),
        ("2026-07-25T02:30:00+02:00", "3 months", "2026-10-25T02:30:00+02:00"),
        # starting in the second of the two hours
        ("2026-10-25T02:30:00+01:00", "1 day", "2026-10-26T02:30:00+01:00"),
        ("2026-10-25T02:30:00+01:00", "0 days", "2026-10-25T02:30:00+01:00"),
        # the local date decides, not the date in UTC
        ("2026-08-31T00:30:00+02:00", "3 months", "2026-11-30T00:30:00+01:00"),
        ("2026-02-28T23:30:00Z", "1 month", "2026-03-31T22:30:00Z"),
    ],
)
def test_days_and_months_keep_the_local_time_of_day(start: str, period: str, due: str) -> None:
    moved = shift(at(start), Period.parse(period), BERLIN)
    assert moved == at(due)
    assert moved.tzinfo is UTC


@pytest.mark.parametrize(
    ("born", "years", "zone", "turns"),
    [
        ("2008-06-15", 18, UTC_ZONE, "2026-06-15T00:00:00Z"),
        ("2008-06-15", 18, BERLIN, "2026-06-15T00:00:00+02:00"),
        ("2008-02-29", 18, BERLIN, "2026-02-28T00:00:00+01:00"),
        ("2008-02-29", 20, BERLIN, "2028-02-29T00:00:00+01:00"),
        # midnight of that day does not exist in São Paulo
        ("2000-11-04", 18, ZoneInfo("America/Sao_Paulo"), "2018-11-04T01:00:00-02:00"),
    ],
)
def test_a_birthday_begins_at_local_midnight(born: str, years: int, zone: ZoneInfo, turns: str) -> None:
    assert birthday(date.fromisoformat(born), years, zone) == at(turns)


INSTANTS = st.datetimes(min_value=datetime(1900, 1, 2), max_value=datetime(2199, 12, 30)).map(  # noqa: DTZ001 (UTC below)
    lambda naive: naive.replace(tzinfo=UTC)
)
PERIODS = st.one_of(
    st.builds(Period, minutes=st.integers(0, 100_000)),
    st.builds(Period, days=st.integers(0, 2_000)),
    st.builds(Period, months=st.integers(0, 240)),
)


@given(INSTANTS, INSTANTS, PERIODS)
def test_a_later_start_is_never_due_earlier_by_more_than_a_clock_change(
    one: datetime, other: datetime, period: Period
) -> None:
    first, second = sorted((one, other))
    assert (shift(second, period, UTC_ZONE) - shift(first, period, UTC_ZONE)).total_seconds() >= -3 * 24 * 3600


@given(INSTANTS, PERIODS)
def test_a_period_that_is_something_leads_forward(instant: datetime, period: Period) -> None:
    due = shift(instant, period, BERLIN)
    assert due > instant if period else due == instant


def test_a_policy_counts_by_the_calendar_of_its_site() -> None:
    policy = Policy.parse('[site]\ntime_zone = "Europe/Berlin"')
    start = at("2026-03-28T12:00:00+01:00")
    assert policy.after(start, Period(days=1)) == at("2026-03-29T12:00:00+02:00")
    assert policy.before(policy.after(start, Period(days=1)), Period(days=1)) == start
