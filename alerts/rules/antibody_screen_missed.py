"""Antibodies are screened for every 12 weeks.

Source: Immunogenicity monitoring, Antibody detection.
Begins: on therapy, a notice before the due date: 12 weeks after the later of the therapy's start and the last screen.
Missing data: without any screen the first is due an interval after the therapy's start. Only a confirmed test that says
    positive or negative is a screen.
Ends: with the next screen, when antibodies are persistent, or with the therapy.
Asks for: info until the due date, then warning, critical four weeks later; schedule.
Policy: antibody.interval, antibody.escalate_after, antibody.persistence, schedule.notice.
"""

from collections.abc import Iterator
from typing import Final

from alerts.antibodies import persistent_since, valid_screens
from alerts.chart.chart import Chart
from alerts.chart.parts import Part
from alerts.rule import Rule, authority
from alerts.schedule import Schedule, scheduled
from models.analytes import Analyte
from models.findings import Finding, Severity
from models.policy import Policy

NAME: Final = "antibody-screen-missed"


def _judge(chart: Chart, policy: Policy) -> Iterator[Finding]:
    schedule = Schedule(
        rule=NAME,
        what="Natalizumab antibody screen",
        action="Test for natalizumab antibodies.",
        interval=policy.antibody.interval,
        severity=Severity.WARNING,
        escalations=((policy.antibody.escalate_after, Severity.CRITICAL),),
    )
    return scheduled(schedule, [valid_screens(chart)], chart, policy, persistent_since(chart, policy))


RULE = Rule(
    name=NAME,
    authority=authority("Antibody detection", "screen every 12 weeks"),
    reads=frozenset({Analyte.NATALIZUMAB_ANTIBODY, Part.THERAPIES}),
    judge=_judge,
)
