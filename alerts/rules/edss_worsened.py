"""Disability that grows is looked at: one point on Kurtzke's scale, one and a half from 0, half a point above 5.5.

Source: Imaging and clinical symptom tracking, Neurological function.
Begins: on therapy, with a score so much above the baseline.
Missing data: the baseline is the last score up to the therapy's start, else the first score after it; without one
    nothing is said (`edss-overdue` does).
Ends: with a later score that is back, or the therapy.
Asks for: warning; review.
Policy: edss.worsening, edss.worsening_from_zero, edss.worsening_above_5_5.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from alerts.chart.chart import Chart
from alerts.chart.parts import Part
from alerts.chart.therapy import Therapy
from alerts.episodes import Observed, episodes, forever
from alerts.intervals import on_therapy
from alerts.rule import Rule, authority
from models.findings import PATIENT, Effect, Evidence, Finding, Severity
from models.log import EdssScored
from models.policy import Policy

NAME: Final = "edss-worsened"


def _judge(chart: Chart, policy: Policy) -> Iterator[Finding]:
    for therapy in chart.therapies:
        yield from on_therapy(_during(therapy, chart, policy), (therapy,))


def _during(therapy: Therapy, chart: Chart, policy: Policy) -> Iterator[Finding]:
    baseline = _baseline(therapy, chart)
    if baseline is None:
        return
    worse = baseline.score + _step(baseline, policy)
    after = [score for score in chart.scores if score.occurred_at > baseline.occurred_at]
    for episode in episodes([Observed(score, int(score.score >= worse)) for score in after], 1, forever):
        latest = episode.facts[-1]
        yield Finding(
            rule=NAME,
            subject=PATIENT,
            severity=Severity.WARNING,
            effect=Effect.REVIEW,
            holds_from=episode.start,
            holds_until=episode.end,
            summary=f"EDSS {latest.score:f}, baseline {baseline.score:f}",
            action="Review the effect of the therapy.",
            evidence=(
                Evidence(baseline.event_id, baseline.occurred_at, f"baseline EDSS {baseline.score:f}"),
                *(Evidence(each.event_id, each.occurred_at, f"EDSS {each.score:f}") for each in episode.ends_of_it),
            ),
        )


def _baseline(therapy: Therapy, chart: Chart) -> EdssScored | None:
    before = [score for score in chart.scores if score.occurred_at <= therapy.start]
    if before:
        return max(before, key=lambda score: (score.occurred_at, score.score))
    return min(chart.scores, key=lambda score: (score.occurred_at, -score.score), default=None)


def _step(baseline: EdssScored, policy: Policy) -> Decimal:
    if not baseline.score:
        return policy.edss.worsening_from_zero
    if baseline.score > policy.edss.walking_limited:
        return policy.edss.worsening_above_5_5
    return policy.edss.worsening


RULE = Rule(
    name=NAME,
    authority=authority("Neurological function", "regular scoring of disability (EDSS)"),
    reads=frozenset({Part.SCORES, Part.THERAPIES}),
    judge=_judge,
)
