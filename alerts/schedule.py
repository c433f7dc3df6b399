"""Schedules: something is due an interval after the later of the start of the therapy and the last time."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import datetime
from operator import itemgetter
from typing import NamedTuple

from alerts.chart.chart import Chart
from alerts.chart.therapy import Therapy
from alerts.intervals import earliest
from models.findings import PATIENT, Effect, End, Evidence, Finding, Severity
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


class _Stretch(NamedTuple):
    """From what time on the interval counts, the last time there was, and until when that is so, and why no longer."""

    base: datetime
    last: Event | None
    until: datetime
    ends: End


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
    therapies = [therapy for therapy in chart.therapies if not chart.over(schedule.rule, therapy.end)]
    if not therapies:
        return
    changes = list(_lasts(_since(series, therapies[0].start)))
    for therapy in therapies:
        for stretch in _stretches(changes, therapy, never_after):
            if not chart.over(schedule.rule, stretch.until):
                yield from _due(schedule, stretch, therapy, policy)


def _since(series: Sequence[Sequence[Event]], start: datetime) -> Sequence[Sequence[Event]]:
    """What bears on the last time at the start and on all that came after: all from the earliest of the latest on."""
    places = [bisect_right(events, start, key=_occurred) for events in series]
    if not all(places):
        return series
    since = min(events[place - 1].occurred_at for events, place in zip(series, places, strict=True))
    return [events[bisect_left(events, since, key=_occurred) :] for events in series]


def _lasts(series: Sequence[Sequence[Event]]) -> Iterator[_Last]:
    """When the last time changed: of several things the earliest of their latest times, once each was done."""
    done = [(event.occurred_at, which, event) for which, events in enumerate(series) for event in events]
    done.sort(key=itemgetter(0, 1))
    latest: dict[int, Event] = {}
    last: Event | None = None
    for place, (at, which, event) in enumerate(done, start=1):
        latest[which] = event
        if len(latest) < len(series) or (place < len(done) and done[place][0] == at):
            continue
        now = min(latest.values(), key=_occurred)
        if last is None or now.occurred_at > last.occurred_at:
            last = now
            yield _Last(at, last)


def _occurred(event: Event) -> datetime:
    return event.occurred_at


def _stretches(changes: list[_Last], therapy: Therapy, never_after: datetime | None) -> Iterator[_Stretch]:
    base, last = therapy.start, None
    for change in changes:
        if change.since <= therapy.start:
            last = change.last
        elif change.since < therapy.end and change.last.occurred_at > base:
            yield _stretch(base, last, earliest(change.since, never_after), therapy)
            base, last = change.last.occurred_at, change.last
    yield _stretch(base, last, never_after, therapy)


def _stretch(base: datetime, last: Event | None, until: datetime | None, therapy: Therapy) -> _Stretch:
    if until is None or therapy.end < until:
        return _Stretch(base, last, therapy.end, End.THERAPY_ENDED)
    return _Stretch(base, last, until, End.CLEARED)


def _due(schedule: Schedule, stretch: _Stretch, therapy: Therapy, policy: Policy) -> Iterator[Finding]:
    last, due = stretch.last, policy.after(stretch.base, schedule.interval)
    steps = [(policy.before(due, policy.schedule.notice), Severity.INFO), (due, schedule.severity)]
    steps += [(policy.after(due, period), severity) for period, severity in schedule.escalations]
    evidence = () if last is None else (Evidence(last.event_id, last.occurred_at, "the last time"),)
    for grade, (start, severity) in enumerate(steps):
        begin = max(start, therapy.start)
        if begin < stretch.until:
            yield Finding(
                rule=schedule.rule,
                subject=PATIENT,
                severity=severity,
                grade=grade,
                effect=Effect.SCHEDULE,
                holds_from=begin,
                holds_until=stretch.until,
                ends=stretch.ends,
                due_at=due,
                summary=f"{schedule.what}: {'overdue' if grade else 'due soon'}",
                action=schedule.action,
                evidence=evidence,
            )
