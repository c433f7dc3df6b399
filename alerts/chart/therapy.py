"""When the patient was, is and will be on therapy."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

import msgspec

from alerts.chart.dose import Dose
from alerts.chart.infusion import Infusion
from models.log import TherapyDiscontinued, TherapyStarted
from models.policy import Policy

_CALENDAR: Final = timedelta(days=4)
"""By how much a period can be shorter than its nominal length, at the most, and something more."""
_DISCONTINUED: Final = 0
_INFUSED: Final = 1
_BEGUN: Final = 2


class Therapy(msgspec.Struct, frozen=True, gc=False):
    """A therapy holds from `start` up to, not including, `end`; `lapsed`: it ends because no infusion came."""

    start: datetime
    end: datetime
    lapsed: bool


def therapies_of(
    markers: Iterable[TherapyStarted | TherapyDiscontinued],
    doses: Iterable[Dose],
    infusions: Iterable[Infusion],
    policy: Policy,
) -> tuple[Therapy, ...]:
    """All therapies, in order of time. A dose that was discarded unused begins none.

    Of what happens at one instant a discontinuation comes first: whoever is treated is watched. An infusion comes
    before other beginnings: at the very lapse it is in time, and the therapy goes on.
    """
    given = tuple(infusions)
    used = {infusion.preparation_id for infusion in given if infusion.start is not None}
    steps = [
        (marker.occurred_at, _BEGUN if isinstance(marker, TherapyStarted) else _DISCONTINUED) for marker in markers
    ]
    steps += [
        (dose.prepared.occurred_at, _BEGUN)
        for dose in doses
        if dose.prepared is not None and (dose.discarded is None or dose.name in used)
    ]
    steps += [(infusion.start.occurred_at, _INFUSED) for infusion in given if infusion.start is not None]
    return tuple(_fold(sorted(steps), policy))


def _fold(steps: list[tuple[datetime, int]], policy: Policy) -> Iterable[Therapy]:
    start = last = None
    for at, step in steps:
        if start is not None and last is not None and _lapsed(last, at, step, policy):
            yield Therapy(start, policy.after(last, policy.therapy.lapse), lapsed=True)
            start = None
        if step == _DISCONTINUED:
            if start is not None and start < at:
                yield Therapy(start, at, lapsed=False)
            start = None
        elif start is None:
            start = last = at
        elif step == _INFUSED:
            last = at
    if start is not None and last is not None:
        yield Therapy(start, policy.after(last, policy.therapy.lapse), lapsed=True)


def _lapsed(last: datetime, at: datetime, step: int, policy: Policy) -> bool:
    """Whether a therapy in which the last infusion, or the start, was `last` had lapsed when something was done."""
    if at - last < policy.therapy.lapse.nominal - _CALENDAR:
        return False
    end = policy.after(last, policy.therapy.lapse)
    return at > end or (at == end and step == _BEGUN)


def with_start(
    therapies: tuple[Therapy, ...],
    at: datetime,
    markers: Iterable[TherapyStarted | TherapyDiscontinued],
    policy: Policy,
    *,
    infused: bool,
) -> tuple[Therapy, ...] | None:
    """The therapies with one more infusion or dose; None where more may change than that the last one is prolonged.

    It is so where the last therapy does not hold then, or would be prolonged beyond something else that was said; and
    where an infusion at its very start may be in time for the one before.
    """
    if not therapies or not therapies[-1].start <= at < therapies[-1].end:
        return None
    last = therapies[-1]
    if infused and at == last.start and len(therapies) > 1:
        return None
    if not infused or not last.lapsed:
        return therapies
    end = max(last.end, policy.after(at, policy.therapy.lapse))
    if any(last.end <= marker.occurred_at <= end for marker in markers):
        return None
    return (*therapies[:-1], Therapy(last.start, end, lapsed=True))


def prolonged_from(before: tuple[Therapy, ...], after: tuple[Therapy, ...]) -> datetime | None:
    """Up to when the last therapy held before, if all that changed is that it holds longer; else None."""
    if len(before) != len(after) or not after or before[:-1] != after[:-1]:
        return None
    was, now = before[-1], after[-1]
    return was.end if was.start == now.start and was.lapsed and now.lapsed and was.end < now.end else None
