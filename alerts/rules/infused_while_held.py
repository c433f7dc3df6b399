"""No infusion is given while the therapy is suspended, prohibited or to be discontinued for good.

Source: Pregnancy; Lactation; Allergic reactions; Concomitant medications; Infection management; Liver function;
    Immunogenicity monitoring, Management.
Begins: at the start of an infusion during a hold.
Missing data: an infusion whose start is not known is not judged. What is learned later about the time of the start
    counts: the patient was held, whether it was known or not.
Ends: when it is acknowledged.
Asks for: critical; stop the infusion while it runs, then review.
Policy: infusion.close_after.
"""

from collections.abc import Iterator
from typing import Final

from alerts.chart.chart import Chart
from alerts.chart.parts import Part
from alerts.holds import Hold, held_for
from alerts.infusing import until_acknowledged
from alerts.rule import RuleUnderHolds, authority
from models.findings import Effect, Evidence, Finding, Severity
from models.policy import Policy

NAME: Final = "infused-while-held"


def _judge(chart: Chart, policy: Policy, holds: tuple[Hold, ...]) -> Iterator[Finding]:
    for infusion in chart.infusions:
        if infusion.start is None:
            continue
        reasons = held_for(holds, infusion.start.occurred_at)
        if not reasons:
            continue
        start = Evidence(infusion.start.event_id, infusion.start.occurred_at, "infusion started while held")
        yield from until_acknowledged(
            infusion,
            policy,
            Finding(
                rule=NAME,
                subject=infusion.name,
                severity=Severity.CRITICAL,
                effect=Effect.REVIEW,
                holds_from=infusion.start.occurred_at,
                summary=f"Infused while held: {', '.join(sorted({reason.rule for reason in reasons}))}",
                action="Call the physician; watch the patient. The therapy is on hold.",
                evidence=(start, *(each for reason in reasons for each in reason.evidence)),
            ),
        )


RULE = RuleUnderHolds(
    name=NAME,
    authority=authority(
        "Pregnancy, Lactation, Allergic reactions, Concomitant medications, Infection management, Liver function and "
        "Immunogenicity management",
        "no administration while suspended, prohibited or discontinued for good",
    ),
    reads=frozenset({Part.INFUSIONS, Part.HOLDS}),
    judge=_judge,
)
