"""Results outside their range: the limits that are known, each the result's own or the policy's.

A result whose limits nobody knows is passed over.
"""

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from alerts.chart.chart import Chart
from alerts.chart.parts import Part
from alerts.chart.reading import Reading
from alerts.episodes import Episode, Observed, episodes, forever, recent
from alerts.limits import Beside, Verdict, above, below, written
from alerts.rule import Rule, authority
from models.analytes import Analyte
from models.findings import Effect, Evidence, Finding, Severity
from models.policy import Policy


class Watch(NamedTuple):
    """What is watched, and how its alert reads. `raised_only`: values below the range are no matter."""

    rule: str
    analytes: tuple[Analyte, ...]
    severity: Severity
    action: str
    raised_only: bool = False


def rules_of(watch: Watch, section: str, requirement: str) -> tuple[Rule, ...]:
    """The rule, in a part for each analyte, so that a result costs only what depends on it."""
    return tuple(
        Rule(
            name=watch.rule,
            authority=authority(section, requirement),
            reads=frozenset({analyte, Part.THERAPIES}),
            judge=partial(_judge, watch, analyte),
            on_therapy=True,
            part=analyte,
            unmoved=partial(_within, watch),
        )
        for analyte in watch.analytes
    )


def _within(watch: Watch, reading: Reading, _policy: Policy) -> bool:
    comparator, low, high = reading.result.comparator, reading.lower, reading.upper
    if high is not None and above(high.value, comparator, high.limit) is not Verdict.NO:
        return False
    return low is None or watch.raised_only or below(low.value, comparator, low.limit) is Verdict.NO


def _judge(watch: Watch, analyte: Analyte, chart: Chart, _policy: Policy) -> Iterator[Finding]:
    def observe(reading: Reading) -> Observed[Reading] | None:
        verdicts = [verdict for verdict, _, _ in _verdicts(reading, watch)]
        return Observed(reading, int(any(verdicts)), reading.preliminary) if verdicts else None

    for episode in episodes(recent(chart.of(analyte), observe, chart.horizon(watch.rule)), 1, forever):
        yield _finding(watch, analyte, episode)


def _verdicts(reading: Reading, watch: Watch) -> Iterator[tuple[Verdict, Beside, str]]:
    comparator, low, high = reading.result.comparator, reading.lower, reading.upper
    if low is not None and not watch.raised_only:
        yield below(low.value, comparator, low.limit), low, "below"
    if high is not None:
        yield above(high.value, comparator, high.limit), high, "above"


def _finding(watch: Watch, analyte: Analyte, episode: Episode[Reading]) -> Finding:
    said = [_said(reading, watch) for reading in episode.ends_of_it]
    return Finding(
        rule=watch.rule,
        subject=analyte,
        severity=watch.severity,
        effect=Effect.REVIEW,
        holds_from=episode.start,
        holds_until=episode.end,
        summary=said[-1],
        action=watch.action,
        evidence=tuple(
            Evidence(reading.result.event_id, reading.at, fact)
            for reading, fact in zip(episode.ends_of_it, said, strict=True)
        ),
    )


def _said(reading: Reading, watch: Watch) -> str:
    verdict, beside, side = max(_verdicts(reading, watch), key=lambda each: each[0].value)
    verb = "may be" if verdict is Verdict.OPEN else "is"
    preliminary = "; preliminary" if reading.preliminary else ""
    return f"{written(reading.result)} {verb} {side} its limit ({beside}){preliminary}"
