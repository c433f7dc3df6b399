"""Under 18 neither safety nor effect of natalizumab is established.

Source: High-risk populations, Pediatric and geriatric patients.
Begins: on therapy, before the 18th birthday.
Missing data: without a birth date nothing is said; of several the last recorded counts.
Ends: at the 18th birthday, at local midnight, or with the therapy.
Asks for: warning; review.
Policy: age.minimum, site.time_zone.
"""

from collections.abc import Iterator
from typing import Final

from alerts.chart.chart import Chart
from alerts.chart.parts import Part
from alerts.rule import Rule, authority
from models.findings import PATIENT, Effect, Evidence, Finding, Severity
from models.policy import Policy, birthday

NAME: Final = "paediatric"


def _judge(chart: Chart, policy: Policy) -> Iterator[Finding]:
    birth = chart.birth
    if birth is None:
        return
    yield Finding(
        rule=NAME,
        subject=PATIENT,
        severity=Severity.WARNING,
        effect=Effect.REVIEW,
        holds_from=birthday(birth.birth_date, 0, policy.zone),
        holds_until=birthday(birth.birth_date, policy.age.minimum, policy.zone),
        summary=f"On natalizumab under {policy.age.minimum} years of age",
        action="Review the indication: safety is not established at this age.",
        evidence=(Evidence(birth.event_id, birth.occurred_at, f"under {policy.age.minimum} years of age"),),
    )


RULE = Rule(
    name=NAME,
    authority=authority("Pediatric and geriatric patients", "under 18: safety not established"),
    reads=frozenset({Part.BIRTH, Part.THERAPIES}),
    judge=_judge,
    on_therapy=True,
)
