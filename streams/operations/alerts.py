"""Operations alerts in the shape of alerts: opened, and resolved, with nobody's identity."""

import hashlib
from datetime import datetime
from typing import Final

from models.alerts import SUMMARY_LIMIT, Alert, Change, Status
from models.findings import Effect, End
from models.instants import to_text
from streams.operations.catalogue import Operation

AUTHORITY: Final = "natwatch, about itself"


def opened(operation: Operation, subject: str, summary: str, now: datetime) -> Alert:
    """The first revision: it came to light now."""
    about = "\0".join((operation.rule, subject, to_text(now)))
    return Alert(
        alert_id=hashlib.sha256(about.encode()).hexdigest(),
        revision=1,
        rule=operation.rule,
        patient_id=None,
        subject=subject,
        status=Status.FIRING,
        severity=operation.severity,
        effect=Effect.REVIEW,
        change=Change.OPENED,
        reason=None,
        holds_from=now,
        opened_at=now,
        changed_at=now,
        due_at=None,
        late_by_s=0.0,
        summary=summary[:SUMMARY_LIMIT],
        action=operation.advice,
        authority=AUTHORITY,
        evidence=(),
        policy_version="",
    )


def resolved(alert: Alert, now: datetime) -> Alert:
    """The last revision: it is over."""
    return alert.model_copy(
        update={
            "revision": alert.revision + 1,
            "status": Status.RESOLVED,
            "change": Change.RESOLVED,
            "reason": End.CLEARED,
            "changed_at": now,
        }
    )


def key(alert: Alert) -> bytes:
    """Under which it stands on `operations`: what it is about."""
    return f"{alert.rule}/{alert.subject}".encode()
