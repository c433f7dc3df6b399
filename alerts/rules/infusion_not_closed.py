"""Every infusion that was started is recorded as stopped: what follows, the observation too, counts from the stop.

Source: a rule of our own, without which the observation of Operational specifications could not be watched.
Begins: so long after the start, if no stop is recorded.
Missing data: this is what the rule is about; an infusion whose start is not known is not judged.
Ends: when a stop is recorded.
Asks for: warning; review.
Policy: infusion.close_after.
"""

from collections.abc import Iterator
from typing import Final

from alerts.chart.chart import Chart
from alerts.chart.parts import Part
from alerts.rule import Rule
from models.findings import Effect, Evidence, Finding, Severity
from models.policy import Policy

NAME: Final = "infusion-not-closed"


def _judge(chart: Chart, policy: Policy) -> Iterator[Finding]:
    for infusion in chart.infusions:
        if infusion.start is None or chart.over(NAME, infusion.stopped_at):
            continue
        limit = policy.after(infusion.start.occurred_at, policy.infusion.close_after)
        if infusion.stopped_at is not None and infusion.stopped_at <= limit:
            continue
        yield Finding(
            rule=NAME,
            subject=infusion.name,
            severity=Severity.WARNING,
            effect=Effect.REVIEW,
            holds_from=limit,
            holds_until=infusion.stopped_at,
            summary=f"No stop of an infusion recorded within {policy.infusion.close_after} of its start",
            action="See whether it still runs; record when it stopped.",
            evidence=(Evidence(infusion.start.event_id, infusion.start.occurred_at, "infusion started"),),
        )


RULE = Rule(
    name=NAME,
    authority="natwatch, infusion: the observation after an infusion counts from its stop, so that must be known",
    reads=frozenset({Part.INFUSIONS}),
    judge=_judge,
    each=Part.INFUSIONS,
)
