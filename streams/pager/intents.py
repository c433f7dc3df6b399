"""Whether, and how, a revision of an alert is to be heard: pure, and the same after a restart."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from models.alerts import Alert, Change, Status
from models.findings import Severity
from streams.pager.pages import Intent


@dataclass(frozen=True, slots=True)
class Told:
    """What a receiver knows of an alert: its newest revision, and the one that it was paged for, if any."""

    revision: int
    paged: int | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """The newest revision of an alert that is still to be told, and what the revisions before it asked for.

    While a receiver cannot be reached only the newest revision is kept. `since` is the first revision that was not
    told, `loud` the latest of them that must be heard; `attempted`, that a receiver may have accepted something
    without our knowing.
    """

    alert: Alert
    since: int
    loud: int | None
    attempted: bool = False

    def followed_by(self, newer: "Waiting") -> "Waiting":
        """This with a newer revision in the place of the old one; the page that is owed stays owed."""
        missed = newer.alert.revision if newer.since > self.alert.revision + 1 else None
        return replace(self, alert=newer.alert, loud=newer.loud or missed or self.loud)


class Why(StrEnum):
    """The reasons for what was decided, as they are counted."""

    NEWS = "news"
    MISSED = "missed"
    CHANGED = "changed"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"
    EASED_TO_INFO = "eased-to-info"
    REPEAT = "repeat"
    INFO = "info"
    NEVER_PAGED = "never-paged"
    BEGAN_BEFORE = "began-before"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to ask of the receiver (`intent` none: nothing), why, and what it knows once it has accepted."""

    intent: Intent | None
    why: Why
    then: Told


def waiting(alert: Alert) -> Waiting:
    """One revision, as it comes from the topic."""
    return Waiting(alert, since=alert.revision, loud=alert.revision if loud(alert) else None)


def judge(owed: Waiting, told: Told | None, *, fresh: bool, not_before: datetime | None) -> Verdict:
    """What to ask of the receiver.

    Revisions count without gaps, so a gap between `told` and what is owed means that compaction has taken a revision
    that may have asked to be heard: it is heard, late rather than never.

    Args:
        owed: what is still to be told.
        told: what the receiver knows; none if this alert was not seen before.
        fresh: the topic is read for the first time, so an alert that was not seen before was never paged.
        not_before: what began before this instant does not page, unless it was paged already.
    """
    alert = owed.alert
    if told is not None and alert.revision <= told.revision:
        return Verdict(None, Why.REPEAT, told)
    paged = None if told is None else told.paged
    gap = owed.since != (0 if told is None else told.revision) + 1
    maybe_paged = paged is not None or owed.attempted or (gap and not fresh)
    if alert.status is Status.RESOLVED or alert.severity is Severity.INFO:
        return _over(alert, maybe_paged=maybe_paged)
    if not maybe_paged and not_before is not None and alert.holds_from < not_before:
        return Verdict(None, Why.BEGAN_BEFORE, Told(alert.revision, None))
    if alert.status is Status.ACKNOWLEDGED:
        return _taken(owed, paged, maybe_paged=maybe_paged)
    return _firing(owed, paged, gap=gap)


def _firing(owed: Waiting, paged: int | None, *, gap: bool) -> Verdict:
    """The verdict on what fires and is worth a page: is it news, or known already?"""
    revision = owed.alert.revision
    if owed.loud is not None:
        return Verdict(Intent.PAGE, Why.NEWS, Told(revision, owed.loud))
    if gap or paged is None:
        return Verdict(Intent.PAGE, Why.MISSED, Told(revision, revision))
    return Verdict(Intent.UPDATE, Why.CHANGED, Told(revision, paged))


def _taken(owed: Waiting, paged: int | None, *, maybe_paged: bool) -> Verdict:
    """The verdict on what a person has set aside: there is a page to quieten, or there never was one."""
    revision = owed.alert.revision
    if not maybe_paged:
        return Verdict(None, Why.NEVER_PAGED, Told(revision, None))
    return Verdict(Intent.ACKNOWLEDGE, Why.ACKNOWLEDGED, Told(revision, paged or owed.loud or revision))


def _over(alert: Alert, *, maybe_paged: bool) -> Verdict:
    """The verdict on what is resolved, or only for the worklist: a page that may be up is taken down."""
    then = Told(alert.revision, None)
    if alert.status is Status.RESOLVED:
        return Verdict(Intent.RESOLVE, Why.RESOLVED, then) if maybe_paged else Verdict(None, Why.NEVER_PAGED, then)
    return Verdict(Intent.RESOLVE, Why.EASED_TO_INFO, then) if maybe_paged else Verdict(None, Why.INFO, then)


def loud(alert: Alert) -> bool:
    """Whether this revision is news for somebody asleep."""
    return (
        alert.change in {Change.OPENED, Change.WORSENED}
        and alert.status is Status.FIRING
        and alert.severity is not Severity.INFO
    )
