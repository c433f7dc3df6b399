"""About one infection in a patient-year is usual; more than three are looked at.

Source: Immunosuppression and infection risks, Infection management.
Begins: on therapy, with the onset that makes them too many within a year.
Missing data: an onset that was not reported is not counted.
Ends: when so many no longer began in the year before, or with the therapy.
Asks for: info; review.
Policy: infection.per_year.
"""

from collections.abc import Iterator
from typing import Final

from alerts.chart.chart import Chart
from alerts.chart.parts import Part
from alerts.intervals import Interval, united
from alerts.rule import Rule, authority
from models.findings import PATIENT, Effect, Evidence, Finding, Severity
from models.log import ConditionStarted
from models.policy import Policy
from models.terms import ConditionKind

NAME: Final = "infection-rate"


def _judge(chart: Chart, policy: Policy) -> Iterator[Finding]:
    onsets = _infections(chart)
    span = policy.infection.per_year
    spells = united(
        Interval(onsets[last].occurred_at, policy.after(onsets[last - span].occurred_at, policy.infection.year))
        for last in range(span, len(onsets))
    )
    for start, end in spells:
        since = policy.before(start, policy.infection.year)
        counted = [onset for onset in onsets if since <= onset.occurred_at <= start]
        yield Finding(
            rule=NAME,
            subject=PATIENT,
            severity=Severity.INFO,
            effect=Effect.REVIEW,
            holds_from=start,
            holds_until=end,
            summary=f"{len(counted)} infections within a year",
            action="Review the risk of infection.",
            evidence=tuple(Evidence(each.event_id, each.occurred_at, "an infection began") for each in counted),
        )


def _infections(chart: Chart) -> list[ConditionStarted]:
    """The onset of each infection, in order; one that was reported again while it lasted is the same infection."""
    onsets: list[ConditionStarted] = []
    for condition in chart.conditions:
        infections = [each for each in condition.onsets if each[0].kind is ConditionKind.INFECTION]
        onsets.extend({end: onset for onset, end in reversed(infections)}.values())
    return sorted(onsets, key=lambda onset: (onset.occurred_at, onset.key))


RULE = Rule(
    name=NAME,
    authority=authority("Infection management", "about 1 infection per patient-year"),
    reads=frozenset({Part.CONDITIONS, Part.THERAPIES}),
    judge=_judge,
    on_therapy=True,
)
