"""In pregnancy the necessity of natalizumab is evaluated.

Source: High-risk populations, Pregnancy.
Begins: on therapy, at the onset, or at the collection of a positive hCG.
Missing data: an onset without an end goes on. An indeterminate hCG says nothing; a preliminary one opens, and ends
    nothing.
Ends: when it is resolved (for a positive hCG: a later negative one), or a physician has evaluated it.
Asks for: warning; hold the therapy.
"""

from collections.abc import Iterator
from typing import Final

from alerts.chart.chart import Chart
from alerts.chart.parts import Part
from alerts.clearance import cleared_at
from alerts.conditions import Holding, holding_conditions
from alerts.episodes import Observed, episodes
from alerts.rule import Rule, authority
from models.analytes import Analyte
from models.findings import Effect, Evidence, Finding, Severity
from models.policy import Policy
from models.terms import ConditionKind
from models.terms import Finding as Answer

_HOLDING: Final = Holding(
    rule="pregnancy",
    kind=ConditionKind.PREGNANCY,
    severity=Severity.WARNING,
    summary="Pregnancy during therapy",
    action="Hold natalizumab; evaluate its necessity.",
)


def _judge(chart: Chart, _policy: Policy) -> Iterator[Finding]:
    yield from holding_conditions(_HOLDING, chart)
    observed = [
        Observed(each.result, int(each.result.finding is Answer.POSITIVE), each.preliminary)
        for each in chart.of(Analyte.HCG)
        if each.result.finding in {Answer.POSITIVE, Answer.NEGATIVE}
    ]
    for episode in episodes(observed, 1, lambda result: cleared_at(chart, _HOLDING.rule, Analyte.HCG, result)):
        yield Finding(
            rule=_HOLDING.rule,
            subject=Analyte.HCG,
            severity=_HOLDING.severity,
            effect=Effect.HOLD_THERAPY,
            holds_from=episode.start,
            holds_until=episode.end,
            summary="hCG positive during therapy",
            action=_HOLDING.action,
            evidence=tuple(Evidence(each.event_id, each.occurred_at, "hCG positive") for each in episode.ends_of_it),
        )


RULE = Rule(
    name=_HOLDING.rule,
    authority=authority("Pregnancy", "necessity needs to be evaluated"),
    reads=frozenset({Analyte.HCG, Part.CONDITIONS, Part.CLEARANCES, Part.THERAPIES}),
    judge=_judge,
    on_therapy=True,
)
