"""An MRI of the brain is due every year.

Source: Imaging and clinical symptom tracking, MRI evaluation.
Begins: on therapy, a notice before the due date: a year after the later of the therapy's start and the last time.
Missing data: without any MRI the first is due a year after the therapy's start.
Ends: with the next MRI, or the therapy.
Asks for: info until the due date, then warning; schedule.
Policy: mri.interval, schedule.notice.
"""

from collections.abc import Iterator
from typing import Final

from alerts.chart.chart import Chart
from alerts.chart.parts import Part
from alerts.rule import Rule, authority
from alerts.schedule import Schedule, scheduled
from models.findings import Finding, Severity
from models.policy import Policy

NAME: Final = "mri-overdue"


def _judge(chart: Chart, policy: Policy) -> Iterator[Finding]:
    schedule = Schedule(
        rule=NAME,
        what="MRI of the brain",
        action="Order an MRI of the brain.",
        interval=policy.mri.interval,
        severity=Severity.WARNING,
    )
    return scheduled(schedule, [chart.scans.in_order], chart, policy)


RULE = Rule(
    name=NAME,
    authority=authority("MRI evaluation", "MRI annually"),
    reads=frozenset({Part.SCANS, Part.THERAPIES}),
    judge=_judge,
)
