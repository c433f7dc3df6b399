"""The end of the observation after an infusion is recorded.

Source: Infusion-related risks, Operational specifications.
Begins: an hour and a grace after the stop, if no release is recorded.
Missing data: this is what the rule is about; without a recorded stop it is not judged (`infusion-not-closed` says so).
Ends: when the patient's release is recorded.
Asks for: warning; review.
Policy: infusion.observation, infusion.observation_grace.
"""

from collections.abc import Iterator
from typing import Final

from alerts.chart.chart import Chart
from alerts.chart.parts import Part
from alerts.rule import Rule, authority
from models.findings import Effect, Evidence, Finding, Severity
from models.policy import Policy

NAME: Final = "observation-missed"


def _judge(chart: Chart, policy: Policy) -> Iterator[Finding]:
    for infusion in chart.infusions:
        released = None if infusion.release is None else infusion.release.occurred_at
        if infusion.stop is None or chart.over(NAME, released):
            continue
        observed = policy.after(infusion.stop.occurred_at, policy.infusion.observation)
        limit = policy.after(observed, policy.infusion.observation_grace)
        if released is not None and released <= limit:
            continue
        yield Finding(
            rule=NAME,
            subject=infusion.name,
            severity=Severity.WARNING,
            effect=Effect.REVIEW,
            holds_from=limit,
            holds_until=released,
            summary=f"No end of the observation recorded; {policy.infusion.observation} after an infusion at least",
            action="See how the patient is; record the release.",
            evidence=(Evidence(infusion.stop.event_id, infusion.stop.occurred_at, "infusion stopped"),),
        )


RULE = Rule(
    name=NAME,
    authority=authority("Operational specifications", "observe for 1 hour after the infusion ends"),
    reads=frozenset({Part.INFUSIONS}),
    judge=_judge,
    each=Part.INFUSIONS,
)
