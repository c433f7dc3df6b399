"""Events by which people decide about alerts, events and patients."""

from typing import Literal, Self

from pydantic import model_validator

from models.events.common import Event
from models.events.faults import fault
from models.events.fields import Identifier, Text
from models.rejections import Reason


class HoldCleared(Event):
    """A physician has evaluated what held the therapy."""

    type: Literal["hold-cleared"]
    """What kind of event this is."""
    rule: Identifier
    """The rule whose holds end."""
    subject: Identifier | None = None
    """Only the hold about this; absent: all of the rule."""
    by: Identifier
    """Who decided."""
    reason: Text
    """Why."""


class AlertAcknowledged(Event):
    """An alert was set aside."""

    type: Literal["alert-acknowledged"]
    """What kind of event this is."""
    alert_id: Identifier
    """The alert."""
    by: Identifier
    """Who set it aside."""
    reason: Text
    """Why, coded."""


class EventRetracted(Event):
    """An event of the same patient and source never was."""

    type: Literal["event-retracted"]
    """What kind of event this is."""
    retracts: Identifier
    """The event_id of that event."""


class PatientMerged(Event):
    """Two patients are one."""

    type: Literal["patient-merged"]
    """What kind of event this is."""
    prior_patient_id: Identifier
    """The patient who is from now on this one; another one than this."""

    @model_validator(mode="after")
    def _are_two(self) -> Self:
        if self.prior_patient_id == self.patient_id:
            raise fault(Reason.BAD_VALUE, "prior_patient_id")
        return self
