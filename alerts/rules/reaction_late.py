"""Reactions come mostly, but not only, within 2 hours of an infusion: a later one is looked at as well.

Source: Infusion-related risks, Allergic reactions.
Begins: at a listed symptom later than that, up to 24 hours after the end.
Missing data: an infusion whose stop is not recorded counts as over some time after its start; a symptom without an
    infusion whose start is known is not judged.
Ends: when it is acknowledged.
Asks for: warning; review.
Policy: reaction.window, reaction.late_window, reaction.symptoms, infusion.close_after.
"""

from collections.abc import Iterator
from typing import Final

from alerts.chart.chart import Chart
from alerts.chart.parts import Part
from alerts.reactions import reactions
from alerts.rule import Rule, authority
from models.findings import Effect, End, Finding, Severity
from models.policy import Policy

NAME: Final = "reaction-late"


def _judge(chart: Chart, policy: Policy) -> Iterator[Finding]:
    for reaction in reactions(chart, policy):
        soon = policy.after(reaction.over, policy.reaction.window)
        last = policy.after(reaction.over, policy.reaction.late_window)
        if not soon < reaction.seen.occurred_at <= last:
            continue
        yield Finding(
            rule=NAME,
            subject=reaction.infusion.name,
            severity=Severity.WARNING,
            effect=Effect.REVIEW,
            holds_from=reaction.seen.occurred_at,
            ends=End.ACKNOWLEDGED,
            summary=f"Late reaction to an infusion: {reaction.said}",
            action="Call the physician: is it a reaction to natalizumab?",
            evidence=reaction.evidence,
        )


RULE = Rule(
    name=NAME,
    authority=authority("Allergic reactions", "reactions come mostly, not only, within 2 h of the infusion"),
    reads=frozenset({Part.INFUSIONS, Part.REACTIONS}),
    judge=_judge,
)
