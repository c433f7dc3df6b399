"""Findings about a dose that must not be given: what they ask for until it is discarded, and once it was infused."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import msgspec

from alerts.chart.chart import Chart
from alerts.chart.dose import Dose
from alerts.intervals import earliest
from models.findings import Effect, End, Evidence, Finding, Severity
from models.log import DoseMishandled, DosePrepared


class Flaw(NamedTuple):
    """What is wrong with a dose: as somebody needs to hear it, and as the event says it."""

    summary: str
    fact: str


def misprepared(chart: Chart, rule: str, flaw_in: Callable[[DosePrepared], Flaw | None]) -> Iterator[Finding]:
    """The findings about doses that were wrong from their dilution on.

    Args:
        chart: Holds the doses, and the infusions from them.
        rule: The rule's name.
        flaw_in: What is wrong with a dilution. If several tell of one dose, the first with a flaw counts.
    """
    for dose in chart.doses:
        flaws = ((dilution, flaw_in(dilution)) for dilution in dose.dilutions)
        for dilution, flaw in flaws:
            if flaw is not None:
                yield from unfit(chart, dose, must_be_discarded(rule, dose, dilution, flaw))
                break


def must_be_discarded(rule: str, dose: Dose, event: DosePrepared | DoseMishandled, flaw: Flaw) -> Finding:
    """The finding that a dose is unfit from an event on."""
    return Finding(
        rule=rule,
        subject=dose.name,
        severity=Severity.CRITICAL,
        effect=Effect.DISCARD_DOSE,
        holds_from=event.occurred_at,
        summary=flaw.summary,
        action="Discard the dose; prepare a new one.",
        evidence=(Evidence(event.event_id, event.occurred_at, flaw.fact),),
    )


def unfit(chart: Chart, dose: Dose, finding: Finding) -> Iterator[Finding]:
    """The finding until the dose is discarded or an infusion from it starts; from that start on a graver one.

    The graver one holds whether or not what is left of the dose is discarded: a person ends it.
    """
    start = chart.given_from(dose.name)
    until = earliest(dose.discarded_at, None if start is None else start.occurred_at)
    if until is None or finding.holds_from < until:
        ends = End.CLEARED if until == dose.discarded_at else End.SUPERSEDED
        summary = f"Unfit dose: {finding.summary}"
        yield msgspec.structs.replace(finding, holds_until=until, ends=ends, summary=summary)
    if start is not None:
        yield msgspec.structs.replace(
            finding,
            grade=finding.grade + 1,
            effect=Effect.REVIEW,
            holds_from=start.occurred_at,
            ends=End.ACKNOWLEDGED,
            summary=f"An unfit dose was infused: {finding.summary}",
            action="Call the physician; watch the patient.",
            evidence=(*finding.evidence, Evidence(start.event_id, start.occurred_at, "infusion from it started")),
        )
