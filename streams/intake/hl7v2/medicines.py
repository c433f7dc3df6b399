"""Whether a drug is ours."""

from collections.abc import Sequence

from streams.intake.codes.drugs import is_natalizumab, names_natalizumab
from streams.intake.hl7v2.segment import Coding

__all__ = ["is_ours"]


def is_ours(codings: Sequence[Coding]) -> bool:
    """Whether a drug is natalizumab, by a code or by its name."""
    return any(is_natalizumab(each.system, each.code) or names_natalizumab(each.text) for each in codings)
