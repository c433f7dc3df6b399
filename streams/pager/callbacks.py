"""What comes back from receivers, read: who has set which alert aside, when and why. Pure.

PagerDuty's V3 webhooks say that an incident was acknowledged or resolved; only what a person did counts, since what we
resolve there ourselves comes back as well. Alertmanager calls nobody when something is silenced, so its silences are
asked for (`silences.py`); a silence counts for an alert that it names by `alert_id`, not for what it merely covers. The
hospital's own worklist says it in our words.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from models import instants
from models.terms import SetAside

SOURCE = "natwatch-pager"
_LONGEST_BY = 128


class Useless(StrEnum):
    """Why a call-back leads to no acknowledgement."""

    MALFORMED = "malformed"
    OTHER_KIND = "other-kind"
    NO_PERSON = "no-person"
    UNKNOWN_ALERT = "unknown-alert"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """Somebody has set an alert aside.

    Attributes:
        reference: what the receiver calls it; the same when it tells us again.
    """

    alert_id: str
    by: str
    code: SetAside
    at: datetime
    reference: str

    def event(self, patient_id: str, now: datetime) -> dict[str, object]:
        """The canonical event; a clock over there that is ahead of ours does not put it into the future."""
        digest = hashlib.sha256(f"{self.reference}\0{self.alert_id}".encode()).hexdigest()
        return {
            "type": "alert-acknowledged",
            "event_id": f"ack-{digest[:32]}",
            "source": SOURCE,
            "patient_id": patient_id,
            "occurred_at": instants.to_text(min(self.at, now)),
            "alert_id": self.alert_id,
            "by": self.by,
            "reason": self.code.value,
        }


Read: TypeAlias = Acknowledgement | Useless

_PAGERDUTY_CODES = {"incident.acknowledged": SetAside.TAKEN, "incident.resolved": SetAside.HANDLED}


def from_pagerduty(body: object) -> Read:
    """Read a V3 webhook."""
    event = _fields(_fields(body).get("event"))
    code = _PAGERDUTY_CODES.get(_text(event.get("event_type")))
    if code is None:
        return Useless.OTHER_KIND if event else Useless.MALFORMED
    agent = _fields(event.get("agent"))
    if agent.get("type") != "user_reference":
        return Useless.NO_PERSON
    alert_id = _text(_fields(event.get("data")).get("incident_key"))
    return _read(alert_id, f"pagerduty:{_text(agent.get('id'))}", code, event.get("occurred_at"), event.get("id"))


def from_worklist(body: object) -> Read:
    """Read what a worklist says: `alert_id`, `by`, `reason` (a code), `at`, and an `id` of its own."""
    fields = _fields(body)
    try:
        code = SetAside(_text(fields.get("reason")))
    except ValueError:
        return Useless.MALFORMED
    return _read(_text(fields.get("alert_id")), _text(fields.get("by")), code, fields.get("at"), fields.get("id"))


def from_silence(body: object) -> Read:
    """Read one silence of Alertmanager; the first word of its comment may be a code."""
    silence = _fields(body)
    if _fields(silence.get("status")).get("state") != "active":
        return Useless.OTHER_KIND
    matchers = silence.get("matchers")
    named = [
        _text(one.get("value")) for one in map(_fields, matchers if isinstance(matchers, list) else ()) if _is(one)
    ]
    if len(named) != 1:
        return Useless.OTHER_KIND
    word = (_text(silence.get("comment")).split() or [""])[0].strip(".,:;").lower()
    code = SetAside(word) if word in set(SetAside) else SetAside.SILENCED
    by = f"alertmanager:{_text(silence.get('createdBy'))}"
    return _read(named[0], by, code, silence.get("startsAt"), silence.get("id"))


def _is(matcher: Mapping[str, object]) -> bool:
    """Whether a matcher names one alert."""
    exactly = matcher.get("isRegex") is False and matcher.get("isEqual", True) is True
    return exactly and matcher.get("name") == "alert_id"


def _read(alert_id: str, by: str, code: SetAside, at: object, reference: object) -> Read:
    who = "".join(letter for letter in by if letter.isprintable())[:_LONGEST_BY]
    if not (alert_id and who and _text(reference)):
        return Useless.MALFORMED
    try:
        return Acknowledgement(alert_id, who, code, instants.parse(_text(at)), _text(reference))
    except instants.BadInstantError:
        return Useless.MALFORMED


def _fields(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
