"""Events as arrays, without the names of their fields and without the patient: how a patient's record keeps them."""

from collections.abc import Mapping
from operator import attrgetter
from typing import Any, Final, Union

import msgspec

from alerts.facts.entities import Entity, Kind
from models.log import (
    ClinicalEvent,
    ConditionResolved,
    ConditionStarted,
    Demographics,
    DoseDiscarded,
    DoseMishandled,
    DoseMoved,
    DosePrepared,
    EdssScored,
    EventRetracted,
    HoldCleared,
    InfusionPaused,
    InfusionRateChanged,
    InfusionResumed,
    InfusionStarted,
    InfusionStopped,
    LabResult,
    MedicationStarted,
    MedicationStopped,
    MriReported,
    ObservationEnded,
    ReactionObserved,
    RelapseReported,
    TherapyDiscontinued,
    TherapyStarted,
)

CODES: Final[Mapping[type, int]] = {
    LabResult: 1,
    InfusionStarted: 2,
    InfusionRateChanged: 3,
    InfusionPaused: 4,
    InfusionResumed: 5,
    InfusionStopped: 6,
    ObservationEnded: 7,
    DosePrepared: 8,
    DoseMoved: 9,
    DoseMishandled: 10,
    DoseDiscarded: 11,
    Demographics: 12,
    TherapyStarted: 13,
    TherapyDiscontinued: 14,
    ConditionStarted: 15,
    ConditionResolved: 16,
    MedicationStarted: 17,
    MedicationStopped: 18,
    ReactionObserved: 19,
    MriReported: 20,
    EdssScored: 21,
    RelapseReported: 22,
    HoldCleared: 23,
    EventRetracted: 24,
}
"""The number of each type of event in a record. A number is never given to another type."""


class _Form:
    """One type of event and its array form."""

    def __init__(self, event: type, code: int) -> None:
        fields = [each for each in msgspec.structs.fields(event) if each.name != "patient_id"]
        self.event = event
        self.names = tuple(each.name for each in fields)
        self.values = attrgetter(*self.names)
        self.array: type[msgspec.Struct] = msgspec.defstruct(
            f"{event.__name__}Array", [(each.name, each.type) for each in fields], array_like=True, tag=code, gc=False
        )


_FORMS: Final = tuple(_Form(event, code) for event, code in CODES.items())
_BY_EVENT: Final = {form.event: form for form in _FORMS}
_BY_ARRAY: Final = {form.array: form for form in _FORMS}
_Arrays: Any = Union[tuple(form.array for form in _FORMS)]  # noqa: UP007  the members are known when the program runs
_Thing = msgspec.defstruct("_Thing", [("kind", Kind), ("name", str), ("events", tuple[_Arrays, ...])], array_like=True)

_encoder = msgspec.msgpack.Encoder(decimal_format="string")
_decoder = msgspec.msgpack.Decoder(_Thing)


def pack(thing: Entity, events: tuple[ClinicalEvent, ...]) -> bytes:
    """What is known about one thing, as bytes."""
    return _encoder.encode((thing.kind, thing.name, [_array(event) for event in events]))


def unpack(packed: bytes | msgspec.Raw, patient_id: str) -> tuple[Entity, tuple[ClinicalEvent, ...]]:
    """What is known about one thing of this patient.

    Raises:
        msgspec.MsgspecError: these are not bytes that `pack` gave.
    """
    thing: Any = _decoder.decode(packed)
    return Entity(thing.kind, thing.name), tuple(_event(array, patient_id) for array in thing.events)


def _array(event: ClinicalEvent) -> msgspec.Struct:
    form = _BY_EVENT[type(event)]
    return form.array(*form.values(event))


def _event(array: msgspec.Struct, patient_id: str) -> ClinicalEvent:
    form = _BY_ARRAY[type(array)]
    fields = dict(zip(form.names, msgspec.structs.astuple(array), strict=True))
    event: ClinicalEvent = form.event(patient_id=patient_id, **fields)
    return event
