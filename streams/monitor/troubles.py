"""Patients whom a rule could not judge: said once each on `operations`, and taken back when it can be done again."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple

import msgspec

from models.alerts import Alert, Change, Status
from models.findings import Effect, End, Severity
from streams.monitor.position import TROUBLE_KEY
from streams.monitor.turn import KeyValue

RULE = "cannot-judge"


class Trouble(msgspec.Struct, frozen=True, kw_only=True):
    """A patient, named by the pseudonym, cannot be judged since an instant, because of a rule, under a policy."""

    who: str
    rule: str
    since: datetime
    policy_version: str


class Notice(NamedTuple):
    """What to say on `operations`, and what to keep in the changelog."""

    operations: KeyValue
    ledger: KeyValue


class Troubles:
    """The troubles of one partition: at most one a patient.

    Args:
        known: those that the changelog holds, by patient.
        pseudonym: hides a patient's id.
    """

    def __init__(self, known: Mapping[str, Trouble], pseudonym: Callable[[str], str]) -> None:
        self._known = dict(known)
        self._pseudonym = pseudonym

    def __contains__(self, patient_id: object) -> bool:
        return patient_id in self._known

    def begin(self, patient_id: str, rule: str, at: datetime, policy_version: str) -> Notice | None:
        """The notice of a new trouble; none where the patient is in trouble already."""
        if patient_id in self._known:
            return None
        trouble = Trouble(who=self._pseudonym(patient_id), rule=rule, since=at, policy_version=policy_version)
        self._known[patient_id] = trouble
        return Notice(_alert(trouble, None), (_key(patient_id), msgspec.json.encode(trouble)))

    def end(self, patient_id: str, at: datetime) -> Notice:
        """The notice that a patient in trouble can be judged again."""
        return Notice(_alert(self._known.pop(patient_id), at), (_key(patient_id), None))


def _key(patient_id: str) -> bytes:
    return TROUBLE_KEY + patient_id.encode()


def _alert(trouble: Trouble, ended_at: datetime | None) -> KeyValue:
    about = f"{RULE}/{trouble.who}"
    alert = Alert(
        alert_id=hashlib.sha256(f"{about}/{trouble.since.isoformat()}".encode()).hexdigest(),
        revision=2 if ended_at else 1,
        rule=RULE,
        patient_id=None,
        subject=trouble.who,
        status=Status.RESOLVED if ended_at else Status.FIRING,
        severity=Severity.CRITICAL,
        effect=Effect.REVIEW,
        change=Change.RESOLVED if ended_at else Change.OPENED,
        reason=End.CLEARED if ended_at else None,
        holds_from=trouble.since,
        opened_at=trouble.since,
        changed_at=ended_at or trouble.since,
        due_at=None,
        late_by_s=0.0,
        summary=f"Rule {trouble.rule} fails on patient {trouble.who}, whose alerts are not kept up to date.",
        action="Watch this patient by other means; give the worker's log to whoever maintains natwatch.",
        authority="natwatch, about itself",
        evidence=(),
        policy_version=trouble.policy_version,
    )
    return about.encode(), alert.to_json()
