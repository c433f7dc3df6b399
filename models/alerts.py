"""Alerts out: the revisions that pagers and worklists consume."""

from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, PlainSerializer

from models.findings import Effect, End, Severity
from models.instants import to_text

Instant = Annotated[AwareDatetime, PlainSerializer(to_text, return_type=str)]

SUMMARY_LIMIT = 1024
EVIDENCE_LIMIT = 20
TEXT_LIMIT = 256


class Status(StrEnum):
    """Where an alert stands."""

    FIRING = "firing"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


class Change(StrEnum):
    """What a revision brings. Only `opened` and `worsened` are news for somebody asleep."""

    OPENED = "opened"
    WORSENED = "worsened"
    EASED = "eased"
    UPDATED = "updated"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


class EvidenceOut(BaseModel):
    """A fact on which the alert rests."""

    model_config = ConfigDict(frozen=True)

    event_id: str = Field(description="the event that says so")
    at: Instant = Field(description="its clinical time")
    fact: Annotated[str, Field(max_length=TEXT_LIMIT, description="what it says, without identity")]


class Alert(BaseModel):
    """One revision of one alert. `(alert_id, revision)` is the key by which a consumer drops repeats."""

    model_config = ConfigDict(frozen=True)

    alert_id: str = Field(description="stable from opening to resolution; no identity can be read out of it")
    revision: int = Field(ge=1, description="counts up by one without gaps")
    rule: str
    patient_id: str | None = Field(description="none for an operations alert")
    subject: str = Field(description="which thing of the patient's it is about")
    status: Status
    severity: Severity
    effect: Effect = Field(description="what it asks for")
    change: Change
    reason: End | None = Field(description="why it was resolved")
    holds_from: Instant = Field(description="since when the finding holds, in clinical time")
    opened_at: Instant = Field(description="when revision 1 was due to be made")
    changed_at: Instant = Field(description="when this revision was due to be made")
    due_at: Instant | None = Field(description="due date of a schedule, expiry of a dilution")
    late_by_s: float = Field(description="how long after holds_from it could be opened, in seconds")
    summary: Annotated[str, Field(max_length=SUMMARY_LIMIT)]
    action: str
    authority: str = Field(description="section of the document, and its requirement")
    evidence: Annotated[tuple[EvidenceOut, ...], Field(max_length=EVIDENCE_LIMIT)]
    policy_version: str

    def to_json(self) -> bytes:
        """The record as it stands on the topic: compact UTF-8 JSON in the contract's field order."""
        return self.__pydantic_serializer__.to_json(self)
