"""During lactation either the drug or breastfeeding is given up.

Source: High-risk populations, Lactation.
Begins: on therapy, at the onset.
Missing data: an onset without an end goes on.
Ends: when it is resolved, or a physician has decided.
Asks for: warning; hold the therapy.
"""

from collections.abc import Iterator
from typing import Final

from alerts.chart.chart import Chart
from alerts.chart.parts import Part
from alerts.conditions import Holding, holding_conditions
from alerts.rule import Rule, authority
from models.findings import Finding, Severity
from models.policy import Policy
from models.terms import ConditionKind

_HOLDING: Final = Holding(
    rule="lactation",
    kind=ConditionKind.LACTATION,
    severity=Severity.WARNING,
    summary="Lactation during therapy",
    action="Discontinue natalizumab or breastfeeding.",
)


def _judge(chart: Chart, _policy: Policy) -> Iterator[Finding]:
    return holding_conditions(_HOLDING, chart)


RULE = Rule(
    name=_HOLDING.rule,
    authority=authority("Lactation", "discontinue the drug or breastfeeding"),
    reads=frozenset({Part.CONDITIONS, Part.CLEARANCES, Part.THERAPIES}),
    judge=_judge,
    on_therapy=True,
)
