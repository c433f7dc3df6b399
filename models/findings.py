"""What a rule answers: findings, each with the interval during which it holds."""

from datetime import datetime
from enum import StrEnum

import msgspec


class Severity(StrEnum):
    """How soon somebody must act: now (page), today (page in hours), or at leisure (worklist only)."""

    CRITICAL = "critical"
    WARNING = "warning"
    INFO = "info"


class Effect(StrEnum):
    """What a finding asks for."""

    STOP_INFUSION = "stop-infusion"
    HOLD_THERAPY = "hold-therapy"
    DISCONTINUE = "discontinue"
    DISCARD_DOSE = "discard-dose"
    REVIEW = "review"
    SCHEDULE = "schedule"


class End(StrEnum):
    """Why a finding ends, or an alert is resolved."""

    CLEARED = "cleared"
    CORRECTED = "corrected"
    RETRACTED = "retracted"
    THERAPY_ENDED = "therapy-ended"
    ACKNOWLEDGED = "acknowledged"
    SUPERSEDED = "superseded"
    POLICY_CHANGED = "policy-changed"


PATIENT = "patient"
"""The subject of a finding that is about the patient as a whole."""

_URGENCY = {Severity.INFO: 0, Severity.WARNING: 1, Severity.CRITICAL: 2}
HOLDING = frozenset({Effect.HOLD_THERAPY, Effect.DISCONTINUE})
"""The effects under which a patient is held: no dose may be prepared or given."""


class Evidence(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A fact on which a finding rests: the event, its clinical time, and what it says without identity."""

    event_id: str
    at: datetime
    fact: str


class Finding(msgspec.Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """Something that a rule says about a patient, from `holds_from` up to, not including, `holds_until`.

    `ends` says why it ends at `holds_until`. Where it is `acknowledged`, only a person ends it, and `holds_until` is
    open, or the instant from which another finding of the same rank goes on. `grade` orders findings of one severity.
    """

    rule: str
    subject: str
    severity: Severity
    effect: Effect
    holds_from: datetime
    summary: str
    action: str
    evidence: tuple[Evidence, ...]
    grade: int = 0
    holds_until: datetime | None = None
    ends: End = End.CLEARED
    due_at: datetime | None = None

    @property
    def rank(self) -> tuple[int, int]:
        """By which alerts worsen and ease: severity, then grade."""
        return _URGENCY[self.severity], self.grade
