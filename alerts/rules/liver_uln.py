"""Natalizumab is suspended while ALT or AST is three times its upper limit of normal or more.

Source: Laboratory indicators, Liver function.
Missing data: a result without an upper limit of its own is judged by the policy's, and the evidence says so; without
    either it is not judged here (`limit-unknown` says so). A comparator that leaves it open counts as reached.
    A preliminary result opens and worsens, and ends nothing.
Ends: with a later result below, a clearance by a physician, or, off therapy, so long after the last such result that
    a therapy would have lapsed.
"""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Final

from alerts.chart.chart import Chart
from alerts.chart.parts import Part
from alerts.clearance import cleared_at
from alerts.episodes import Episode, Observed, episodes
from alerts.intervals import earliest
from alerts.limits import Beside, Verdict, at_least, upper, written
from alerts.rule import Rule, authority
from models.analytes import Analyte
from models.findings import Effect, Evidence, Finding, Severity
from models.log import LabResult
from models.policy import Policy

NAME: Final = "liver-uln"


def _judge(chart: Chart, policy: Policy) -> Iterator[Finding]:
    for analyte in (Analyte.ALT, Analyte.AST):
        observed = [
            Observed(result, _grade(result, policy), result.preliminary)
            for result in chart.of(analyte)
            if upper(result, policy) is not None
        ]
        for grade, _ in enumerate(_multiples(policy), start=1):
            for episode in episodes(observed, grade, lambda result: _until(result, chart, policy)):
                yield _finding(analyte, grade, episode, policy)


def _grade(result: LabResult, policy: Policy) -> int:
    beside = upper(result, policy)
    if beside is None:
        return 0
    reached = (at_least(beside.value, result.comparator, beside.limit * multiple) for multiple in _multiples(policy))
    return sum(map(bool, reached))


def _multiples(policy: Policy) -> tuple[Decimal, ...]:
    """What brings about each grade, the first one first."""
    return (policy.liver.suspend_multiple, policy.liver.severe_multiple)


def _until(result: LabResult, chart: Chart, policy: Policy) -> datetime | None:
    cleared = cleared_at(chart, NAME, result.analyte, result)
    return earliest(cleared, _off_therapy(policy.after(result.occurred_at, policy.therapy.lapse), chart))


def _off_therapy(instant: datetime, chart: Chart) -> datetime:
    """The first instant from here on at which the patient is not on therapy."""
    for therapy in chart.therapies:
        if therapy.start <= instant < therapy.end:
            instant = therapy.end
    return instant


def _finding(analyte: Analyte, grade: int, episode: Episode[LabResult], policy: Policy) -> Finding:
    latest = episode.facts[-1]
    return Finding(
        rule=NAME,
        subject=analyte,
        severity=Severity.CRITICAL,
        grade=grade,
        effect=Effect.HOLD_THERAPY,
        holds_from=episode.start,
        holds_until=episode.end,
        summary=_said(latest, policy),
        action="Suspend natalizumab; repeat ALT and AST.",
        evidence=tuple(Evidence(each.event_id, each.occurred_at, _said(each, policy)) for each in episode.ends_of_it),
    )


def _said(result: LabResult, policy: Policy) -> str:
    beside = upper(result, policy)
    if beside is None:
        return written(result)
    return f"{written(result)} is {_multiple(beside)} × ULN ({_limit(beside)}){_doubt(result, beside, policy)}"


def _multiple(beside: Beside) -> str:
    return f"{beside.value / beside.limit:.1f}"


def _limit(beside: Beside) -> str:
    return f"{beside.limit.normalize():f} {beside.unit}{' by policy' if beside.by_policy else ''}"


def _doubt(result: LabResult, beside: Beside, policy: Policy) -> str:
    reached = at_least(beside.value, result.comparator, beside.limit * policy.liver.suspend_multiple)
    preliminary = "; preliminary" if result.preliminary else ""
    return preliminary + ("; may reach the limit" if reached is Verdict.OPEN else "")


RULE = Rule(
    name=NAME,
    authority=authority("Liver function", "suspend at ALT or AST ≥ 3 × ULN"),
    reads=frozenset({Analyte.ALT, Analyte.AST, Part.CLEARANCES, Part.THERAPIES}),
    judge=_judge,
)
