"""A feed's habit: how many messages it has at each hour of each weekday. Pure.

A feed is silent for the wrong reason if, in the hours for which it has been silent now, it always had messages in other
weeks. Hours and weekdays are the site's. Of an hour the lower quartile of the last four weeks counts, so that one hour
of one week in which the feed was broken, or had a holiday, does not hide the next. Where fewer than two weeks are
known, the same hour of other days of the same sort (working days, weekends) stands in for them, if three are known; of
an hour about which less is known nothing is expected. What came since the silence began says nothing about it.
"""

from collections import deque
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

HOUR = timedelta(hours=1)
WEEKS = 4
_WEEKS_TO_KNOW = 2
_DAYS = 10
_DAYS_TO_KNOW = 3
_WEEKEND = 5


class _Hour(NamedTuple):
    began_at: datetime
    messages: int


class Habit:
    """Learns how many messages came in each whole hour, the oldest hour first.

    Args:
        zone: the site's time zone.
    """

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._of_week: dict[tuple[int, int], deque[_Hour]] = {}
        self._of_day: dict[tuple[bool, int], deque[_Hour]] = {}

    def learn(self, hour: datetime, messages: int) -> None:
        """So many messages came in the hour that began then."""
        weekday, of_day = self._slot(hour)
        learned = _Hour(hour, messages)
        self._of_week.setdefault((weekday, of_day), deque(maxlen=2 * WEEKS)).append(learned)
        self._of_day.setdefault((weekday >= _WEEKEND, of_day), deque(maxlen=2 * _DAYS)).append(learned)

    def expected(self, begin: datetime, end: datetime) -> float:
        """How many messages are to be expected between two instants, by what was usual before."""
        before = begin.replace(minute=0, second=0, microsecond=0)
        return sum(self._usual(hour, before) * share for hour, share in _hours(begin, end))

    def _usual(self, hour: datetime, before: datetime) -> int:
        weekday, of_day = self._slot(hour)
        for learned, most, enough in (
            (self._of_week.get((weekday, of_day), ()), WEEKS, _WEEKS_TO_KNOW),
            (self._of_day.get((weekday >= _WEEKEND, of_day), ()), _DAYS, _DAYS_TO_KNOW),
        ):
            known = [each.messages for each in learned if each.began_at < before][-most:]
            if len(known) >= enough:
                return sorted(known)[len(known) // 4]
        return 0

    def _slot(self, hour: datetime) -> tuple[int, int]:
        local = hour.astimezone(self._zone)
        return local.weekday(), local.hour


def _hours(begin: datetime, end: datetime) -> Iterable[tuple[datetime, float]]:
    """The whole hours that lie between two instants at least in part, and how much of each does."""
    hour = begin.replace(minute=0, second=0, microsecond=0)
    while hour < end:
        inside = min(end, hour + HOUR) - max(begin, hour)
        yield hour, max(inside, timedelta()) / HOUR
        hour += HOUR
