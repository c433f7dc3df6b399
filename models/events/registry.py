"""All types of events, each at the topic that the hospital is asked to send it to; any of them may come on any."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, get_args

from pydantic import BaseModel

from models.events.clinic import (
    ConditionResolved,
    ConditionStarted,
    Demographics,
    EdssScored,
    MedicationStarted,
    MedicationStopped,
    MriReported,
    ReactionObserved,
    RelapseReported,
    TherapyDiscontinued,
    TherapyStarted,
)
from models.events.common import Event
from models.events.decisions import AlertAcknowledged, EventRetracted, HoldCleared, PatientMerged
from models.events.infusions import (
    InfusionPaused,
    InfusionRateChanged,
    InfusionResumed,
    InfusionStarted,
    InfusionStopped,
    ObservationEnded,
)
from models.events.internal import PolicyChanged, SetAside, TimeReached
from models.events.laboratory import LabResult
from models.events.preparations import DoseDiscarded, DoseMishandled, DoseMoved, DosePrepared


def type_name(model: type[BaseModel]) -> str:
    """The word by which a message says that it is one of these."""
    name: str = get_args(model.model_fields["type"].annotation)[0]
    return name


BY_TOPIC: Final[Mapping[str, tuple[type[Event], ...]]] = MappingProxyType(
    {
        "lab-results": (LabResult,),
        "infusions": (
            InfusionStarted,
            InfusionRateChanged,
            InfusionPaused,
            InfusionResumed,
            InfusionStopped,
            ObservationEnded,
        ),
        "preparations": (DosePrepared, DoseMoved, DoseMishandled, DoseDiscarded),
        "clinical-events": (
            Demographics,
            TherapyStarted,
            TherapyDiscontinued,
            ConditionStarted,
            ConditionResolved,
            MedicationStarted,
            MedicationStopped,
            ReactionObserved,
            MriReported,
            EdssScored,
            RelapseReported,
            HoldCleared,
            AlertAcknowledged,
            EventRetracted,
            PatientMerged,
        ),
    },
)
"""The canonical topics, without prefix, and the types that belong on them."""

EVENT_TYPES: Final[Mapping[str, type[Event]]] = MappingProxyType(
    {type_name(model): model for models in BY_TOPIC.values() for model in models},
)
"""Every type that may come in."""

INTERNAL_TYPES: Final[Mapping[str, type[BaseModel]]] = MappingProxyType(
    {type_name(model): model for model in (TimeReached, SetAside, PolicyChanged)},
)
"""The types that only the worker writes."""
