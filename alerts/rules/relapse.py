"""The frequency of relapses is watched: each is shown for a while, and presses if it is not the first within a year.

Source: Imaging and clinical symptom tracking, Neurological function.
Begins: on therapy, with the relapse.
Missing data: a relapse that was not reported is not counted; two reports of one instant are one relapse.
Ends: 90 days after the relapse, or with the therapy.
Asks for: warning, critical if another began within the year before; review.
Policy: relapse.shown, relapse.again_within.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from alerts.chart.chart import Chart
from alerts.chart.parts import Part
from alerts.intervals import earliest
from alerts.rule import Rule, authority
from models.findings import PATIENT, Effect, Evidence, Finding, Severity
from models.log import RelapseReported
from models.policy import Policy

NAME: Final = "relapse"


def _judge(chart: Chart, policy: Policy) -> Iterator[Finding]:
    relapses = [next(same) for _, same in groupby(chart.relapses, key=lambda relapse: relapse.occurred_at)]
    for before, relapse, after in zip((None, *relapses), relapses, (*relapses[1:], None), strict=False):
        yield _finding(before, relapse, after, policy)


def _finding(
    before: RelapseReported | None, relapse: RelapseReported, after: RelapseReported | None, policy: Policy
) -> Finding:
    shown_until = policy.after(relapse.occurred_at, policy.relapse.shown)
    since = policy.before(relapse.occurred_at, policy.relapse.again_within)
    again = before is not None and before.occurred_at >= since
    counted = (before, relapse) if before is not None and again else (relapse,)
    return Finding(
        rule=NAME,
        subject=PATIENT,
        severity=Severity.CRITICAL if again else Severity.WARNING,
        effect=Effect.REVIEW,
        holds_from=relapse.occurred_at,
        holds_until=earliest(shown_until, None if after is None else after.occurred_at),
        summary=f"Another relapse within {policy.relapse.again_within}" if again else "Relapse during therapy",
        action="See the patient; review the effect of the therapy.",
        evidence=tuple(Evidence(each.event_id, each.occurred_at, "a relapse began") for each in counted),
    )


RULE = Rule(
    name=NAME,
    authority=authority("Neurological function", "frequency of relapses"),
    reads=frozenset({Part.RELAPSES, Part.THERAPIES}),
    judge=_judge,
    on_therapy=True,
)
