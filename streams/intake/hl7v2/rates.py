"""Volumes and rates of infusions, and masses of doses."""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Final

from streams.intake.codes.drugs import CONCENTRATE_MG_PER_ML

__all__ = ["concentrate_milligrams", "milligrams", "millilitres", "rate_per_hour", "rate_written"]

_NUMBER: Final = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")
_WRITTEN: Final = re.compile(r"([0-9.]{1,20}) ?([A-Za-z]{1,3}/[A-Za-z]{1,4})")
_LONGEST_WRITTEN: Final = 32
"""No text that says a rate is longer."""
_VOLUMES: Final[Mapping[str, Decimal]] = {"ml": Decimal(1), "mls": Decimal(1), "l": Decimal(1000)}
_MASSES: Final[Mapping[str, Decimal]] = {"mg": Decimal(1), "g": Decimal(1000)}
_RATES: Final[Mapping[str, Decimal]] = {
    **dict.fromkeys(("ml/h", "ml/hr", "ml/hour", "mls/hr", "mls/hour"), Decimal(1)),
    "ml/min": Decimal(60),
    **dict.fromkeys(("l/h", "l/hr"), Decimal(1000)),
}


def milligrams(amount: str, unit: str) -> Decimal | None:
    """A mass in mg, or None where the unit is none of mass or the amount no number."""
    return _converted(amount, _MASSES.get(unit.casefold()))


def concentrate_milligrams(amount: str, unit: str) -> Decimal | None:
    """The mass in mg of an amount of natalizumab's concentrate, given as a mass or a volume, or None."""
    volume = millilitres(amount, unit)
    return milligrams(amount, unit) if volume is None else volume * CONCENTRATE_MG_PER_ML


def millilitres(amount: str, unit: str) -> Decimal | None:
    """A volume in mL, or None where the unit is none of volume or the amount no number."""
    return _converted(amount, _VOLUMES.get(unit.casefold()))


def rate_per_hour(amount: str, unit: str) -> Decimal | None:
    """A rate in mL/h, or None where the unit is none of volume over time or the amount no number."""
    return _converted(amount, _RATES.get(unit.casefold()))


def rate_written(text: str) -> Decimal | None:
    """A rate in mL/h that is written as one text, `115 mL/h`."""
    return _rate_written(text) if len(text) <= _LONGEST_WRITTEN else None


@lru_cache(maxsize=1024)
def _rate_written(text: str) -> Decimal | None:
    match = _WRITTEN.fullmatch(text)
    return rate_per_hour(match[1], match[2]) if match else None


def _converted(amount: str, factor: Decimal | None) -> Decimal | None:
    return Decimal(amount) * factor if factor is not None and _NUMBER.fullmatch(amount) else None
