"""Patients whom a rule could not judge: said once each on `operations`, and taken back when it can be done again."""

from collections.abc import Callable, Mapping
from datetime import datetime

import msgspec

from models.alerts import Alert
from streams.monitor.operations import Notice, said
from streams.monitor.position import TROUBLE_KEY
from streams.monitor.turn import KeyValue
from streams.operations.catalogue import Operations

RULE = Operations.CANNOT_JUDGE.value.rule


class Trouble(msgspec.Struct, frozen=True, kw_only=True):
    """A patient, named by the pseudonym, cannot be judged since an instant, because of a rule, under a policy."""

    who: str
    rule: str
    since: datetime
    policy_version: str


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

    def begin(self, patient_id: str, rule: str, at: datetime, policy_version: str) -> tuple[Alert, KeyValue] | None:
        """What to say on `operations` and to keep of a new trouble; none where the patient is in trouble already."""
        if patient_id in self._known:
            return None
        trouble = Trouble(who=self._pseudonym(patient_id), rule=rule, since=at, policy_version=policy_version)
        self._known[patient_id] = trouble
        return _said(trouble), (_key(patient_id), msgspec.json.encode(trouble))

    def end(self, patient_id: str, at: datetime) -> tuple[Alert, KeyValue]:
        """What to say and to keep when a patient in trouble can be judged again."""
        return _said(self._known.pop(patient_id), at), (_key(patient_id), None)


def _key(patient_id: str) -> bytes:
    return TROUBLE_KEY + patient_id.encode()


def _said(trouble: Trouble, ended_at: datetime | None = None) -> Alert:
    notice = Notice(
        rule=RULE,
        who=trouble.who,
        since=trouble.since,
        severity=Operations.CANNOT_JUDGE.value.severity,
        summary=f"Rule {trouble.rule} fails on patient {trouble.who}, whose alerts are not kept up to date.",
        action=Operations.CANNOT_JUDGE.value.advice,
        policy_version=trouble.policy_version,
    )
    return said(notice, ended_at)
