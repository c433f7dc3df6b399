"""No dose is prepared while the therapy is suspended, prohibited or to be discontinued for good.

Source: Pregnancy; Lactation; Allergic reactions; Concomitant medications; Infection management; Liver function;
    Immunogenicity monitoring, Management.
Begins: at a dilution during a hold.
Missing data: a dose of which no dilution is known is not judged. What is learned later about the time of the dilution
    counts: the patient was held, whether it was known or not.
Ends: when the hold as a whole ends, the dose is discarded, or an infusion from it starts (`infused-while-held` then).
Asks for: critical; discard the dose.
"""

from collections.abc import Iterator
from typing import Final

from alerts.chart.chart import Chart
from alerts.chart.dose import Dose
from alerts.chart.parts import Part
from alerts.holds import Hold, held_for, released_at
from alerts.intervals import Interval, earliest
from alerts.rule import RuleUnderHolds, authority
from models.findings import Effect, End, Evidence, Finding, Severity
from models.log import DosePrepared
from models.policy import Policy

NAME: Final = "prepared-while-held"


def _judge(chart: Chart, _policy: Policy, holds: tuple[Hold, ...]) -> Iterator[Finding]:
    for dose in chart.doses:
        start = chart.given_from(dose.name)
        started = None if start is None else start.occurred_at
        for dilution in dose.dilutions:
            cleared = earliest(released_at(holds, dilution.occurred_at), dose.discarded_at)
            until = earliest(cleared, started)
            reasons = held_for(holds, dilution.occurred_at)
            if reasons and (until is None or dilution.occurred_at < until):
                ends = End.CLEARED if until == cleared else End.SUPERSEDED
                yield _finding(dose, dilution, reasons, Interval(dilution.occurred_at, until), ends)


def _finding(
    dose: Dose, dilution: DosePrepared, reasons: tuple[Finding, ...], interval: Interval, ends: End
) -> Finding:
    prepared = Evidence(dilution.event_id, dilution.occurred_at, "dose diluted while held")
    return Finding(
        rule=NAME,
        subject=dose.name,
        severity=Severity.CRITICAL,
        effect=Effect.DISCARD_DOSE,
        holds_from=interval.start,
        holds_until=interval.end,
        ends=ends,
        summary=f"Dose prepared while held: {', '.join(sorted({reason.rule for reason in reasons}))}",
        action="Do not infuse; discard the dose. The therapy is on hold.",
        evidence=(prepared, *(each for reason in reasons for each in reason.evidence)),
    )


RULE = RuleUnderHolds(
    name=NAME,
    authority=authority(
        "Pregnancy, Lactation, Allergic reactions, Concomitant medications, Infection management, Liver function and "
        "Immunogenicity management",
        "no administration while suspended, prohibited or discontinued for good",
    ),
    reads=frozenset({Part.DOSES, Part.INFUSIONS, Part.HOLDS}),
    judge=_judge,
)
