"""A therapy that nobody ended, and of which no infusion came, is looked at.

Source: a rule of our own: what is watched only on therapy is no longer watched.
Begins: 180 days after the later of the therapy's start and the start of the last infusion.
Missing data: an infusion that was not reported looks like a lapse; that is why it is said.
Ends: when the next therapy starts, or the therapy is discontinued.
Asks for: info; review.
Policy: therapy.lapse.
"""

from collections.abc import Iterator
from typing import Final

from alerts.chart.chart import Chart
from alerts.chart.parts import Part
from alerts.intervals import earliest
from alerts.rule import Rule
from models.findings import PATIENT, Effect, Finding, Severity
from models.log import TherapyDiscontinued
from models.policy import Policy

NAME: Final = "therapy-lapsed"


def _judge(chart: Chart, policy: Policy) -> Iterator[Finding]:
    discontinued = [mark.occurred_at for mark in chart.markers if isinstance(mark, TherapyDiscontinued)]
    for therapy in chart.therapies:
        if therapy.lapsed:
            resumed = (each.start for each in chart.therapies if each.start >= therapy.end)
            yield Finding(
                rule=NAME,
                subject=PATIENT,
                severity=Severity.INFO,
                effect=Effect.REVIEW,
                holds_from=therapy.end,
                holds_until=earliest(*resumed, *(at for at in discontinued if at >= therapy.end)),
                summary=f"No infusion for {policy.therapy.lapse}: the therapy counts as lapsed",
                action="Say whether the therapy goes on; its schedules are no longer watched.",
                evidence=(),
            )


RULE = Rule(
    name=NAME,
    authority="natwatch, therapy: a therapy without infusions is no longer watched as one",
    reads=frozenset({Part.THERAPIES, Part.MARKERS}),
    judge=_judge,
)
