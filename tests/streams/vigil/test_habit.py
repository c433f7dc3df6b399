from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from streams.vigil.habit import HOUR, Habit

MONDAY_NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY, WEEK = 24 * HOUR, 7 * 24 * HOUR


def habit(*counts: tuple[datetime, int], zone: str = "UTC") -> Habit:
    learned = Habit(ZoneInfo(zone))
    for hour, messages in counts:
        learned.learn(hour, messages)
    return learned


def mondays(*messages: int) -> Habit:
    """A feed that had so many messages on the last Mondays at noon, the newest last."""
    return habit(*((MONDAY_NOON - (len(messages) - n) * WEEK, count) for n, count in enumerate(messages)))


@pytest.mark.parametrize(
    ("weeks", "expected"),
    [
        ((), 0),
        ((60,), 0),
        ((60, 50), 50),
        ((60, 50, 70), 50),
        ((60, 50, 70, 40), 50),
        ((60, 0, 70, 40), 40),
        ((60, 0, 70, 0), 0),
        ((0, 0, 0, 0, 60, 50, 70, 40), 50),
    ],
)
def test_an_hour_is_expected_to_be_as_it_was_in_the_poorer_of_the_last_four_weeks(
    weeks: tuple[int, ...], expected: float
) -> None:
    assert mondays(*weeks).expected(MONDAY_NOON, MONDAY_NOON + HOUR) == expected


@pytest.mark.parametrize(
    ("begin", "end", "expected"),
    [
        (0, 60, 60),
        (0, 10, 10),
        (30, 60, 30),
        (45, 75, 15),
        (60, 120, 0),
        (0, 0, 0),
    ],
)
def test_part_of_an_hour_is_expected_to_have_its_part(begin: int, end: int, expected: float) -> None:
    minutes = timedelta(minutes=1)
    known = mondays(60, 60)
    assert known.expected(MONDAY_NOON + begin * minutes, MONDAY_NOON + end * minutes) == pytest.approx(expected)


def test_nothing_is_expected_at_night_of_a_feed_that_sleeps() -> None:
    known = habit(*((MONDAY_NOON - week * WEEK + n * HOUR, 60 if n < 8 else 0) for week in (2, 1) for n in range(24)))
    assert known.expected(MONDAY_NOON, MONDAY_NOON + 8 * HOUR) == 480
    assert known.expected(MONDAY_NOON + 8 * HOUR, MONDAY_NOON + 24 * HOUR) == 0


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ({1: 30, 2: 40, 3: 50}, 0),
        ({3: 30, 4: 40, 5: 50}, 30),
        ({3: 30, 4: 40}, 0),
        ({1: 30, 2: 40, 4: 50}, 0),
    ],
)
def test_in_the_first_weeks_other_days_of_the_same_sort_stand_in(days: dict[int, int], expected: float) -> None:
    """The days before a Monday: 1 and 2 are the weekend, 3, 4 and 5 are working days."""
    known = habit(*((MONDAY_NOON - before * DAY, count) for before, count in sorted(days.items(), reverse=True)))
    assert known.expected(MONDAY_NOON, MONDAY_NOON + HOUR) == expected


def test_hours_are_those_of_the_site_when_its_clocks_are_put_forward() -> None:
    winter = datetime(2026, 3, 23, 7, tzinfo=UTC)
    known = habit((winter - WEEK, 60), (winter, 60), zone="Europe/Berlin")
    summer = winter + WEEK
    assert known.expected(summer, summer + HOUR) == 0
    assert known.expected(summer - HOUR, summer) == 60


def test_the_hours_of_a_silence_do_not_make_it_a_habit() -> None:
    known = mondays(60, 60)
    for hour in range(3):
        known.learn(MONDAY_NOON - WEEK + (1 + hour) * HOUR, 60)
        known.learn(MONDAY_NOON - 2 * WEEK + (1 + hour) * HOUR, 60)
    for hour in range(3):
        known.learn(MONDAY_NOON + hour * HOUR, 0)
    silent_since = MONDAY_NOON + HOUR / 2
    assert known.expected(silent_since, MONDAY_NOON + 3 * HOUR) == 150
