"""What another policy would change: the alerts of two replays of the same events, beside one another."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from models.alerts import Alert, Status
from models.findings import Severity
from models.instants import to_text
from streams.pager.intents import loud

_URGENCY = {severity: -place for place, severity in enumerate(Severity)}


class Course(NamedTuple):
    """One alert from its opening to its end (none: still open), with the worst that it was, and what it said last.

    `pages`: how often it asked to be heard.
    """

    patient_id: str
    rule: str
    subject: str
    severity: Severity
    opened_at: datetime
    resolved_at: datetime | None
    summary: str
    pages: int

    @property
    def about(self) -> tuple[str, str, str]:
        """The patient, the rule and the subject."""
        return self.patient_id, self.rule, self.subject

    def meets(self, other: "Course") -> bool:
        """Whether both were open at some instant, or opened at the same one."""
        if self.opened_at == other.opened_at:
            return True
        begun = self.resolved_at is None or other.opened_at < self.resolved_at
        return begun and (other.resolved_at is None or self.opened_at < other.resolved_at)


class Kind(StrEnum):
    """What becomes of an alert under the new policy."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Difference(NamedTuple):
    """An alert that the new policy adds, removes, or lets begin, end or weigh otherwise."""

    kind: Kind
    before: Course | None
    after: Course | None

    @property
    def place(self) -> tuple[datetime, tuple[str, str, str]]:
        """Where it stands among others: by when the alert opened, the earlier of both."""
        there = [course for course in (self.before, self.after) if course is not None]
        return min(course.opened_at for course in there), there[0].about

    def shown(self) -> dict[str, object]:
        """The difference as a JSON object."""
        patient_id, rule, subject = self.place[1]
        about = {"difference": self.kind.value, "patient_id": patient_id, "rule": rule, "subject": subject}
        return {**about, "before": _shown(self.before), "after": _shown(self.after)}


def courses_of(alerts: Iterable[Alert]) -> list[Course]:
    """The alerts of a replay, each from its opening to its end, in the order in which they opened."""
    by_id: dict[str, list[Alert]] = defaultdict(list)
    for alert in alerts:
        by_id[alert.alert_id].append(alert)
    return [_course(revisions) for revisions in by_id.values()]


def differences(before: Iterable[Course], after: Iterable[Course]) -> list[Difference]:
    """What a new policy changes, in order of time; an alert on the same matter at the same time is the same alert."""
    old, new = _by_matter(before), _by_matter(after)
    found = (each for about in old.keys() | new.keys() for each in _differences(old[about], new[about]))
    return sorted(found, key=lambda each: each.place)


def _differences(before: list[Course], after: list[Course]) -> Iterator[Difference]:
    added = list(after)
    for old in before:
        new = next((each for each in added if old.meets(each)), None)
        if new is None:
            yield Difference(Kind.REMOVED, old, None)
            continue
        added.remove(new)
        if _weight(old) != _weight(new):
            yield Difference(Kind.CHANGED, old, new)
    yield from (Difference(Kind.ADDED, None, new) for new in added)


def _weight(course: Course) -> tuple[object, ...]:
    return course.severity, course.opened_at, course.resolved_at, course.pages


def _by_matter(courses: Iterable[Course]) -> dict[tuple[str, str, str], list[Course]]:
    found: dict[tuple[str, str, str], list[Course]] = defaultdict(list)
    for course in courses:
        found[course.about].append(course)
    return found


def _course(revisions: list[Alert]) -> Course:
    first, last = revisions[0], revisions[-1]
    return Course(
        patient_id=first.patient_id or "",
        rule=first.rule,
        subject=first.subject,
        severity=max((each.severity for each in revisions), key=lambda severity: _URGENCY[severity]),
        opened_at=first.opened_at,
        resolved_at=last.changed_at if last.status is Status.RESOLVED else None,
        summary=last.summary,
        pages=sum(loud(each) for each in revisions),
    )


def _shown(course: Course | None) -> dict[str, object] | None:
    if course is None:
        return None
    return {
        "severity": course.severity.value,
        "opened_at": to_text(course.opened_at),
        "resolved_at": None if course.resolved_at is None else to_text(course.resolved_at),
        "pages": course.pages,
        "summary": course.summary,
    }
