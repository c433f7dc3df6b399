"""How sentences of the rules are read: `the latest`, `the last`, `a limit that is known`, `due`."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final, TypeVar

from models.log import LabResult
from models.log.base import Event
from models.policy import Policy
from models.units import to_canonical

Said = tuple[str, str, str, str]
"""The rule, the subject, the severity and the effect."""
Kind = TypeVar("Kind", bound=Event)
Graded = tuple[Kind, bool, bool]
"""A fact, whether it is bad, and whether it is only preliminary."""

DAY: Final = timedelta(days=1)
POLICY: Final = Policy()


def months(instant: datetime, count: int) -> datetime:
    """So many months later; a month that is too short gives its last day."""
    year, month = divmod(instant.year * 12 + instant.month - 1 + count, 12)
    return instant.replace(year=year, month=month + 1, day=min(instant.day, monthrange(year, month + 1)[1]))


def latest_bad(facts: Iterable[Graded[Kind]], instant: datetime) -> list[Kind]:
    """The bad facts since the last one that was confirmed and not bad; of several at one instant the worst counts."""
    known = [each for each in facts if each[0].occurred_at <= instant]
    bad: list[Kind] = []
    for at in sorted({fact.occurred_at for fact, _, _ in known}):
        here = [each for each in known if each[0].occurred_at == at]
        worst = [fact for fact, is_bad, _ in here if is_bad]
        if not worst and any(not preliminary for _, _, preliminary in here):
            bad = []
        bad += worst
    return bad


def counted_from(start: datetime, done: Sequence[Sequence[datetime]], instant: datetime) -> datetime:
    """The later of the therapy's start and the last time: of several things the earliest of their latest times."""
    latest = [max((at for at in times if at <= instant), default=None) for times in done]
    known = [at for at in latest if at is not None]
    return max(start, min(known)) if len(known) == len(latest) else start


def overdue(rule: str, severity: str, due: datetime, instant: datetime) -> Iterator[Said]:
    """A notice from 14 days before the due date, then what the table says."""
    if instant >= due:
        yield rule, "patient", severity, "schedule"
    elif instant >= due - 14 * DAY:
        yield rule, "patient", "info", "schedule"


def open_answer(result: LabResult) -> bool:
    """Whether a test said neither positive nor negative."""
    return result.finding not in {"positive", "negative"}


def has_limit(result: LabResult, side: str) -> bool:
    """Whether anybody names that limit."""
    own = result.reference_high if side == "upper" else result.reference_low
    return beside(result, own, side)[1] is not None


def beside(result: LabResult, own: Decimal | None, side: str) -> tuple[Decimal, Decimal | None]:
    """A value and its limit in one unit: the result's own, else the policy's."""
    value = result.value or Decimal(0)
    by_policy = POLICY.limits.get(result.analyte)
    site = None if by_policy is None else by_policy.upper if side == "upper" else by_policy.lower
    if own is not None or site is None or by_policy is None:
        return value, own
    return to_canonical(result.analyte, value, result.unit), to_canonical(result.analyte, site, by_policy.unit)


def outside(results: Iterable[LabResult], *, low_matters: bool) -> Iterator[Graded[LabResult]]:
    """Results beside the limits that are known; what a comparator leaves open counts as outside."""
    for result in results:
        high_value, high = beside(result, result.reference_high, "upper")
        low_value, low = beside(result, result.reference_low, "lower") if low_matters else (Decimal(0), None)
        up, down = result.comparator in {">", ">="}, result.comparator in {"<", "<="}
        if high is not None or low is not None:
            above = high is not None and (up or high_value > high)
            below = low is not None and (down or low_value < low)
            yield result, above or below, result.preliminary
