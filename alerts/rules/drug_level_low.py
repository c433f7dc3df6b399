"""A trough level below 1 µg/mL, where 17 are expected, points to antibodies.

Source: Immunogenicity monitoring, Impact.
Begins: on therapy, at the collection of a low trough.
Missing data: a level is a trough if it was collected long enough after the start of the last infusion before it;
    without one it is none. A comparator that leaves it open counts as low.
Ends: with a later trough that is not low, or the therapy.
Asks for: warning; review.
Policy: level.minimum, level.expected, level.trough_after.
"""

from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from alerts.chart.chart import Chart
from alerts.chart.parts import Part
from alerts.chart.reading import Reading
from alerts.episodes import Observed, episodes, forever
from alerts.limits import Verdict, below, written
from alerts.rule import Rule, authority
from models.analytes import Analyte
from models.findings import PATIENT, Effect, Evidence, Finding, Severity
from models.policy import Policy

NAME: Final = "drug-level-low"


def _judge(chart: Chart, policy: Policy) -> Iterator[Finding]:
    observed = [Observed(each, int(bool(_verdict(each, policy))), each.preliminary) for each in _troughs(chart, policy)]
    for episode in episodes(observed, 1, forever):
        yield Finding(
            rule=NAME,
            subject=PATIENT,
            severity=Severity.WARNING,
            effect=Effect.REVIEW,
            holds_from=episode.start,
            holds_until=episode.end,
            summary=f"Trough {_said(episode.facts[-1], policy)}; {policy.level.expected} µg/mL are expected",
            action="Test for natalizumab antibodies.",
            evidence=tuple(Evidence(each.result.event_id, each.at, _said(each, policy)) for each in episode.ends_of_it),
        )


def _troughs(chart: Chart, policy: Policy) -> Iterator[Reading]:
    levels = chart.of(Analyte.NATALIZUMAB_LEVEL)
    if not levels:
        return
    starts = sorted(infusion.start.occurred_at for infusion in chart.infusions if infusion.start is not None)
    for reading in levels:
        before = bisect_left(starts, reading.at)
        if before and reading.at >= policy.after(starts[before - 1], policy.level.trough_after):
            yield reading


def _verdict(reading: Reading, policy: Policy) -> Verdict:
    level = reading.canonical
    return Verdict.NO if level is None else below(level, reading.result.comparator, policy.level.minimum)


def _said(reading: Reading, policy: Policy) -> str:
    doubt = "; may be below the limit" if _verdict(reading, policy) is Verdict.OPEN else ""
    return f"{written(reading.result)}{'; preliminary' if reading.preliminary else ''}{doubt}"


RULE = Rule(
    name=NAME,
    authority=authority("Impact", "below 1 µg/mL with antibodies, against 17 µg/mL"),
    reads=frozenset({Analyte.NATALIZUMAB_LEVEL, Part.INFUSIONS, Part.THERAPIES}),
    judge=_judge,
    on_therapy=True,
)
