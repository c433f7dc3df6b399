"""The patient is observed for an hour after the infusion ends.

Source: Infusion-related risks, Operational specifications.
Begins: at a release less than an hour after the stop, or at the stop if the release came before it.
Missing data: without a recorded stop it is not judged (`infusion-not-closed` says so), without a recorded release
    neither (`observation-missed`). A release before the stop is no observation at all.
Ends: when it is acknowledged.
Asks for: critical; review: call the patient back.
Policy: infusion.observation.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from alerts.chart.chart import Chart
from alerts.chart.parts import Part
from alerts.infusing import MINUTE
from alerts.rule import Rule, authority
from models.findings import Effect, End, Evidence, Finding, Severity
from models.policy import Policy

NAME: Final = "observation-too-short"


def _judge(chart: Chart, policy: Policy) -> Iterator[Finding]:
    for infusion in chart.infusions:
        stop, release = infusion.stop, infusion.release
        if stop is None or release is None:
            continue
        if release.occurred_at >= policy.after(stop.occurred_at, policy.infusion.observation):
            continue
        observed = max(release.occurred_at - stop.occurred_at, timedelta(0))
        yield Finding(
            rule=NAME,
            subject=infusion.name,
            severity=Severity.CRITICAL,
            effect=Effect.REVIEW,
            holds_from=max(stop.occurred_at, release.occurred_at),
            ends=End.ACKNOWLEDGED,
            summary=f"Released after {observed // MINUTE} min of observation; {policy.infusion.observation} at least",
            action="Call the patient back; observe.",
            evidence=(
                Evidence(release.event_id, release.occurred_at, "patient released"),
                Evidence(stop.event_id, stop.occurred_at, "infusion stopped"),
            ),
        )


RULE = Rule(
    name=NAME,
    authority=authority("Operational specifications", "observe for 1 hour after the infusion ends"),
    reads=frozenset({Part.INFUSIONS}),
    judge=_judge,
    each=Part.INFUSIONS,
)
