"""Which thing of the patient's an event is about: facts are kept by thing."""

from enum import StrEnum
from typing import NamedTuple

from models.log import (
    ClinicalEvent,
    ConditionEvent,
    Demographics,
    DoseEvent,
    EdssScored,
    EventRetracted,
    HoldCleared,
    InfusionEvent,
    LabResult,
    MriReported,
    OrderEvent,
    ReactionObserved,
    RelapseReported,
    TherapyDiscontinued,
    TherapyStarted,
)


class Kind(StrEnum):
    """The kinds of things that facts are about."""

    RESULT = "result"
    INFUSION = "infusion"
    DOSE = "dose"
    CONDITION = "condition"
    ORDER = "order"
    REACTION = "reaction"
    SCAN = "scan"
    SCORE = "score"
    RELAPSE = "relapse"
    THERAPY = "therapy"
    BIRTH = "birth"
    CLEARANCE = "clearance"
    RETRACTION = "retraction"


class Entity(NamedTuple):
    """One thing: an infusion, a result in all its versions, a scan."""

    kind: Kind
    name: str


_SINGLE: dict[type, Kind] = {
    ReactionObserved: Kind.REACTION,
    MriReported: Kind.SCAN,
    EdssScored: Kind.SCORE,
    RelapseReported: Kind.RELAPSE,
    TherapyStarted: Kind.THERAPY,
    TherapyDiscontinued: Kind.THERAPY,
    Demographics: Kind.BIRTH,
    HoldCleared: Kind.CLEARANCE,
    EventRetracted: Kind.RETRACTION,
}


def entity_of(event: ClinicalEvent) -> Entity:
    """The thing that the event is about; an event that stands for itself is a thing of its own."""
    match event:
        case LabResult():
            return Entity(Kind.RESULT, event.result_id)
        case InfusionEvent():
            return Entity(Kind.INFUSION, event.infusion_id)
        case DoseEvent():
            return Entity(Kind.DOSE, event.preparation_id)
        case ConditionEvent():
            return Entity(Kind.CONDITION, event.condition_id)
        case OrderEvent():
            return Entity(Kind.ORDER, event.order_id)
        case _:
            return Entity(_SINGLE[type(event)], "\x1f".join(event.key))
