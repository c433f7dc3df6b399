from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.policy import Period

WRITTEN = [
    ("8 h", Period(minutes=480), "8 h"),
    ("480 min", Period(minutes=480), "8 h"),
    ("90 minutes", Period(minutes=90), "90 min"),
    ("30 min", Period(minutes=30), "30 min"),
    ("24 h", Period(minutes=1440), "24 h"),
    ("1 hour", Period(minutes=60), "1 h"),
    ("1 day", Period(days=1), "1 day"),
    ("42 days", Period(days=42), "42 days"),
    ("6 weeks", Period(days=42), "42 days"),
    ("12 weeks", Period(days=84), "12 weeks"),
    ("84 days", Period(days=84), "12 weeks"),
    ("3 months", Period(months=3), "3 months"),
    ("1 year", Period(months=12), "1 year"),
    ("12 months", Period(months=12), "1 year"),
    ("18 months", Period(months=18), "18 months"),
    ("8h", Period(minutes=480), "8 h"),
    (" 2 years ", Period(months=24), "2 years"),
    ("0 min", Period(), "0 h"),
]


@pytest.mark.parametrize(("text", "period", "canonical"), WRITTEN)
def test_a_period_is_read_as_people_write_it_and_reads_the_same_for_the_same_meaning(
    text: str, period: Period, canonical: str
) -> None:
    assert Period.parse(text) == period
    assert str(period) == canonical
    assert Period.parse(canonical) == period


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no duration"),
        ("8", "no duration"),
        ("h", "no duration"),
        ("1.5 h", "no duration"),
        ("1 h 30 min", "no duration"),
        ("-8 h", "no duration"),
        ("8 H", "no duration"),
        ("\u0668 h", "no duration"),  # an Arabic eight
        ("8 moons", "no unit of time"),
        ("8 s", "no unit of time"),
        ("101 years", "longer than 100 years"),
        ("999999999 min", "longer than 100 years"),
    ],
)
def test_what_is_no_period_is_refused_with_a_sentence(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Period.parse(text)


def test_a_day_is_not_24_hours() -> None:
    assert Period.parse("1 day") != Period.parse("24 h")


@given(st.sampled_from(["minutes", "days", "months"]), st.integers(min_value=0, max_value=1200))
def test_what_is_written_is_read_back(kind: str, count: int) -> None:
    period = Period(**{kind: count})
    assert Period.parse(str(period)) == period


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("90 min", timedelta(minutes=90)),
        ("2 days", timedelta(hours=48)),
        ("3 months", timedelta(days=90)),
        ("1 year", timedelta(days=365)),
        ("18 months", timedelta(days=365 + 180)),
    ],
)
def test_nominal_length(text: str, length: timedelta) -> None:
    assert Period.parse(text).nominal == length
