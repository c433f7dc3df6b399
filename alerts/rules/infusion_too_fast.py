"""An infusion takes an hour at least; one that is set to take less is caught while it can still be slowed.

Source: Infusion-related risks, Operational specifications.
Begins: at the start, or a change of rate, from which on the projected running time is too short.
Missing data: while no rate is known nothing is projected. A volume that the infusion does not name is that of its dose,
    else the policy's. Routes that are no infusion are left to `prohibited-route`.
Ends: with a rate at which it takes long enough, or when the infusion is over. A pause ends nothing.
Asks for: critical; stop the infusion, or slow it.
Policy: infusion.minimum_duration, infusion.routes, infusion.close_after, preparation.diluent_volume_ml,
    preparation.dose_mg, preparation.concentration_mg_per_ml.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from alerts.chart.chart import Chart
from alerts.chart.dose import MICROSECOND
from alerts.chart.infusion import Infusion
from alerts.chart.parts import Part
from alerts.chart.pump import Projection, Pump, course_of, volume_of
from alerts.infusing import MINUTE
from alerts.rule import Rule, authority
from models.findings import Effect, Evidence, Finding, Severity
from models.policy import Policy

NAME: Final = "infusion-too-fast"


def _judge(chart: Chart, policy: Policy) -> Iterator[Finding]:
    for infusion in chart.infusions:
        if infusion.start is None or infusion.start.route not in policy.infusion.routes:
            continue
        over = infusion.over_at(policy)
        if chart.over(NAME, over):
            continue
        volume = volume_of(infusion, chart.doses.get(infusion.preparation_id or ""), policy)
        for fast, until in _stretches(course_of(infusion, volume, over), over, policy):
            yield _finding(infusion, fast, until, policy)


def _stretches(course: Iterable[Pump], over: datetime, policy: Policy) -> Iterator[tuple[list[Projection], datetime]]:
    """Each time that rates were too high: what was projected then, and until when."""
    shortest = policy.infusion.minimum_duration.nominal // MICROSECOND
    fast: list[Projection] = []
    for projection in (pump.projection for pump in course):
        if projection is None:
            continue
        if projection.takes < shortest:
            fast.append(projection)
        elif fast:
            yield fast, projection.at
            fast = []
    if fast:
        yield fast, over


def _finding(infusion: Infusion, fast: list[Projection], until: datetime, policy: Policy) -> Finding:
    first, last = fast[0], fast[-1]
    return Finding(
        rule=NAME,
        subject=infusion.name,
        severity=Severity.CRITICAL,
        effect=Effect.STOP_INFUSION,
        holds_from=first.at,
        holds_until=until,
        summary=f"Infusion too fast: {_said(last)}; {policy.infusion.minimum_duration} at least",
        action="Slow the infusion, or stop it; watch the patient.",
        evidence=tuple(
            Evidence(each.setting.event.event_id, each.setting.event.occurred_at, _said(each))
            for each in (fast if first is last else (first, last))
        ),
    )


def _said(projection: Projection) -> str:
    minutes = int(projection.takes) * MICROSECOND // MINUTE
    return f"at {projection.setting.rate:f} mL/h it takes {minutes} min"


RULE = Rule(
    name=NAME,
    authority=authority("Operational specifications", "an infusion takes 1 hour at least"),
    reads=frozenset({Part.INFUSIONS, Part.DOSES}),
    judge=_judge,
    each=Part.INFUSIONS,
)
