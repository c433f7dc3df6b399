"""Durations as people write them: ``8 h``, ``42 days``, ``3 months``."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, Self

_WRITTEN: Final = re.compile(r"([0-9]{1,9}) ?([a-z]+)")
_MINUTES: Final = {"min": 1, "minute": 1, "minutes": 1, "h": 60, "hour": 60, "hours": 60}
_DAYS: Final = {"day": 1, "days": 1, "week": 7, "weeks": 7}
_MONTHS: Final = {"month": 1, "months": 1, "year": 12, "years": 12}
_LONGEST: Final = {"minutes": 100 * 366 * 24 * 60, "days": 100 * 366, "months": 100 * 12}
_HOUR: Final = 60
_YEAR: Final = 12
_FOUR_WEEKS: Final = 28
_NOMINAL_MONTH: Final = timedelta(days=30)
_NOMINAL_YEAR: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time of one kind: elapsed minutes, or calendar days, or calendar months.

    Two periods that mean the same are equal and read the same: ``480 min`` is ``8 h``, ``12 months`` is ``1 year``.
    ``24 h`` and ``1 day`` are different: one is elapsed, the other ends at the same local time on the next day.

    Attributes:
        nominal: The length where only a length counts: exact for hours and minutes, 24 h a day, 30 days a month.
    """

    minutes: int = 0
    days: int = 0
    months: int = 0
    nominal: timedelta = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        years, months = divmod(self.months, _YEAR)
        length = timedelta(days=self.days, minutes=self.minutes) + years * _NOMINAL_YEAR + months * _NOMINAL_MONTH
        object.__setattr__(self, "nominal", length)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a whole number and a unit.

        Raises:
            ValueError: with a sentence that says what to write instead.
        """
        match = _WRITTEN.fullmatch(text.strip())
        if match is None:
            raise ValueError(
                f"{text!r} is no duration; write a whole number and one unit, such as "
                '"8 h", "30 min", "42 days", "12 weeks", "3 months" or "1 year"'
            )
        count, unit = int(match[1]), match[2]
        for kind, units in (("minutes", _MINUTES), ("days", _DAYS), ("months", _MONTHS)):
            if unit in units:
                length = count * units[unit]
                if length > _LONGEST[kind]:
                    raise ValueError(f"{text!r} is longer than 100 years")
                return cls(**{kind: length})
        raise ValueError(f"{unit!r} is no unit of time; use min, h, days, weeks, months or years")

    def __bool__(self) -> bool:
        return bool(self.minutes or self.days or self.months)

    def __str__(self) -> str:
        if self.months:
            years, rest = divmod(self.months, _YEAR)
            return _counted(self.months, "month") if rest else _counted(years, "year")
        if self.days:
            weeks, rest = divmod(self.days, 7)
            return _counted(self.days, "day") if self.days % _FOUR_WEEKS else _counted(weeks, "week")
        hours, rest = divmod(self.minutes, _HOUR)
        return f"{self.minutes} min" if rest else f"{hours} h"


def _counted(count: int, unit: str) -> str:
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
