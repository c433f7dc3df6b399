"""Natalizumab is given as an intravenous infusion; an intravenous bolus or a rapid infusion is prohibited.

Source: Infusion-related risks, Operational specifications.
Begins: at a start by any other route.
Missing data: an infusion whose start is not known is not judged.
Ends: when it is acknowledged.
Asks for: critical; stop the infusion while it runs, then review.
Policy: infusion.routes, infusion.close_after.
"""

from collections.abc import Iterator
from typing import Final

from alerts.chart.chart import Chart
from alerts.chart.parts import Part
from alerts.infusing import until_acknowledged
from alerts.rule import Rule, authority
from models.findings import Effect, Evidence, Finding, Severity
from models.policy import Policy

NAME: Final = "prohibited-route"


def _judge(chart: Chart, policy: Policy) -> Iterator[Finding]:
    for infusion in chart.infusions:
        start = next((each for each in infusion.starts if each.route not in policy.infusion.routes), None)
        if start is None:
            continue
        yield from until_acknowledged(
            infusion,
            policy,
            Finding(
                rule=NAME,
                subject=infusion.name,
                severity=Severity.CRITICAL,
                effect=Effect.REVIEW,
                holds_from=start.occurred_at,
                summary=f"Given by a prohibited route: {start.route}",
                action="Call the physician; watch the patient.",
                evidence=(Evidence(start.event_id, start.occurred_at, f"started, route {start.route}"),),
            ),
        )


RULE = Rule(
    name=NAME,
    authority=authority("Operational specifications", "intravenous infusion only; bolus or rapid infusion prohibited"),
    reads=frozenset({Part.INFUSIONS}),
    judge=_judge,
    each=Part.INFUSIONS,
)
