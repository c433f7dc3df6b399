"""A reaction during an infusion or soon after it: the infusion is stopped, the patient treated, the therapy on hold.

Source: Infusion-related risks, Allergic reactions.
Begins: at a listed symptom from the start of an infusion to 2 hours after its end. A severe one, or anaphylaxis, is a
    higher grade.
Missing data: an infusion whose stop is not recorded counts as over some time after its start; a symptom without an
    infusion whose start is known is not judged.
Ends: when a physician has evaluated it and clears the hold. Each symptom counts for itself: one that the physician
    could not know goes on.
Asks for: critical; stop the infusion while it runs, then hold the therapy.
Policy: reaction.window, reaction.symptoms, infusion.close_after.
"""

from collections.abc import Iterator
from typing import Final

from alerts.chart.chart import Chart
from alerts.chart.parts import Part
from alerts.clearance import cleared_at
from alerts.infusing import while_running
from alerts.reactions import Reaction, reactions
from alerts.rule import Rule, authority
from models.findings import Effect, Finding, Severity
from models.policy import Policy
from models.terms import ReactionSeverity, Symptom

NAME: Final = "hypersensitivity"


def _judge(chart: Chart, policy: Policy) -> Iterator[Finding]:
    for reaction in reactions(chart, policy):
        if reaction.seen.occurred_at <= policy.after(reaction.over, policy.reaction.window):
            yield from while_running(reaction.infusion, policy, _finding(reaction, chart))


def _finding(reaction: Reaction, chart: Chart) -> Finding:
    seen = reaction.seen
    grave = seen.severity is ReactionSeverity.SEVERE or seen.symptom is Symptom.ANAPHYLAXIS
    return Finding(
        rule=NAME,
        subject=reaction.infusion.name,
        severity=Severity.CRITICAL,
        grade=int(grave),
        effect=Effect.HOLD_THERAPY,
        holds_from=seen.occurred_at,
        holds_until=cleared_at(chart, NAME, reaction.infusion.name, seen),
        summary=f"Reaction to the infusion: {reaction.said}",
        action="Treat the reaction; give no more before a physician has evaluated it.",
        evidence=reaction.evidence,
    )


RULE = Rule(
    name=NAME,
    authority=authority("Allergic reactions", "urticaria, hypotension or dyspnoea within 2 h: stop and treat"),
    reads=frozenset({Part.INFUSIONS, Part.REACTIONS, Part.CLEARANCES}),
    judge=_judge,
)
