"""Schedules: something is due an interval after the later of the start of the therapy and the last time."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from alerts.chart.chart import Chart
from alerts.chart.therapy import Therapy
from alerts.intervals import earliest, on_therapy
from models.findings import PATIENT, Effect, Evidence, Finding, Severity
from models.log import Event
from models.policy import Period, Policy


class Schedule(NamedTuple):
    """What is due, and how its alert reads.

    Attributes:
        rule: The rule's name.
        what: What is due, as a sentence begins: `Liver enzymes (ALT and AST)`.
        action: What to do.
        interval: From one time to the next.
        severity: From the due date on.
        escalations: How long after the due date it gets worse, and how bad it is then; in order.
    """

    rule: str
    what: str
    action: str
    interval: Period
    severity: Severity
    escalations: tuple[tuple[Period, Severity], ...] = ()


class _Last(NamedTuple):
    """From `since` on the last time was `last`."""

    since: datetime
    last: Event


def scheduled(
    schedule: Schedule,
    series: Sequence[Sequence[Event]],
    chart: Chart,
    policy: Policy,
    never_after: datetime | None = None,
) -> Iterator[Finding]:
    """The findings of a schedule, during each therapy: a notice, then what is overdue, in growing grades.

    Args:
        schedule: What is due.
        series: For each thing that has to be done, the times at which it was, in order; all of them are needed.
        chart: Says when the patient was on therapy.
        policy: Gives the notice.
        never_after: From then on nothing is due any more.
    """
    horizon = chart.horizon(schedule.rule)
    changes = list(_lasts(series if horizon is None else [_recent(events, horizon) for events in series]))
    for therapy in chart.therapies:
        if not chart.over(schedule.rule, therapy.end):
            for base, last, until in _stretches(changes, therapy, never_after):
                if not chart.over(schedule.rule, until):
                    yield from on_therapy(_due(schedule, base, last, until, policy), (therapy,))


def _recent(events: Sequence[Event], horizon: datetime) -> Sequence[Event]:
    """The last event up to the horizon, and all after it: those before it bear on nothing any more."""
    return events[max(0, bisect_right(events, horizon, key=lambda event: event.occurred_at) - 1) :]


def _lasts(series: Sequence[Sequence[Event]]) -> Iterator[_Last]:
    """When the last time changed: of several things the earliest of their latest times, once each was done."""
    done = sorted(
        ((event.occurred_at, which, event) for which, events in enumerate(series) for event in events),
        key=lambda each: each[:2],
    )
    latest: dict[int, Event] = {}
    last: Event | None = None
    for at, together in groupby(done, key=lambda each: each[0]):
        latest.update({which: event for _, which, event in together})
        if len(latest) < len(series):
            continue
        now = min(latest.values(), key=lambda event: event.occurred_at)
        if last is None or now.occurred_at > last.occurred_at:
            last = now
            yield _Last(at, last)


def _stretches(
    changes: list[_Last], therapy: Therapy, never_after: datetime | None
) -> Iterator[tuple[datetime, Event | None, datetime | None]]:
    """From what time on the interval counts, the last time there was, and until when that is so."""
    before = [change for change in changes if change.since <= therapy.start]
    base, last = therapy.start, before[-1].last if before else None
    for change in changes:
        if therapy.start < change.since < therapy.end and change.last.occurred_at > base:
            yield base, last, earliest(change.since, never_after)
            base, last = change.last.occurred_at, change.last
    yield base, last, never_after


def _due(
    schedule: Schedule, base: datetime, last: Event | None, until: datetime | None, policy: Policy
) -> Iterator[Finding]:
    due = policy.after(base, schedule.interval)
    steps = [(policy.before(due, policy.schedule.notice), Severity.INFO), (due, schedule.severity)]
    steps += [(policy.after(due, period), severity) for period, severity in schedule.escalations]
    for grade, (start, severity) in enumerate(steps):
        if until is not None and until <= start:
            continue
        yield Finding(
            rule=schedule.rule,
            subject=PATIENT,
            severity=severity,
            grade=grade,
            effect=Effect.SCHEDULE,
            holds_from=start,
            holds_until=until,
            due_at=due,
            summary=f"{schedule.what}: {'overdue' if grade else 'due soon'}",
            action=schedule.action,
            evidence=() if last is None else (Evidence(last.event_id, last.occurred_at, "the last time"),),
        )
