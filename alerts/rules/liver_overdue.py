"""ALT and AST are measured every three months.

Source: Laboratory indicators, Liver function.
Begins: on therapy, a notice before the due date: three months after the later of the therapy's start and the last time.
Missing data: without any result the first is due an interval after the therapy's start. A preliminary one does not
    count.
Ends: when both have been measured again, or with the therapy.
Asks for: info until the due date, then warning; schedule.
Policy: liver.interval, schedule.notice.
"""

from collections.abc import Iterator
from typing import Final

from alerts.chart.chart import Chart
from alerts.chart.parts import Part
from alerts.rule import Rule, always, authority
from alerts.schedule import Schedule, scheduled
from models.analytes import Analyte
from models.findings import Finding, Severity
from models.policy import Policy

NAME: Final = "liver-overdue"


def _judge(chart: Chart, policy: Policy) -> Iterator[Finding]:
    schedule = Schedule(
        rule=NAME,
        what="ALT and AST",
        action="Measure ALT and AST.",
        interval=policy.liver.interval,
        severity=Severity.WARNING,
    )
    return scheduled(schedule, [chart.firm(Analyte.ALT), chart.firm(Analyte.AST)], chart, policy)


RULE = Rule(
    name=NAME,
    authority=authority("Liver function", "ALT and AST every 3 months"),
    reads=frozenset({Analyte.ALT, Analyte.AST, Part.THERAPIES}),
    judge=_judge,
    unmoved=always,
    put_off=True,
)
