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
        self.values = attrgetter(*(each.name for each in fields))
        self.array: type[msgspec.Struct] = msgspec.defstruct(
            f"{event.__name__}Array", [(each.name, each.type) for each in fields], array_like=True, tag=code, gc=False
        )


_FORMS: Final = tuple(_Form(event, code) for event, code in CODES.items())
_BY_EVENT: Final = {form.event: form for form in _FORMS}
_BY_ARRAY: Final = {form.array: form.event for form in _FORMS}
_Arrays: Any = Union[tuple(form.array for form in _FORMS)]  # noqa: UP007  the members are known when the program runs
_About = msgspec.defstruct("_About", [("kind", Kind), ("name", str)], array_like=True)
_Thing: Any = msgspec.defstruct(
    "_Thing", [("kind", Kind), ("name", str), ("events", tuple[_Arrays, ...])], array_like=True
)

_encoder = msgspec.msgpack.Encoder(decimal_format="string")
_decoder = msgspec.msgpack.Decoder(_Thing)
_all_decoder: Any = msgspec.msgpack.Decoder(tuple[_Thing, ...])
_about_decoder = msgspec.msgpack.Decoder(_About)

Known = tuple[Entity, tuple[ClinicalEvent, ...]]
"""What is known about a thing."""


def pack(thing: Entity, events: tuple[ClinicalEvent, ...]) -> bytes:
    """What is known about one thing, as bytes."""
    return _encoder.encode((thing.kind, thing.name, [_array(event) for event in events]))


def about(packed: bytes | msgspec.Raw) -> Entity:
    """Which thing was packed."""
    thing: Any = _about_decoder.decode(packed)
    return Entity(thing.kind, thing.name)


def unpack(packed: bytes | msgspec.Raw, patient_id: str) -> Known:
    """What is known about one thing of this patient.

    Raises:
        msgspec.MsgspecError: these are not bytes that `pack` gave.
    """
    return _known(_decoder.decode(packed), patient_id)


def unpack_all(packed: bytes, patient_id: str) -> dict[Entity, tuple[ClinicalEvent, ...]]:
    """What is known about several things of this patient, packed in an array.

    Raises:
        msgspec.MsgspecError: these are not bytes that `pack` gave.
    """
    return dict(_known(thing, patient_id) for thing in _all_decoder.decode(packed))


def _known(thing: Any, patient_id: str) -> Known:  # noqa: ANN401  its type is made when the program runs
    return Entity(thing.kind, thing.name), tuple([_event(array, patient_id) for array in thing.events])


def _array(event: ClinicalEvent) -> msgspec.Struct:
    form = _BY_EVENT[type(event)]
    return form.array(*form.values(event))


def _event(array: msgspec.Struct, patient_id: str) -> ClinicalEvent:
    event: ClinicalEvent = _BY_ARRAY[type(array)](patient_id=patient_id, **msgspec.structs.asdict(array))
    return event
