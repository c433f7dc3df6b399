"""ALT and AST are known before the therapy begins.

Source: Laboratory indicators, Liver function.
Begins: on therapy, from its start, unless ALT and AST were collected in the 90 days before it.
Missing data: this is the rule about it. Results of the 90 days before the therapy's start count, a preliminary one
    does not.
Ends: when both are known, or with the therapy.
Asks for: warning; schedule.
Policy: liver.baseline_window.
"""

from collections.abc import Iterator
from typing import Final

from alerts.chart.chart import Chart
from alerts.chart.parts import Part
from alerts.chart.therapy import Therapy
from alerts.intervals import on_therapy
from alerts.rule import Rule, always, authority
from models.analytes import Analyte
from models.findings import PATIENT, Effect, Finding, Severity
from models.policy import Policy

NAME: Final = "liver-baseline-missing"
_BASELINE: Final = (Analyte.ALT, Analyte.AST)


def _judge(chart: Chart, policy: Policy) -> Iterator[Finding]:
    for therapy in chart.therapies:
        yield from on_therapy(_missing(therapy, chart, policy), (therapy,))


def _missing(therapy: Therapy, chart: Chart, policy: Policy) -> Iterator[Finding]:
    since = policy.before(therapy.start, policy.liver.baseline_window)
    first = {analyte: chart.first_firm(analyte, since) for analyte in _BASELINE}
    known = [at for at in first.values() if at is not None]
    missing = [analyte.upper() for analyte, at in first.items() if at is None or at > therapy.start]
    until = max(known) if len(known) == len(_BASELINE) else None
    if missing and not chart.over(NAME, until):
        yield Finding(
            rule=NAME,
            subject=PATIENT,
            severity=Severity.WARNING,
            effect=Effect.SCHEDULE,
            holds_from=therapy.start,
            holds_until=until,
            summary=f"No baseline before natalizumab: {' and '.join(missing)}",
            action="Measure ALT and AST now.",
            evidence=(),
        )


RULE = Rule(
    name=NAME,
    authority=authority("Liver function", "ALT and AST at baseline"),
    reads=frozenset({*_BASELINE, Part.THERAPIES}),
    judge=_judge,
    unmoved=always,
)
