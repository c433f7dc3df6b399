"""Whether a drug is ours."""

from collections.abc import Sequence
from typing import NamedTuple

from streams.intake.codes.drugs import is_natalizumab, names_natalizumab
from streams.intake.hl7v2.segment import Segment
from streams.intake.hl7v2.syntax import Coding, Remembered, Syntax

__all__ = ["Drug", "drug_in", "is_ours"]


class Drug(NamedTuple):
    """A drug as a field names it.

    Attributes:
        codings: its code, and its alternates.
        is_ours: whether it is natalizumab, by a code or by its name.
    """

    codings: tuple[Coding, ...]
    is_ours: bool


def drug_in(segment: Segment, number: int) -> Drug:
    """The drug that the first repetition of a field names."""
    return _drug(segment.raw(number), segment.syntax)


def is_ours(codings: Sequence[Coding]) -> bool:
    """Whether a drug is natalizumab, by a code or by its name."""
    return any(is_natalizumab(each.system, each.code) or names_natalizumab(each.text) for each in codings)


@Remembered
def _drug(field: str, syntax: Syntax) -> Drug:
    codings = syntax.codings(syntax.first_repetition(field))
    return Drug(codings, is_ours(codings))
