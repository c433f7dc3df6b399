"""What is known about a patient at the end of a replay: the chart, and all that the rules ever found in it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from alerts.advance import Patient
from alerts.chart.chart import Chart
from alerts.chart.revise import charted
from alerts.judge import Judge, RuleFailedError
from models.findings import Finding


class Known(NamedTuple):
    """The chart, every finding, ended ones too, and the rules that failed on it."""

    chart: Chart
    findings: tuple[Finding, ...]
    failed: frozenset[str]


def known_of(patient: Patient, judge: Judge) -> Known:
    """What is known; where a rule fails, what all others find."""
    chart = charted(patient.facts, judge.policy)
    failed: frozenset[str] = frozenset()
    while True:
        try:
            found = _without(judge, failed).judged(chart).findings
        except RuleFailedError as error:
            failed |= {error.rule}
        else:
            return Known(chart, tuple(_all(found.values())), failed)


def _without(judge: Judge, failed: frozenset[str]) -> Judge:
    return replace(
        judge,
        rules=tuple(rule for rule in judge.rules if rule.name not in failed),
        rules_under_holds=tuple(rule for rule in judge.rules_under_holds if rule.name not in failed),
    )


def _all(found: Iterable[tuple[Finding, ...]]) -> Iterable[Finding]:
    return (finding for findings in found for finding in findings)
