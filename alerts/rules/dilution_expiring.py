"""A diluted dose that is about to expire is used or discarded in time.

Source: Drug preparation and storage, Stability.
Begins: a while before the expiry, which counts from the dilution and, for a dose that was moved, uses up each storage
    in proportion.
Missing data: a dose of unknown storage counts as at room temperature; one whose dilution is not known is not judged.
Ends: when the dose is discarded or an infusion from it is started, at the expiry itself too, or else with the expiry.
Asks for: info; review.
Policy: stability.warn_before, stability.room_temperature, stability.refrigerated.
"""

from collections.abc import Iterator
from typing import Final

from alerts.chart.chart import Chart
from alerts.chart.dose import expiry_of
from alerts.chart.parts import Part
from alerts.intervals import earliest
from alerts.rule import Rule, authority
from models.findings import Effect, End, Evidence, Finding, Severity
from models.policy import Policy

NAME: Final = "dilution-expiring"


def _judge(chart: Chart, policy: Policy) -> Iterator[Finding]:
    for dose in chart.doses:
        start = chart.given_from(dose.name)
        seen_to = earliest(dose.discarded_at, None if start is None else start.occurred_at)
        if chart.over(NAME, seen_to):
            continue
        expiry = expiry_of(dose, policy)
        if dose.prepared is None or expiry is None:
            continue
        in_time = seen_to is not None and seen_to <= expiry
        until = seen_to if seen_to is not None and in_time else expiry
        warned = policy.before(expiry, policy.stability.warn_before)
        if until <= warned:
            continue
        yield Finding(
            rule=NAME,
            subject=dose.name,
            severity=Severity.INFO,
            effect=Effect.REVIEW,
            holds_from=warned,
            holds_until=until,
            ends=End.CLEARED if in_time else End.SUPERSEDED,
            due_at=expiry,
            summary=f"A diluted dose expires within {policy.stability.warn_before}",
            action="Start the infusion in time, or discard the dose.",
            evidence=(Evidence(dose.prepared.event_id, dose.prepared.occurred_at, "dose diluted"),),
        )


RULE = Rule(
    name=NAME,
    authority=authority("Stability", "diluted, at most 8 h at room temperature or 24 h refrigerated"),
    reads=frozenset({Part.DOSES, Part.INFUSIONS}),
    judge=_judge,
    each=Part.DOSES,
)
