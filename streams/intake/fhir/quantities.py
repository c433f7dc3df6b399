"""Amounts in the units of an infusion: mg, mL, mL/h. A unit that is none of these says nothing here."""

import re
from collections.abc import Mapping
from decimal import Context, Decimal
from typing import Final

from models.events.fields import MOST_DIGITS, NUMERAL
from models.rejections import Reason, Rejected
from streams.intake.fhir.elements import Quantity, Ratio

UCUM: Final = "http://unitsofmeasure.org"
_NUMERAL: Final = re.compile(NUMERAL)
_exactly: Final = Context(prec=34)

_ML: Final = {"mL": Decimal(1), "ml": Decimal(1), "L": Decimal(1000), "l": Decimal(1000)}
_MG: Final = {"mg": Decimal(1), "g": Decimal(1000)}
_AN_HOUR: Final = {"h": Decimal(1), "hr": Decimal(1), "min": Decimal(60), "s": Decimal(3600)}
_ML_PER_H: Final = {f"{volume}/{time}": ml * times for volume, ml in _ML.items() for time, times in _AN_HOUR.items()}


def unit_of(quantity: Quantity) -> str:
    """The unit: the UCUM code before the words; a code of another system only when there are no words."""
    if quantity.code and quantity.system == UCUM:
        return quantity.code
    return quantity.unit or quantity.code


def ml(quantity: Quantity | None, place: str) -> Decimal | None:
    """A volume in mL, or None when it is none.

    Raises:
        Rejected: its number is none.
    """
    return _in(_ML, quantity, place)


def mg(quantity: Quantity | None, place: str) -> Decimal | None:
    """A mass in mg, or None when it is none.

    Raises:
        Rejected: its number is none.
    """
    return _in(_MG, quantity, place)


def ml_per_h(quantity: Quantity | None, ratio: Ratio | None, place: str) -> Decimal | None:
    """A rate in mL/h, or None when it is none: one in minutes is a duration, one in mg/h needs a concentration.

    Args:
        quantity: `rateQuantity`.
        ratio: `rateRatio`.
        place: the element in which both stand.

    Raises:
        Rejected: a number of it is none.
    """
    if quantity is not None:
        return _in(_ML_PER_H, quantity, f"{place}.rateQuantity")
    if ratio is None or ratio.denominator is None:
        return None
    volume = ml(ratio.numerator, f"{place}.rateRatio.numerator")
    below = f"{place}.rateRatio.denominator"
    time = _number(ratio.denominator, below)
    times = _AN_HOUR.get(unit_of(ratio.denominator))
    if volume is None or not time or times is None:
        return None
    return _exactly.divide(_exactly.multiply(volume, times), _exact(time, ratio.denominator, below))


def _in(units: Mapping[str, Decimal], quantity: Quantity | None, place: str) -> Decimal | None:
    if quantity is None:
        return None
    value, factor = _number(quantity, place), units.get(unit_of(quantity))
    return None if value is None or factor is None else _exactly.multiply(_exact(value, quantity, place), factor)


def _number(quantity: Quantity, place: str) -> Decimal | None:
    value = quantity.value
    if value is None:
        return None
    text = str(value)
    if isinstance(value, bool) or len(text) > MOST_DIGITS or _NUMERAL.fullmatch(text) is None:
        raise Rejected(Reason.BAD_NUMBER, f"{place}.value")
    return Decimal(text)


def _exact(value: Decimal, quantity: Quantity, place: str) -> Decimal:
    if quantity.comparator is not None:
        raise Rejected(Reason.BAD_NUMBER, f"{place}.value")
    return value
