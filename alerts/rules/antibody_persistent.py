"""With persistent antibodies natalizumab is discontinued for good.

Source: Immunogenicity monitoring, Management.
Begins: with the second confirmed positive 42 days or more after the first, no confirmed negative between them.
Missing data: an indeterminate or a preliminary test says nothing here.
Ends: never; only a correction or a retraction withdraws it.
Asks for: critical; discontinue for good.
Policy: antibody.persistence.
"""

from collections.abc import Iterator
from typing import Final

from alerts.antibodies import persistence
from alerts.chart.chart import Chart
from alerts.rule import Rule, authority
from models.analytes import Analyte
from models.findings import PATIENT, Effect, Evidence, Finding, Severity
from models.policy import Policy

NAME: Final = "antibody-persistent"


def _judge(chart: Chart, policy: Policy) -> Iterator[Finding]:
    pair = persistence(chart, policy)
    if pair is None:
        return
    yield Finding(
        rule=NAME,
        subject=PATIENT,
        severity=Severity.CRITICAL,
        effect=Effect.DISCONTINUE,
        holds_from=pair[1].occurred_at,
        summary=f"Natalizumab antibodies are persistent: positive twice, {policy.antibody.persistence} apart or more",
        action="Discontinue natalizumab for good.",
        evidence=tuple(Evidence(test.event_id, test.occurred_at, "natalizumab antibody positive") for test in pair),
    )


RULE = Rule(
    name=NAME,
    authority=authority("Immunogenicity, Management", "persistent antibodies: permanent discontinuation"),
    reads=frozenset({Analyte.NATALIZUMAB_ANTIBODY}),
    judge=_judge,
)
