"""Operations alerts: what a ledger has to say about itself, in the shape of alerts, with nobody's identity."""

import hashlib
from datetime import datetime
from typing import NamedTuple

from models.alerts import Alert, Change, Status
from models.findings import Effect, End, Severity
from streams.operations.alerts import AUTHORITY
from streams.operations.catalogue import Operations


class Notice(NamedTuple):
    """Something that somebody has to look at.

    Attributes:
        rule: what kind of thing it is.
        who: the pseudonym of the patient.
        since: when it came to light.
        severity: how soon to act.
        summary: what is the case.
        action: what to do.
        policy_version: of the policy in force.
    """

    rule: str
    who: str
    since: datetime
    severity: Severity
    summary: str
    action: str
    policy_version: str


def said(notice: Notice, ended_at: datetime | None = None) -> Alert:
    """The revision for `operations`: that it began, or, with an instant, that it is over."""
    about = f"{notice.rule}/{notice.who}"
    return Alert(
        alert_id=hashlib.sha256(f"{about}/{notice.since.isoformat()}".encode()).hexdigest(),
        revision=2 if ended_at else 1,
        rule=notice.rule,
        patient_id=None,
        subject=notice.who,
        status=Status.RESOLVED if ended_at else Status.FIRING,
        severity=notice.severity,
        effect=Effect.REVIEW,
        change=Change.RESOLVED if ended_at else Change.OPENED,
        reason=End.CLEARED if ended_at else None,
        holds_from=notice.since,
        opened_at=notice.since,
        changed_at=ended_at or notice.since,
        due_at=None,
        late_by_s=0.0,
        summary=notice.summary,
        action=notice.action,
        authority=AUTHORITY,
        evidence=(),
        policy_version=notice.policy_version,
    )


def ring_of_merges(who: str, records: int, at: datetime, policy_version: str) -> Alert:
    """The revision that says: merges lead round in a ring, so that nobody can tell which record goes on."""
    return said(
        Notice(
            rule=Operations.MERGE_RING.value.rule,
            who=who,
            since=at,
            severity=Operations.MERGE_RING.value.severity,
            summary=f"{records} records are merged into each other in a ring; all are judged as patient {who}.",
            action=Operations.MERGE_RING.value.advice,
            policy_version=policy_version,
        )
    )


def merge_retracted(who: str, at: datetime, policy_version: str) -> Alert:
    """The revision that says: the source takes back that two records are one patient, and natwatch cannot."""
    return said(
        Notice(
            rule=Operations.MERGE_RETRACTED.value.rule,
            who=who,
            since=at,
            severity=Operations.MERGE_RETRACTED.value.severity,
            summary=f"The merge of another record into patient {who} was retracted; natwatch does not undo it.",
            action=Operations.MERGE_RETRACTED.value.advice,
            policy_version=policy_version,
        )
    )
