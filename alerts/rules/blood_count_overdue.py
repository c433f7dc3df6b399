"""The blood count is monitored: lymphocytes, monocytes and neutrophils.

Source: Laboratory indicators, Complete blood count.
Begins: on therapy, a notice before the due date: the interval after the later of the therapy's start and the last time.
Missing data: without any result the first is due an interval after the therapy's start. A preliminary one does not
    count.
Ends: when all three have been measured again, or with the therapy.
Asks for: info, in a higher grade from the due date; schedule.
Policy: blood_count.interval, schedule.notice.
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

NAME: Final = "blood-count-overdue"
_COUNTED: Final = (Analyte.LYMPHOCYTES, Analyte.MONOCYTES, Analyte.NEUTROPHILS)


def _judge(chart: Chart, policy: Policy) -> Iterator[Finding]:
    schedule = Schedule(
        rule=NAME,
        what="Complete blood count",
        action="Take a complete blood count.",
        interval=policy.blood_count.interval,
        severity=Severity.INFO,
    )
    return scheduled(schedule, [chart.firm(analyte) for analyte in _COUNTED], chart, policy)


RULE = Rule(
    name=NAME,
    authority=authority("Complete blood count", "monitor lymphocytes, monocytes and neutrophils"),
    reads=frozenset({*_COUNTED, Part.THERAPIES}),
    judge=_judge,
    unmoved=always,
    put_off=True,
)
