"""Reference ranges, as people write them."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from models.analytes import Analyte
from streams.intake.thousands import may_separate_thousands

__all__ = ["LONGEST_RANGE", "NO_RANGE", "Range", "range_of"]

_BOUND: Final = r"([0-9]+(?:[.,][0-9]+)?|\.[0-9]+)"
_BETWEEN: Final = re.compile(rf"{_BOUND} ?(?:-|_|–|—|\.\.|to|bis|à) ?{_BOUND}", re.IGNORECASE)
_BELOW: Final = re.compile(rf"(?:<=|=<|<|≤|up to|bis) ?{_BOUND}", re.IGNORECASE)
_ABOVE: Final = re.compile(rf"(?:>=|=>|>|≥) ?{_BOUND}")
_OR_EQUAL: Final = re.compile(r"(?<=[<>]) ?or ?=", re.IGNORECASE)
_DECIMAL_COMMA: Final = re.compile(r"0,[0-9]+|[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})")
LONGEST_RANGE: Final = 60
"""The longest text that may say a range."""


class Range(NamedTuple):
    """A reference range; None is an end that was not given. `below`: the upper end itself is outside."""

    low: Decimal | None = None
    high: Decimal | None = None
    below: bool = False


NO_RANGE: Final = Range()


def range_of(text: str, unit: str, analyte: Analyte) -> Range:
    """The range that a text says: `7-56`, `<40`, `>= 60`, `70_105`, `13 to 18`, `(0-45)`, with its unit or without.

    A text that says no such thing, or that can be read in two ways, gives no range: the rules then use the site's
    limits, and say so.
    """
    return _range(text, unit if len(unit) <= LONGEST_RANGE else "", analyte)


@lru_cache(maxsize=4096)
def _range(text: str, unit: str, analyte: Analyte) -> Range:
    plain = _OR_EQUAL.sub("=", " ".join(text.split())).strip("()[] ")
    if unit:
        plain = plain.removesuffix(unit).rstrip("([ ")
    if match := _BETWEEN.fullmatch(plain):
        low, high = (_bound(part, unit, analyte) for part in match.groups())
        return Range(low, high) if low is not None and high is not None and low <= high and high > 0 else NO_RANGE
    if match := _BELOW.fullmatch(plain):
        high = _bound(match[1], unit, analyte)
        return Range(high=high, below=plain[0] == "<" and plain[1] != "=") if high else NO_RANGE
    if match := _ABOVE.fullmatch(plain):
        return Range(low=_bound(match[1], unit, analyte))
    return NO_RANGE


def _bound(text: str, unit: str, analyte: Analyte) -> Decimal | None:
    if "," in text:
        if not _DECIMAL_COMMA.fullmatch(text):
            return None
        text = text.replace(",", ".")
    return None if may_separate_thousands(text, unit, analyte) else Decimal(text)
