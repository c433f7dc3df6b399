"""A diluted dose is not kept longer than 8 hours at room temperature, or 24 hours refrigerated.

Source: Drug preparation and storage, Stability.
Begins: at the expiry, which counts from the dilution and, for a dose that was moved, uses up each storage in
    proportion.
Missing data: a dose of unknown storage counts as at room temperature; one whose dilution is not known is not judged.
Ends: when the dose is discarded, or when an infusion from it is started (`expired-dilution-infused` then).
Asks for: warning; discard the dose.
Policy: stability.room_temperature, stability.refrigerated.
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

NAME: Final = "dilution-expired"


def _judge(chart: Chart, policy: Policy) -> Iterator[Finding]:
    for dose in chart.doses:
        start = chart.given_from(dose.name)
        until = earliest(dose.discarded_at, None if start is None else start.occurred_at)
        if chart.over(NAME, until):
            continue
        expiry = expiry_of(dose, policy)
        if dose.prepared is None or expiry is None:
            continue
        if until is not None and until <= expiry:
            continue
        yield Finding(
            rule=NAME,
            subject=dose.name,
            severity=Severity.WARNING,
            effect=Effect.DISCARD_DOSE,
            holds_from=expiry,
            holds_until=until,
            ends=End.CLEARED if until == dose.discarded_at else End.SUPERSEDED,
            due_at=expiry,
            summary="A diluted dose has expired",
            action="Discard the dose; do not infuse it.",
            evidence=(Evidence(dose.prepared.event_id, dose.prepared.occurred_at, "dose diluted"),),
        )


RULE = Rule(
    name=NAME,
    authority=authority("Stability", "diluted, at most 8 h at room temperature or 24 h refrigerated"),
    reads=frozenset({Part.DOSES, Part.INFUSIONS}),
    judge=_judge,
    each=Part.DOSES,
)
