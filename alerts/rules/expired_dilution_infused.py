"""A dose is not infused after its dilution has expired. The limit is on storage, which ends when the infusion begins.

Source: Drug preparation and storage, Stability.
Begins: at the start of an infusion after the expiry; at the very expiry it is in time.
Missing data: a dose of unknown storage counts as at room temperature; an infusion that names no dose, or one whose
    dilution is not known, is not judged.
Ends: when it is acknowledged.
Asks for: critical; stop the infusion while it runs, then review.
Policy: stability.room_temperature, stability.refrigerated, infusion.close_after.
"""

from collections.abc import Iterator
from typing import Final

from alerts.chart.chart import Chart
from alerts.chart.dose import expiry_of
from alerts.chart.parts import Part
from alerts.infusing import until_acknowledged
from alerts.rule import Rule, authority
from models.findings import Effect, Evidence, Finding, Severity
from models.policy import Policy

NAME: Final = "expired-dilution-infused"


def _judge(chart: Chart, policy: Policy) -> Iterator[Finding]:
    for infusion in chart.infusions:
        dose = chart.doses.get(infusion.preparation_id or "")
        if infusion.start is None or dose is None or dose.prepared is None:
            continue
        expiry = expiry_of(dose, policy)
        if expiry is None or infusion.start.occurred_at <= expiry:
            continue
        yield from until_acknowledged(
            infusion,
            policy,
            Finding(
                rule=NAME,
                subject=infusion.name,
                severity=Severity.CRITICAL,
                effect=Effect.REVIEW,
                holds_from=infusion.start.occurred_at,
                summary="Infused from a dilution that had expired",
                action="Call the physician; watch the patient.",
                evidence=(
                    Evidence(infusion.start.event_id, infusion.start.occurred_at, "infusion started"),
                    Evidence(dose.prepared.event_id, dose.prepared.occurred_at, "dose diluted"),
                ),
            ),
        )


RULE = Rule(
    name=NAME,
    authority=authority("Stability", "diluted, at most 8 h at room temperature or 24 h refrigerated"),
    reads=frozenset({Part.DOSES, Part.INFUSIONS}),
    judge=_judge,
    each=Part.INFUSIONS,
)
