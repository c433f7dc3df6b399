"""What a receiver is handed: an alert without identity, and what is wanted of the receiver."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from models.alerts import Alert, Status
from models.findings import Effect, Severity
from streams.pager.subjects import Pseudonym, Subject, subject_of


@dataclass(frozen=True, slots=True)
class Page:
    """One revision of an alert as it may leave the hospital: pseudonyms, and `alert_id` as the reference."""

    alert_id: str
    revision: int
    rule: str
    severity: Severity
    effect: Effect
    status: Status
    patient: str | None
    subject: Subject
    summary: str
    action: str
    authority: str
    holds_from: datetime
    changed_at: datetime
    due_at: datetime | None


class Intent(StrEnum):
    """What is wanted of a receiver."""

    PAGE = "page"
    """Be heard: somebody must act, and does not know it yet."""
    UPDATE = "update"
    """Show the newest state; wake nobody."""
    ACKNOWLEDGE = "acknowledge"
    """Somebody has taken it: stop calling."""
    RESOLVE = "resolve"
    """It is over, or no longer worth a page."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A page with its intent.

    `paged` is the revision that was, or is now to be, heard: `(alert_id, paged)` is the key under which a receiver
    drops repeats, the same whenever the delivery is made again.
    """

    intent: Intent
    page: Page
    paged: int


def page_of(alert: Alert, pseudonym: Pseudonym) -> Page:
    """The page of an alert: its patient and the identifiers of things by pseudonym, its evidence left out."""
    return Page(
        alert_id=alert.alert_id,
        revision=alert.revision,
        rule=alert.rule,
        severity=alert.severity,
        effect=alert.effect,
        status=alert.status,
        patient=None if alert.patient_id is None else pseudonym(alert.patient_id),
        subject=subject_of(alert, pseudonym),
        summary=alert.summary,
        action=alert.action,
        authority=alert.authority,
        holds_from=alert.holds_from,
        changed_at=alert.changed_at,
        due_at=alert.due_at,
    )
