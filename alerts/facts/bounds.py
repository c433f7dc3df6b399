"""How much is kept of each kind, and what goes first: what no rule asks for, then ended things, then the oldest."""

from datetime import datetime
from typing import Final

from alerts.facts.entities import Kind
from alerts.facts.facts import Things
from models.analytes import Analyte
from models.log import (
    ClinicalEvent,
    ConditionEvent,
    ConditionResolved,
    DoseDiscarded,
    InfusionPaused,
    InfusionRateChanged,
    InfusionResumed,
    InfusionStopped,
    LabResult,
    MedicationStopped,
    OrderEvent,
)
from models.policy.medication import Medication, prohibited
from models.terms import ConditionKind

RESULTS_OF_AN_ANALYTE: Final = 200
VERSIONS: Final = 64
"""Events about one thing, and results of one analyte. Other bounds are things of a kind."""

THINGS: Final = {
    Kind.INFUSION: 200,
    Kind.DOSE: 200,
    Kind.CONDITION: 200,
    Kind.ORDER: 200,
    Kind.REACTION: 200,
    Kind.SCAN: 100,
    Kind.SCORE: 100,
    Kind.RELAPSE: 100,
    Kind.THERAPY: 100,
    Kind.BIRTH: 10,
    Kind.CLEARANCE: 200,
    Kind.RETRACTION: 200,
}
_LISTS: Final = Medication()
_ENDS = (ConditionResolved, MedicationStopped, DoseDiscarded, InfusionStopped)
_COURSE = (InfusionRateChanged, InfusionPaused, InfusionResumed)


def too_many(kind: Kind, things: Things, latest: str) -> str | None:
    """The name of the thing to forget now that `latest` was added, or None while there is room."""
    if kind is not Kind.RESULT:
        return _least(things) if len(things) > THINGS[kind] else None
    if len(things) <= RESULTS_OF_AN_ANALYTE:
        return None
    analyte = _analyte(things[latest])
    same = [name for name, events in things.items() if _analyte(events) is analyte]
    return _least({name: things[name] for name in same}) if len(same) > RESULTS_OF_AN_ANALYTE else None


def superfluous(events: tuple[ClinicalEvent, ...]) -> ClinicalEvent | None:
    """The event about one thing to forget, or None while there is room."""
    return min(events, key=_weight) if len(events) > VERSIONS else None


def _least(things: Things) -> str:
    return min(things, key=lambda name: (_asked_for(things[name]), not _ended(things[name]), _age(things[name]), name))


def _asked_for(events: tuple[ClinicalEvent, ...]) -> bool:
    """Whether a rule asks for it: none does for other conditions, nor for drugs that are on none of our lists."""
    return any(_asked(event) for event in events)


def _asked(event: ClinicalEvent) -> bool:
    if isinstance(event, ConditionEvent):
        return event.kind is not ConditionKind.OTHER
    return not isinstance(event, OrderEvent) or prohibited(_LISTS, event.atc, event.rxnorm, event.name)


def _ended(events: tuple[ClinicalEvent, ...]) -> bool:
    return any(isinstance(event, _ENDS) for event in events)


def _age(events: tuple[ClinicalEvent, ...]) -> datetime:
    return max(event.occurred_at for event in events)


def _analyte(events: tuple[ClinicalEvent, ...]) -> Analyte | None:
    return events[0].analyte if isinstance(events[0], LabResult) else None


def _weight(event: ClinicalEvent) -> tuple[object, ...]:
    """What an event is worth beside others about the same thing; the course of a pump least."""
    if isinstance(event, LabResult):
        return (*event.order, event.key)
    return (not isinstance(event, _COURSE), event.occurred_at, event.key)
