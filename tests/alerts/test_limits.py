"""A value beside its limit, and what a comparator leaves open: what cannot be decided counts as yes, and is said."""

from decimal import Decimal

import pytest

from alerts.limits import Beside, Verdict, above, at_least, below
from models.terms import Comparator

NO, OPEN, YES = Verdict.NO, Verdict.OPEN, Verdict.YES
LIMIT = Decimal(10)


@pytest.mark.parametrize(
    ("said", "verdicts"),
    [
        ("9.99", (NO, NO, YES)),
        ("10", (YES, NO, NO)),
        ("10.01", (YES, YES, NO)),
        ("> 9.99", (OPEN, OPEN, OPEN)),
        ("> 10", (YES, YES, NO)),
        ("> 10.01", (YES, YES, NO)),
        (">= 9.99", (OPEN, OPEN, OPEN)),
        (">= 10", (YES, OPEN, NO)),
        (">= 10.01", (YES, YES, NO)),
        ("< 9.99", (NO, NO, YES)),
        ("< 10", (NO, NO, YES)),
        ("< 10.01", (OPEN, OPEN, OPEN)),
        ("<= 9.99", (NO, NO, YES)),
        ("<= 10", (OPEN, NO, OPEN)),
        ("<= 10.01", (OPEN, OPEN, OPEN)),
    ],
)
def test_at_least_above_and_below_10(said: str, verdicts: tuple[Verdict, ...]) -> None:
    sign, _, number = said.rpartition(" ")
    value, comparator = Decimal(number), Comparator(sign) if sign else None
    assert tuple(judge(value, comparator, LIMIT) for judge in (at_least, above, below)) == verdicts


def test_only_no_is_no() -> None:
    assert [bool(verdict) for verdict in (NO, OPEN, YES)] == [False, True, True]


def test_a_limit_is_named_with_its_unit_and_whose_it_is() -> None:
    assert str(Beside(Decimal(1), Decimal("40.0"), "U/L", by_policy=True)) == "40 U/L by policy"
    assert str(Beside(Decimal(1), Decimal("0.9"), "", by_policy=True)) == "0.9 by policy"
    assert str(Beside(Decimal(1), Decimal(100), "U/L", by_policy=False)) == "100 U/L"
