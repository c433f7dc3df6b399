"""When the patient was, is and will be on therapy."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from alerts.chart.dose import Dose
from alerts.chart.infusion import Infusion
from models.log import TherapyDiscontinued, TherapyStarted
from models.policy import Policy

_DISCONTINUED: Final = 0
_INFUSED: Final = 1
_BEGUN: Final = 2


@dataclass(frozen=True, slots=True)
class Therapy:
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
    current: Therapy | None = None
    for at, step in steps:
        if current is not None and (at > current.end or (at == current.end and step == _BEGUN)):
            yield current
            current = None
        if step == _DISCONTINUED:
            if current is not None and current.start < at:
                yield replace(current, end=at, lapsed=False)
            current = None
        elif current is None:
            current = Therapy(at, policy.after(at, policy.therapy.lapse), lapsed=True)
        elif step == _INFUSED:
            current = replace(current, end=policy.after(at, policy.therapy.lapse))
    if current is not None:
        yield current
