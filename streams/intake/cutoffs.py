"""What a number says where the laboratory gives neither a range nor a word to it, and laboratories do not differ."""

from decimal import Decimal
from typing import Final

from models.analytes import Analyte
from models.units import is_known, to_canonical
from streams.intake.codes.findings import Finding

__all__ = ["unmistakable"]

_HCG_NEGATIVE: Final = Decimal(5)
"""In mIU/mL: what is below is a negative pregnancy test to every laboratory."""
_HCG_POSITIVE: Final = Decimal(25)
"""In mIU/mL: from here on a pregnancy test is positive to every laboratory."""


def unmistakable(analyte: Analyte, number: Decimal, comparator: str | None, unit: str) -> Finding | None:
    """The finding that a number of hCG is beyond doubt; None where it is in doubt, or of anything else."""
    if analyte is not Analyte.HCG or not is_known(analyte, unit):
        return None
    value = to_canonical(analyte, number, unit)
    if value >= _HCG_POSITIVE and comparator in (None, ">", ">="):
        return "positive"
    below = value <= _HCG_NEGATIVE if comparator == "<" else value < _HCG_NEGATIVE
    return "negative" if below and comparator in (None, "<", "<=") else None
