"""An Observation with all that plain ones have, so that a glance at its bytes tells whether it is one.

What is not named here is passed over, and then the observation is not plain.
"""

from decimal import Decimal
from typing import Final, Literal

import msgspec

from streams.intake.fhir.elements import Concept, Element, Identifier, Meta, Quantity, Range, Reference, ReferenceRange
from streams.intake.json_object import hides_marks, keeps_marks

_LONGEST: Final = 8_192


class _Narrative(Element, frozen=True):
    status: str = ""
    div: str = ""


class _Note(Element, frozen=True):
    time: str = ""
    text: str = ""


class _Number(Quantity, frozen=True):
    value: int | Decimal | None = None


class _Ages(Range, frozen=True):
    low: _Number | None = None
    high: _Number | None = None


class _Limits(ReferenceRange, frozen=True):
    low: _Number | None = None
    high: _Number | None = None
    age: _Ages | None = None


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
    """All that a plain one may say beside; where a number belongs nothing else is taken for plain."""

    value_quantity: _Number | None = None
    reference_range: tuple[_Limits, ...] = ()
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


_decode: Final = msgspec.json.Decoder(WholeObservation).decode


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
