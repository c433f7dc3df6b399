"""A trough level below 1 µg/mL, where 17 are expected, points to antibodies.

Source: Immunogenicity monitoring, Impact.
Missing data: a level is a trough if it was collected long enough after the start of the last infusion before it;
    without one it is none. A comparator that leaves it open counts as low.
Ends: with a later trough that is not low, or the therapy.
"""

from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from alerts.chart.chart import Chart
from alerts.chart.parts import Part
from alerts.episodes import Observed, episodes
from alerts.limits import Verdict, below, written
from alerts.rule import Rule, authority
from models.analytes import Analyte
from models.findings import PATIENT, Effect, Evidence, Finding, Severity
from models.log import LabResult
from models.policy import Policy
from models.units import to_canonical

NAME: Final = "drug-level-low"


def _judge(chart: Chart, policy: Policy) -> Iterator[Finding]:
    observed = [
        Observed(result, int(bool(_verdict(result, policy))), result.preliminary) for result in _troughs(chart, policy)
    ]
    for episode in episodes(observed, 1, lambda _: None):
        yield Finding(
            rule=NAME,
            subject=PATIENT,
            severity=Severity.WARNING,
            effect=Effect.REVIEW,
            holds_from=episode.start,
            holds_until=episode.end,
            summary=f"Trough {_said(episode.facts[-1], policy)}; {policy.level.expected} µg/mL are expected",
            action="Test for natalizumab antibodies.",
            evidence=tuple(
                Evidence(result.event_id, result.occurred_at, _said(result, policy)) for result in episode.ends_of_it
            ),
        )


def _troughs(chart: Chart, policy: Policy) -> Iterator[LabResult]:
    starts = sorted(infusion.start.occurred_at for infusion in chart.infusions if infusion.start is not None)
    for result in chart.of(Analyte.NATALIZUMAB_LEVEL):
        before = bisect_left(starts, result.occurred_at)
        if before and result.occurred_at >= policy.after(starts[before - 1], policy.level.trough_after):
            yield result


def _verdict(result: LabResult, policy: Policy) -> Verdict:
    if result.value is None:
        return Verdict.NO
    level = to_canonical(result.analyte, result.value, result.unit)
    return below(level, result.comparator, policy.level.minimum)


def _said(result: LabResult, policy: Policy) -> str:
    doubt = "; may be below the limit" if _verdict(result, policy) is Verdict.OPEN else ""
    return f"{written(result)}{'; preliminary' if result.preliminary else ''}{doubt}"


RULE = Rule(
    name=NAME,
    authority=authority("Impact", "below 1 µg/mL with antibodies, against 17 µg/mL"),
    reads=frozenset({Analyte.NATALIZUMAB_LEVEL, Part.INFUSIONS, Part.THERAPIES}),
    judge=_judge,
    on_therapy=True,
)
