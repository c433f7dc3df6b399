"""Natalizumab is suspended while ALT or AST is three times its upper limit of normal or more.

Source: Laboratory indicators, Liver function.
Begins: at the collection. Ten times the limit is a higher grade.
Missing data: a result without an upper limit of its own is judged by the policy's, and the evidence says so; without
    either it is not judged here (`limit-unknown` says so). A comparator that leaves it open counts as reached.
    A preliminary result opens and worsens, and ends nothing.
Ends: with a later result below, a clearance by a physician, or, off therapy, so long after the last such result that
    a therapy would have lapsed.
Asks for: critical; hold the therapy.
Policy: liver.suspend_multiple, liver.severe_multiple, limits.alt, limits.ast, therapy.lapse.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Final, NamedTuple

from alerts.chart.chart import Chart
from alerts.chart.parts import Part
from alerts.chart.reading import Reading
from alerts.clearance import cleared_at
from alerts.episodes import Episode, Observed, episodes
from alerts.intervals import earliest
from alerts.limits import Beside, Verdict, at_least, written
from alerts.rule import Rule, authority
from models.analytes import Analyte
from models.findings import Effect, Evidence, Finding, Severity
from models.log import LabResult
from models.policy import Policy

NAME: Final = "liver-uln"


class _Measured(NamedTuple):
    """A result that can be judged, beside its upper limit."""

    result: LabResult
    beside: Beside

    @property
    def at(self) -> datetime:
        """When the sample was collected."""
        return self.result.occurred_at


def _judge(analyte: Analyte, chart: Chart, policy: Policy) -> Iterator[Finding]:
    multiples = _multiples(policy)
    observed = [
        Observed(_Measured(each.result, each.upper), _grade(each.result, each.upper, multiples), each.preliminary)
        for each in chart.of(analyte)
        if each.upper is not None
    ]
    lapses = _lapses([each.fact.at for each in observed if each.grade], chart, policy)
    for grade, _ in enumerate(multiples, start=1):
        for episode in episodes(observed, grade, lambda each: _until(each, lapses, chart)):
            yield _finding(analyte, grade, episode, policy)


def _multiples(policy: Policy) -> tuple[Decimal, ...]:
    """What brings about each grade, the first one first."""
    return (policy.liver.suspend_multiple, policy.liver.severe_multiple)


def _grade(result: LabResult, beside: Beside, multiples: tuple[Decimal, ...]) -> int:
    for grade, multiple in enumerate(multiples):
        if not at_least(beside.value, result.comparator, beside.limit * multiple):
            return grade
    return len(multiples)


def _until(measured: _Measured, lapses: Mapping[datetime, datetime], chart: Chart) -> datetime | None:
    return earliest(lapses[measured.at], cleared_at(chart, NAME, measured.result.analyte, measured.result))


def _lapses(collected: Sequence[datetime], chart: Chart, policy: Policy) -> Mapping[datetime, datetime]:
    """Off therapy, up to when each of these results counts: another that comes in time prolongs it."""
    lapses: dict[datetime, datetime] = {}
    after: datetime | None = None
    for at in reversed(collected):
        lapse = _off_therapy(policy.after(at, policy.therapy.lapse), chart)
        lapses[at] = lapses[after] if after is not None and after <= lapse else lapse
        after = at
    return lapses


def _off_therapy(instant: datetime, chart: Chart) -> datetime:
    """The first instant from here on at which the patient is not on therapy."""
    for therapy in chart.therapies:
        if therapy.start <= instant < therapy.end:
            instant = therapy.end
    return instant


def _finding(analyte: Analyte, grade: int, episode: Episode[_Measured], policy: Policy) -> Finding:
    return Finding(
        rule=NAME,
        subject=analyte,
        severity=Severity.CRITICAL,
        grade=grade,
        effect=Effect.HOLD_THERAPY,
        holds_from=episode.start,
        holds_until=episode.end,
        summary=_said(episode.facts[-1], policy),
        action="Suspend natalizumab; repeat ALT and AST.",
        evidence=tuple(Evidence(each.result.event_id, each.at, _said(each, policy)) for each in episode.ends_of_it),
    )


def _said(measured: _Measured, policy: Policy) -> str:
    result, beside = measured
    multiple = f"{beside.value / beside.limit:.1f} × ULN ({beside})"
    preliminary = "; preliminary" if result.preliminary else ""
    return f"{written(result)} is {multiple}{preliminary}{_doubt(result, beside, policy)}"


def _doubt(result: LabResult, beside: Beside, policy: Policy) -> str:
    """Which multiples the value may reach or not: its comparator leaves that open."""
    doubtful = [
        f"{multiple:f}"
        for multiple in _multiples(policy)
        if at_least(beside.value, result.comparator, beside.limit * multiple) is Verdict.OPEN
    ]
    return f"; may reach {' and '.join(doubtful)} × ULN" if doubtful else ""


def _low_enough(reading: Reading, policy: Policy) -> bool:
    return reading.upper is None or not _grade(reading.result, reading.upper, _multiples(policy))


def _rule(analyte: Analyte) -> Rule:
    return Rule(
        name=NAME,
        authority=authority("Liver function", "suspend at ALT or AST ≥ 3 × ULN"),
        reads=frozenset({analyte, Part.CLEARANCES, Part.THERAPIES}),
        judge=partial(_judge, analyte),
        part=analyte,
        unmoved=_low_enough,
    )


RULES = (_rule(Analyte.ALT), _rule(Analyte.AST))
