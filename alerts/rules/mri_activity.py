"""Active lesions in the MRI are looked at: gadolinium-enhancing ones in T1, new ones in T2.

Source: Imaging and clinical symptom tracking, MRI evaluation.
Begins: on therapy, with an MRI that shows any.
Missing data: without an MRI nothing is said (`mri-overdue` does).
Ends: with a later MRI without any, or the therapy.
Asks for: warning; review.
"""

from collections.abc import Iterator
from typing import Final

from alerts.chart.chart import Chart
from alerts.chart.parts import Part
from alerts.episodes import Observed, episodes, forever
from alerts.rule import Rule, authority
from models.findings import PATIENT, Effect, Evidence, Finding, Severity
from models.log import MriReported
from models.policy import Policy

NAME: Final = "mri-activity"


def _judge(chart: Chart, _policy: Policy) -> Iterator[Finding]:
    observed = [Observed(scan, int(scan.gd_enhancing_lesions + scan.new_t2_lesions > 0)) for scan in chart.scans]
    for episode in episodes(observed, 1, forever):
        yield Finding(
            rule=NAME,
            subject=PATIENT,
            severity=Severity.WARNING,
            effect=Effect.REVIEW,
            holds_from=episode.start,
            holds_until=episode.end,
            summary=f"Active MRI: {_said(episode.facts[-1])}",
            action="Review the MRI and the effect of the therapy.",
            evidence=tuple(Evidence(scan.event_id, scan.occurred_at, _said(scan)) for scan in episode.ends_of_it),
        )


def _said(scan: MriReported) -> str:
    return f"{scan.gd_enhancing_lesions} gadolinium-enhancing, {scan.new_t2_lesions} new T2 lesions"


RULE = Rule(
    name=NAME,
    authority=authority("MRI evaluation", "T1 gadolinium-enhancing and T2 hyperintense lesions"),
    reads=frozenset({Part.SCANS, Part.THERAPIES}),
    judge=_judge,
    on_therapy=True,
)
