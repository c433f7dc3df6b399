"""An Observation with all that plain ones have, so that a glance at its bytes tells whether it is one.

What is not named here is passed over, and then the observation is not plain.
"""

from typing import Final, Literal

import msgspec

from streams.intake.fhir.elements import Concept, Element, Identifier, Meta, Quantity, Reference, ReferenceRange
from streams.intake.json_object import exact_number, hides_marks, keeps_marks

_LONGEST: Final = 8_192
_NESTED: Final = frozenset((dict, list))


class _Narrative(Element, frozen=True):
    status: str = ""
    div: str = ""


class _Note(Element, frozen=True):
    time: str = ""
    text: str = ""


class PlainObservation(Element, frozen=True):
    """A measurement; of a value and a time only the forms that laboratories use."""

    resource_type: Literal["Observation"]
    id: str = ""
    meta: Meta | None = None
    status: str | None = None
    code: Concept | None = None
    subject: Reference | None = None
    effective_date_time: str | None = None
    issued: str | None = None
    value_quantity: Quantity | None = None
    reference_range: tuple[ReferenceRange, ...] = ()


class WholeObservation(PlainObservation, frozen=True):
    """All that a plain one may say beside."""

    text: _Narrative | None = None
    language: str = ""
    identifier: tuple[Identifier, ...] = ()
    based_on: tuple[Reference, ...] = ()
    part_of: tuple[Reference, ...] = ()
    category: tuple[Concept, ...] = ()
    encounter: Reference | None = None
    performer: tuple[Reference, ...] = ()
    interpretation: tuple[Concept, ...] = ()
    note: tuple[_Note, ...] = ()
    body_site: Concept | None = None
    method: Concept | None = None
    specimen: Reference | None = None
    device: Reference | None = None
    derived_from: tuple[Reference, ...] = ()


_decode: Final = msgspec.json.Decoder(WholeObservation, float_hook=exact_number).decode


def glance(raw: bytes) -> PlainObservation | None:
    """The observation that a message is, if it is plain that it says nothing else; never raises."""
    if hides_marks(raw):
        return None
    said = glimpse(raw)
    return said if said is not None and keeps_marks(raw, said) else None


def glimpse(raw: bytes) -> PlainObservation | None:
    """The observation that a message may be; what else it says is passed over. Never raises."""
    if len(raw) > _LONGEST:
        return None
    try:
        return _decode(raw)
    except (ValueError, ArithmeticError, RecursionError):
        return None


def nests(said: PlainObservation) -> bool:
    """Whether anything is nested where a number should be: that is kept as it was sent, however deep it goes."""
    if _is_nested(said.value_quantity):
        return True
    for each in said.reference_range:
        age = each.age
        if _is_nested(each.low) or _is_nested(each.high):
            return True
        if age is not None and (_is_nested(age.low) or _is_nested(age.high)):
            return True
    return False


def _is_nested(quantity: Quantity | None) -> bool:
    return quantity is not None and type(quantity.value) in _NESTED
