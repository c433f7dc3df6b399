"""Over 65 there is little experience with natalizumab.

Source: High-risk populations, Pediatric and geriatric patients.
Begins: on therapy, at the 66th birthday.
Missing data: without a birth date nothing is said; of several the last recorded counts.
Ends: with the therapy. It begins at the 66th birthday, at local midnight.
Asks for: info; review.
Policy: age.limited_data_above, site.time_zone.
"""

from collections.abc import Iterator
from typing import Final

from alerts.chart.chart import Chart
from alerts.chart.parts import Part
from alerts.rule import Rule, authority
from models.findings import PATIENT, Effect, Evidence, Finding, Severity
from models.policy import Policy, birthday

NAME: Final = "older-adult"


def _judge(chart: Chart, policy: Policy) -> Iterator[Finding]:
    birth = chart.birth
    if birth is None:
        return
    yield Finding(
        rule=NAME,
        subject=PATIENT,
        severity=Severity.INFO,
        effect=Effect.REVIEW,
        holds_from=birthday(birth.birth_date, policy.age.limited_data_above + 1, policy.zone),
        summary=f"On natalizumab over {policy.age.limited_data_above} years of age",
        action="Review the indication: data at this age are limited.",
        evidence=(Evidence(birth.event_id, birth.occurred_at, f"over {policy.age.limited_data_above} years of age"),),
    )


RULE = Rule(
    name=NAME,
    authority=authority("Pediatric and geriatric patients", "over 65: data limited"),
    reads=frozenset({Part.BIRTH, Part.THERAPIES}),
    judge=_judge,
    on_therapy=True,
)
