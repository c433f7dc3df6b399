"""Symptoms of a reaction, and the infusion to which each belongs."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from alerts.chart.chart import Chart
from alerts.chart.infusion import Infusion
from models.findings import Evidence
from models.log import InfusionStarted, ReactionObserved
from models.policy import Policy


class Reaction(NamedTuple):
    """A symptom of the policy's list, and the latest infusion that was started before it, or with it."""

    seen: ReactionObserved
    infusion: Infusion
    start: InfusionStarted
    over: datetime

    @property
    def said(self) -> str:
        """The symptom in words."""
        return f"{self.seen.symptom}, {self.seen.severity}"

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The symptom and the start of the infusion."""
        return (
            Evidence(self.seen.event_id, self.seen.occurred_at, self.said),
            Evidence(self.start.event_id, self.start.occurred_at, "infusion started"),
        )


def reactions(chart: Chart, policy: Policy) -> Iterator[Reaction]:
    """All listed symptoms since the first infusion, in order of time.

    Of infusions started at one instant a symptom belongs to the one that lasted longest.
    """
    listed = [seen for seen in chart.reactions if seen.symptom in policy.reaction.symptoms]
    if not listed:
        return
    given = [
        (infusion.start.occurred_at, infusion.over_at(policy), infusion.name, infusion.start, infusion)
        for infusion in chart.infusions
        if infusion.start is not None
    ]
    given.sort(key=lambda each: each[:3])
    for seen in listed:
        before = [each for each in given if each[0] <= seen.occurred_at]
        if before:
            _, over, _, start, infusion = before[-1]
            yield Reaction(seen, infusion, start, over)
