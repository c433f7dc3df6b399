"""TSH and free T4 are measured regularly.

Source: Laboratory indicators, Thyroid function.
Begins: on therapy, a notice before the due date: the interval after the later of the therapy's start and the last time.
Missing data: without any result the first is due an interval after the therapy's start. A preliminary one does not
    count.
Ends: when both have been measured again, or with the therapy.
Asks for: info, in a higher grade from the due date; schedule.
Policy: thyroid.interval, schedule.notice.
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

NAME: Final = "thyroid-overdue"


def _judge(chart: Chart, policy: Policy) -> Iterator[Finding]:
    schedule = Schedule(
        rule=NAME,
        what="TSH and free T4",
        action="Measure TSH and free T4.",
        interval=policy.thyroid.interval,
        severity=Severity.INFO,
    )
    return scheduled(schedule, [chart.firm(Analyte.TSH), chart.firm(Analyte.FREE_T4)], chart, policy)


RULE = Rule(
    name=NAME,
    authority=authority("Thyroid function", "TSH and free T4 regularly"),
    reads=frozenset({Analyte.TSH, Analyte.FREE_T4, Part.THERAPIES}),
    judge=_judge,
    unmoved=always,
    put_off=True,
)
