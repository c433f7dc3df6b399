"""A positive antibody test is repeated after 42 days: some ten in a hundred develop antibodies.

Source: Immunogenicity monitoring, Antibody detection; Impact.
Begins: on therapy, with the first positive, a preliminary one too; the repetition is due 42 days after the last.
Missing data: an indeterminate test says nothing; a preliminary positive counts, a preliminary negative does not.
Ends: with a confirmed negative 42 days or more after the last positive, when antibodies are persistent
    (`antibody-persistent` then), or with the therapy.
Asks for: warning; review.
Policy: antibody.persistence.
"""

from collections.abc import Iterator
from typing import Final

from alerts.antibodies import persistent_since, streaks
from alerts.chart.chart import Chart
from alerts.chart.parts import Part
from alerts.intervals import earliest
from alerts.rule import Rule, authority
from models.analytes import Analyte
from models.findings import PATIENT, Effect, End, Evidence, Finding, Severity
from models.policy import Policy

NAME: Final = "antibody-positive"


def _judge(chart: Chart, policy: Policy) -> Iterator[Finding]:
    persistent = persistent_since(chart, policy)
    for streak in streaks(chart, policy):
        first, last = streak.positives[0], streak.positives[-1]
        if persistent is not None and persistent <= first.occurred_at:
            continue
        until = earliest(streak.until, persistent)
        yield Finding(
            rule=NAME,
            subject=PATIENT,
            severity=Severity.WARNING,
            effect=Effect.REVIEW,
            holds_from=first.occurred_at,
            holds_until=until,
            ends=End.CLEARED if until == streak.until else End.SUPERSEDED,
            due_at=policy.after(last.occurred_at, policy.antibody.persistence),
            summary=f"Natalizumab antibody positive{'; preliminary' if last.preliminary else ''}",
            action=f"Repeat the antibody test {policy.antibody.persistence} after the last positive one.",
            evidence=tuple(
                Evidence(test.event_id, test.occurred_at, "natalizumab antibody positive")
                for test in ((first,) if first is last else (first, last))
            ),
        )


RULE = Rule(
    name=NAME,
    authority=authority("Antibody detection", "about 10 % develop antibodies; repeat a positive test"),
    reads=frozenset({Analyte.NATALIZUMAB_ANTIBODY, Part.THERAPIES}),
    judge=_judge,
    on_therapy=True,
)
