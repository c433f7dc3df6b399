"""A result whose limit nobody knows is not judged, and that is said.

Source: a rule of our own, so that silence is never an answer; the limits serve Laboratory indicators.
Begins: on therapy, at the collection.
Missing data: this is the rule about it. ALT, AST, lymphocytes and monocytes need an upper limit; TSH, free T4 and
    neutrophils either one; each the result's own, or the policy's.
Ends: with a later result that has a limit, or the therapy.
Asks for: info; review.
Policy: limits.
"""

from collections.abc import Iterator
from functools import partial
from typing import Final

from alerts.chart.chart import Chart
from alerts.chart.parts import Part
from alerts.chart.reading import Reading
from alerts.episodes import Observed, episodes, forever, recent
from alerts.limits import written
from alerts.rule import Rule, authority
from models.analytes import Analyte
from models.findings import Effect, Evidence, Finding, Severity
from models.log import LabResult
from models.policy import Policy

NAME: Final = "limit-unknown"
_UPPER_ONLY: Final = (Analyte.ALT, Analyte.AST, Analyte.LYMPHOCYTES, Analyte.MONOCYTES)
_EITHER: Final = (Analyte.TSH, Analyte.FREE_T4, Analyte.NEUTROPHILS)


def _judge(analyte: Analyte, chart: Chart, policy: Policy) -> Iterator[Finding]:
    def observe(reading: Reading) -> Observed[LabResult]:
        return Observed(reading.result, int(not _known(reading, policy)), reading.preliminary)

    for episode in episodes(recent(chart.of(analyte), observe, chart.horizon(NAME)), 1, forever):
        yield Finding(
            rule=NAME,
            subject=analyte,
            severity=Severity.INFO,
            effect=Effect.REVIEW,
            holds_from=episode.start,
            holds_until=episode.end,
            summary=f"{written(episode.facts[-1])} has no limit to be judged by",
            action="Judge it by hand; ask the laboratory for its range, or set one in the policy.",
            evidence=tuple(
                Evidence(result.event_id, result.occurred_at, written(result)) for result in episode.ends_of_it
            ),
        )


def _known(reading: Reading, _policy: Policy) -> bool:
    return reading.upper is not None or (reading.lower is not None and reading.result.analyte in _EITHER)


def _rule(analyte: Analyte) -> Rule:
    return Rule(
        name=NAME,
        authority=authority("Laboratory indicators", "results are judged by a limit; one without is named"),
        reads=frozenset({analyte, Part.THERAPIES}),
        judge=partial(_judge, analyte),
        on_therapy=True,
        part=analyte,
        unmoved=_known,
    )


RULES = tuple(_rule(analyte) for analyte in (*_UPPER_ONLY, *_EITHER))
