"""The lines of `patient-events` as the core reads them: compact, frozen, typed."""

from datetime import datetime
from typing import Final

import msgspec

from models.log.base import Event
from models.log.clinical import (
    ConditionEvent,
    ConditionResolved,
    ConditionStarted,
    Demographics,
    EdssScored,
    MedicationStarted,
    MedicationStopped,
    MriReported,
    OrderEvent,
    ReactionObserved,
    RelapseReported,
    TherapyDiscontinued,
    TherapyStarted,
)
from models.log.decisions import AlertAcknowledged, EventRetracted, HoldCleared, PatientMerged
from models.log.dose import DoseDiscarded, DoseEvent, DoseMishandled, DoseMoved, DosePrepared
from models.log.infusion import (
    InfusionEvent,
    InfusionPaused,
    InfusionRateChanged,
    InfusionResumed,
    InfusionStarted,
    InfusionStopped,
    ObservationEnded,
)
from models.log.internal import PolicyChanged, SetAside, TimeReached
from models.log.lab import LabResult

ClinicalEvent = (
    LabResult
    | InfusionStarted
    | InfusionRateChanged
    | InfusionPaused
    | InfusionResumed
    | InfusionStopped
    | ObservationEnded
    | DosePrepared
    | DoseMoved
    | DoseMishandled
    | DoseDiscarded
    | Demographics
    | TherapyStarted
    | TherapyDiscontinued
    | ConditionStarted
    | ConditionResolved
    | MedicationStarted
    | MedicationStopped
    | ReactionObserved
    | MriReported
    | EdssScored
    | RelapseReported
    | HoldCleared
    | AlertAcknowledged
    | EventRetracted
    | PatientMerged
)


class HandedOver(msgspec.Struct, frozen=True):
    """What a merged record hands over to the one that goes on, and more of it follows: alerts wait for the last."""

    event: ClinicalEvent | SetAside

    @property
    def patient_id(self) -> str:
        """The record that goes on."""
        return self.event.patient_id

    @property
    def accepted_at(self) -> datetime:
        """When it was handed over."""
        return self.event.accepted_at


Internal = TimeReached | PolicyChanged | SetAside | HandedOver
"""What only the worker writes."""

LogEvent = ClinicalEvent | Internal

WITH_MORE: Final = b'{"more":true,'
"""How a line begins after which more follows that belongs with it."""

_Line = ClinicalEvent | TimeReached | PolicyChanged | SetAside
_decoder: msgspec.json.Decoder[_Line] = msgspec.json.Decoder(_Line)


def decode_line(line: bytes) -> LogEvent:
    """One line of the log, typed.

    Raises:
        msgspec.DecodeError, msgspec.ValidationError: what stands there is not a line of ours.
    """
    event = _decoder.decode(line)
    if line.startswith(WITH_MORE) and not isinstance(event, TimeReached | PolicyChanged):
        return HandedOver(event)
    return event


__all__ = [
    "WITH_MORE",
    "AlertAcknowledged",
    "ClinicalEvent",
    "ConditionEvent",
    "ConditionResolved",
    "ConditionStarted",
    "Demographics",
    "DoseDiscarded",
    "DoseEvent",
    "DoseMishandled",
    "DoseMoved",
    "DosePrepared",
    "EdssScored",
    "Event",
    "EventRetracted",
    "HandedOver",
    "HoldCleared",
    "InfusionEvent",
    "InfusionPaused",
    "InfusionRateChanged",
    "InfusionResumed",
    "InfusionStarted",
    "InfusionStopped",
    "Internal",
    "LabResult",
    "LogEvent",
    "MedicationStarted",
    "MedicationStopped",
    "MriReported",
    "ObservationEnded",
    "OrderEvent",
    "PatientMerged",
    "PolicyChanged",
    "ReactionObserved",
    "RelapseReported",
    "SetAside",
    "TherapyDiscontinued",
    "TherapyStarted",
    "TimeReached",
    "decode_line",
]
