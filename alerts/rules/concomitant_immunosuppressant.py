"""Natalizumab is not given together with other immunosuppressants, such as azathioprine.

Source: Immunosuppression and infection risks, Concomitant medications.
Begins: on therapy, when an order on the list begins.
Missing data: an order is recognised by its ATC code, its RxNorm identifier or a generic name in its text, whichever it
    has; an ATC code that the policy allows (natalizumab itself, short corticosteroid courses) settles it.
Ends: when the order is stopped, or a physician has evaluated it.
Asks for: critical; hold the therapy.
Policy: medication.prohibited_atc, medication.allowed_atc, medication.prohibited_rxnorm, medication.prohibited_names.
"""

from collections.abc import Iterator
from typing import Final

from alerts.chart.chart import Chart
from alerts.chart.parts import Part
from alerts.clearance import cleared_at
from alerts.intervals import Interval, earliest, united
from alerts.rule import Rule, authority
from models.findings import Effect, Evidence, Finding, Severity
from models.log import MedicationStarted
from models.policy import Policy
from models.policy.medication import prohibited

NAME: Final = "concomitant-immunosuppressant"


def _judge(chart: Chart, policy: Policy) -> Iterator[Finding]:
    for order in chart.orders:
        starts = [(start, end) for start, end in order.starts if _prohibited(start, policy)]
        spells = united(
            Interval(start.occurred_at, earliest(end, cleared_at(chart, NAME, order.name, start)))
            for start, end in starts
        )
        for begin, end in spells:
            first = next(start for start, _ in starts if start.occurred_at == begin)
            yield Finding(
                rule=NAME,
                subject=order.name,
                severity=Severity.CRITICAL,
                effect=Effect.HOLD_THERAPY,
                holds_from=begin,
                holds_until=end,
                summary="Another immunosuppressant is ordered together with natalizumab",
                action="Hold natalizumab; stop the other immunosuppressant or have it evaluated.",
                evidence=(Evidence(first.event_id, first.occurred_at, f"order of {_drug(first)}"),),
            )


def _prohibited(order: MedicationStarted, policy: Policy) -> bool:
    return prohibited(policy.medication, order.atc, order.rxnorm, order.name)


def _drug(order: MedicationStarted) -> str:
    """What was ordered, by code where there is one; a name is free text, and is not repeated."""
    if order.atc is not None:
        return f"ATC {order.atc}"
    return "a drug of the list" if order.rxnorm is None else f"RxNorm {order.rxnorm}"


RULE = Rule(
    name=NAME,
    authority=authority("Concomitant medications", "together with other immunosuppressants prohibited"),
    reads=frozenset({Part.ORDERS, Part.CLEARANCES, Part.THERAPIES}),
    judge=_judge,
    on_therapy=True,
)
