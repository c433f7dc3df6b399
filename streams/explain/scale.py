"""A scale of time: where an instant stands across the page, and the ticks that a reader counts by."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

LEFT: Final = 210
RIGHT: Final = 1080
_MOST_TICKS: Final = 9
_SHORTEST: Final = timedelta(minutes=1)
_ELAPSED: Final = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 30, 60, 120, 180, 360, 720))
_DAYS: Final = (1, 2, 7, 14)
_MONTHS: Final = (1, 2, 3, 6, 12, 24, 60, 120)
_A_MONTH: Final = timedelta(days=30)
_A_YEAR: Final = 12


class Tick(NamedTuple):
    """A line of the scale, and what is written at it."""

    at: datetime
    text: str


class Scale(NamedTuple):
    """From `start` to `end`, as they stand across the page; days and months are those of `zone`."""

    start: datetime
    end: datetime
    zone: ZoneInfo

    def across(self, instant: datetime) -> float:
        """How far to the right an instant stands; what lies outside stands at the edge."""
        within = min(max(instant, self.start), self.end)
        return LEFT + (within - self.start) / (self.end - self.start) * (RIGHT - LEFT)

    def ticks(self) -> Iterator[Tick]:
        """Round times, days or months of the site, as many as can be read."""
        for tick in self._round():
            if tick.at > self.end:
                return
            if tick.at >= self.start:
                yield tick

    def _round(self) -> Iterator[Tick]:
        midnight = self.start.astimezone(self.zone).replace(hour=0, minute=0, second=0, microsecond=0)
        elapsed, days = self._step(_ELAPSED), self._step([timedelta(days=days) for days in _DAYS])
        if elapsed is not None:
            return _elapsed(midnight, elapsed)
        return _months(midnight.replace(day=1), self._months_apart()) if days is None else _days(midnight, days)

    def _step(self, steps: "tuple[timedelta, ...] | list[timedelta]") -> timedelta | None:
        return next((step for step in steps if (self.end - self.start) / step <= _MOST_TICKS), None)

    def _months_apart(self) -> int:
        span = self.end - self.start
        return next((each for each in _MONTHS if span / (each * _A_MONTH) <= _MOST_TICKS), _MONTHS[-1])


def _elapsed(local: datetime, step: timedelta) -> Iterator[Tick]:
    at = local.astimezone(UTC)
    while True:
        here = at.astimezone(local.tzinfo)
        yield Tick(at, f"{here:%-d %b}" if not (here.hour or here.minute) else f"{here:%H:%M}")
        at += step


def _days(local: datetime, step: timedelta) -> Iterator[Tick]:
    """Local midnights: what is added to a local time keeps the time of day."""
    while True:
        yield Tick(local.astimezone(UTC), f"{local:%-d %b %Y}")
        local += step


def _months(local: datetime, step: int) -> Iterator[Tick]:
    month = local.year * _A_YEAR + (local.month - 1) // step * step
    while True:
        at = local.replace(year=month // _A_YEAR, month=month % _A_YEAR + 1)
        yield Tick(at.astimezone(UTC), f"{at:%b %Y}")
        month += step


def scale_of(instants: list[datetime], zone: ZoneInfo) -> Scale:
    """A scale that holds all these instants, with some room at both ends."""
    start, end = min(instants), max(instants)
    room = max((end - start) / 60, _SHORTEST)
    return Scale(start - room, end + room, zone)


def written(instant: datetime, zone: ZoneInfo) -> str:
    """An instant as the ward writes it, in the site's time: `2 Mar 2026 08:00`."""
    local = instant.astimezone(zone)
    return f"{local:%-d %b %Y %H:%M:%S}" if local.second else f"{local:%-d %b %Y %H:%M}"
