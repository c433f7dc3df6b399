"""Disability is scored regularly on Kurtzke's scale.

Source: Imaging and clinical symptom tracking, Neurological function.
Begins: on therapy, a notice before the due date: the interval after the later of the therapy's start and the last time.
Missing data: without any score the first is due an interval after the therapy's start.
Ends: with the next score, or the therapy.
Asks for: info, in a higher grade from the due date; schedule.
Policy: edss.interval, schedule.notice.
"""

from collections.abc import Iterator
from typing import Final

from alerts.chart.chart import Chart
from alerts.chart.parts import Part
from alerts.rule import Rule, authority
from alerts.schedule import Schedule, scheduled
from models.findings import Finding, Severity
from models.policy import Policy

NAME: Final = "edss-overdue"


def _judge(chart: Chart, policy: Policy) -> Iterator[Finding]:
    schedule = Schedule(
        rule=NAME,
        what="EDSS",
        action="Score the EDSS.",
        interval=policy.edss.interval,
        severity=Severity.INFO,
    )
    return scheduled(schedule, [chart.scores.in_order], chart, policy)


RULE = Rule(
    name=NAME,
    authority=authority("Neurological function", "regular scoring of disability (EDSS)"),
    reads=frozenset({Part.SCORES, Part.THERAPIES}),
    judge=_judge,
)
