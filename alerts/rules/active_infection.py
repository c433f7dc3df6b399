"""Natalizumab is suspended while an infection is active.

Source: Immunosuppression and infection risks, Infection management.
Begins: on therapy, at the onset.
Missing data: an onset without an end goes on.
Ends: when it is resolved, or a physician has evaluated it.
Asks for: critical; hold the therapy.
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
    rule="active-infection",
    kind=ConditionKind.INFECTION,
    severity=Severity.CRITICAL,
    summary="Active infection during therapy",
    action="Suspend natalizumab until the infection has resolved.",
)


def _judge(chart: Chart, _policy: Policy) -> Iterator[Finding]:
    return holding_conditions(_HOLDING, chart)


RULE = Rule(
    name=_HOLDING.rule,
    authority=authority("Infection management", "suspend if an active infection occurs"),
    reads=frozenset({Part.CONDITIONS, Part.CLEARANCES, Part.THERAPIES}),
    judge=_judge,
    on_therapy=True,
)
