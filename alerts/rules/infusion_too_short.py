"""An infusion takes an hour at least; one that ran for less has to be looked at.

Source: Infusion-related risks, Operational specifications.
Begins: at the stop, if it was completed in less, pauses not counted, or the volume shows that it ran too fast.
Missing data: an infusion whose start or stop is not known is not judged. One that was stopped before all had run is
    judged by the volume that had; where that is not recorded it is not judged. A pause that nobody ended lasts to the
    stop. Routes that are no infusion are left to `prohibited-route`.
Ends: when it is acknowledged.
Asks for: warning; review.
Policy: infusion.minimum_duration, infusion.routes, preparation.diluent_volume_ml, preparation.dose_mg,
    preparation.concentration_mg_per_ml.
"""

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from typing import Final

from alerts.chart.chart import Chart
from alerts.chart.dose import MICROSECOND
from alerts.chart.parts import Part
from alerts.chart.pump import running_time, volume_of
from alerts.infusing import MINUTE
from alerts.rule import Rule, authority
from models.findings import Effect, End, Evidence, Finding, Severity
from models.log import InfusionStopped
from models.policy import Policy
from models.terms import StopReason

NAME: Final = "infusion-too-short"


def _judge(chart: Chart, policy: Policy) -> Iterator[Finding]:
    shortest = policy.infusion.minimum_duration.nominal
    for infusion in chart.infusions:
        start, stop = infusion.start, infusion.stop
        if start is None or stop is None or start.route not in policy.infusion.routes:
            continue
        ran = running_time(infusion, stop.occurred_at)
        if ran >= shortest:
            continue
        volume = volume_of(infusion, chart.doses.get(infusion.preparation_id or ""), policy)
        if not _counts(stop, ran, volume, shortest):
            continue
        said = f"{ran // MINUTE} min of running time"
        yield Finding(
            rule=NAME,
            subject=infusion.name,
            severity=Severity.WARNING,
            effect=Effect.REVIEW,
            holds_from=stop.occurred_at,
            ends=End.ACKNOWLEDGED,
            summary=f"Infused too fast: {said}{_given(stop)}; {policy.infusion.minimum_duration} at least",
            action="Call the physician; watch the patient.",
            evidence=(
                Evidence(stop.event_id, stop.occurred_at, f"{stop.reason} after {said}"),
                Evidence(start.event_id, start.occurred_at, "infusion started"),
            ),
        )


def _counts(stop: InfusionStopped, ran: timedelta, volume: Fraction, shortest: timedelta) -> bool:
    """Whether all had run, or what had did so at a higher mean rate than all of it may."""
    if stop.reason is StopReason.COMPLETED:
        return True
    if stop.volume_infused_ml is None:
        return False
    return Fraction(stop.volume_infused_ml) * (shortest // MICROSECOND) > volume * (ran // MICROSECOND)


def _given(stop: InfusionStopped) -> str:
    return "" if stop.volume_infused_ml is None else f" for {stop.volume_infused_ml:f} mL"


RULE = Rule(
    name=NAME,
    authority=authority("Operational specifications", "an infusion takes 1 hour at least"),
    reads=frozenset({Part.INFUSIONS, Part.DOSES}),
    judge=_judge,
    each=Part.INFUSIONS,
)
