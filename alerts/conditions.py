"""Conditions during which the therapy is held."""

from collections.abc import Iterator
from typing import NamedTuple

from alerts.chart.chart import Chart
from alerts.clearance import cleared_at
from alerts.intervals import Interval, earliest, united
from models.findings import Effect, Evidence, Finding, Severity
from models.terms import ConditionKind


class Holding(NamedTuple):
    """A kind of condition that holds the therapy, and how its alert reads."""

    rule: str
    kind: ConditionKind
    severity: Severity
    summary: str
    action: str


def holding_conditions(holding: Holding, chart: Chart) -> Iterator[Finding]:
    """The findings about all conditions of the kind: from each onset to its end, or to a physician's clearance."""
    for condition in chart.conditions:
        onsets = [(onset, end) for onset, end in condition.onsets if onset.kind is holding.kind]
        spells = [
            Interval(onset.occurred_at, earliest(end, cleared_at(chart, holding.rule, condition.name, onset)))
            for onset, end in onsets
        ]
        for start, end in united(spells):
            onset = next(onset for onset, _ in onsets if onset.occurred_at == start)
            yield Finding(
                rule=holding.rule,
                subject=condition.name,
                severity=holding.severity,
                effect=Effect.HOLD_THERAPY,
                holds_from=start,
                holds_until=end,
                summary=holding.summary,
                action=holding.action,
                evidence=(Evidence(onset.event_id, onset.occurred_at, f"{holding.kind} began"),),
            )
