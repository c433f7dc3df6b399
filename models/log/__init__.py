"""The lines of `patient-events` as the core reads them: compact, frozen, typed."""

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
from models.log.internal import PolicyChanged, TimeReached
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
LogEvent = ClinicalEvent | TimeReached | PolicyChanged

_decoder: msgspec.json.Decoder[LogEvent] = msgspec.json.Decoder(LogEvent)


def decode_line(line: bytes | memoryview | str) -> LogEvent:
    """One line of the log, typed.

    Raises:
        msgspec.DecodeError, msgspec.ValidationError: what stands there is not a line of ours.
    """
    return _decoder.decode(line)


__all__ = [
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
    "HoldCleared",
    "InfusionEvent",
    "InfusionPaused",
    "InfusionRateChanged",
    "InfusionResumed",
    "InfusionStarted",
    "InfusionStopped",
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
    "TherapyDiscontinued",
    "TherapyStarted",
    "TimeReached",
    "decode_line",
]
