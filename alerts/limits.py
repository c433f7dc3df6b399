"""Limits: a value beside its limit, and what a comparator leaves open."""

from decimal import Decimal
from enum import Enum
from typing import Final, NamedTuple

from models.analytes import Analyte
from models.log import LabResult
from models.terms import Comparator

LABELS: Final = {
    Analyte.ALT: "ALT",
    Analyte.AST: "AST",
    Analyte.TSH: "TSH",
    Analyte.FREE_T4: "free T4",
    Analyte.NEUTROPHILS: "neutrophils",
    Analyte.LYMPHOCYTES: "lymphocytes",
    Analyte.MONOCYTES: "monocytes",
    Analyte.NATALIZUMAB_LEVEL: "natalizumab level",
    Analyte.NATALIZUMAB_ANTIBODY: "natalizumab antibody",
    Analyte.HCG: "hCG",
}
_MORE: Final = frozenset({Comparator.ABOVE, Comparator.AT_LEAST})


class Verdict(Enum):
    """Whether a value lies beyond a limit; `OPEN`: its comparator leaves that undecided."""

    NO = 0
    OPEN = 1
    YES = 2

    def __bool__(self) -> bool:
        """What cannot be decided counts as yes: the side that is safe for the patient."""
        return self is not Verdict.NO


class Beside(NamedTuple):
    """A value and a limit in one unit; `by_policy`: the limit is the policy's, for the result brought none."""

    value: Decimal
    limit: Decimal
    unit: str
    by_policy: bool

    def __str__(self) -> str:
        """The limit, as evidence names it."""
        return f"{self.limit.normalize():f} {self.unit}{' by policy' if self.by_policy else ''}".replace("  ", " ")


def at_least(value: Decimal, comparator: Comparator | None, limit: Decimal) -> Verdict:
    """Whether the value is the limit or more."""
    if comparator is None:
        return Verdict.YES if value >= limit else Verdict.NO
    if comparator in _MORE:
        return Verdict.YES if value >= limit else Verdict.OPEN
    out_of_reach = value <= limit if comparator is Comparator.BELOW else value < limit
    return Verdict.NO if out_of_reach else Verdict.OPEN


def above(value: Decimal, comparator: Comparator | None, limit: Decimal) -> Verdict:
    """Whether the value is more than the limit."""
    if comparator is None:
        return Verdict.YES if value > limit else Verdict.NO
    if comparator in _MORE:
        beyond = value >= limit if comparator is Comparator.ABOVE else value > limit
        return Verdict.YES if beyond else Verdict.OPEN
    return Verdict.NO if value <= limit else Verdict.OPEN


def below(value: Decimal, comparator: Comparator | None, limit: Decimal) -> Verdict:
    """Whether the value is less than the limit."""
    if comparator is None:
        return Verdict.YES if value < limit else Verdict.NO
    if comparator in _MORE:
        return Verdict.NO if value >= limit else Verdict.OPEN
    beyond = value <= limit if comparator is Comparator.BELOW else value < limit
    return Verdict.YES if beyond else Verdict.OPEN


def written(result: LabResult) -> str:
    """The result as the laboratory wrote it: `ALT > 100 U/L`."""
    words = (LABELS.get(result.analyte, result.analyte.value), result.comparator, result.value, result.unit)
    return " ".join(f"{word:f}" if isinstance(word, Decimal) else word for word in words if word is not None)
