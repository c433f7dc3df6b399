"""The data types of FHIR R4, as far as they say something that the alerts know.

What stands here is converted strictly: a text where R4 has a text, a list where it has a list. Everything else in an
element is passed over. A number is left as it was sent, for the events decide what a number is.
"""

import msgspec


class Element(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True, gc=False):
    """The base of all elements: camel case on the wire, whatever is not named passed over."""


class Coding(Element, frozen=True):
    """A code in its code system."""

    system: str = ""
    code: str = ""
    display: str = ""


class Concept(Element, frozen=True):
    """A CodeableConcept: one meaning, in several codes or in words."""

    coding: tuple[Coding, ...] = ()
    text: str = ""


class Identifier(Element, frozen=True):
    """A business identifier."""

    system: str = ""
    value: str = ""
    use: str = ""
    type: Concept | None = None


class Reference(Element, frozen=True):
    """A pointer to another resource, by address or by identifier."""

    reference: str | None = None
    type: str = ""
    identifier: Identifier | None = None
    display: str = ""


class Meta(Element, frozen=True):
    """What a server says about a version of a resource."""

    version_id: str = ""
    last_updated: str = ""
    source: str = ""
    profile: tuple[str, ...] = ()


class Quantity(Element, frozen=True):
    """A number with its unit: `code` is the unit in `system`, `unit` the unit in words."""

    value: object = None
    comparator: str | None = None
    unit: str = ""
    system: str = ""
    code: str = ""


class Range(Element, frozen=True):
    """From `low` to `high`."""

    low: Quantity | None = None
    high: Quantity | None = None


class Ratio(Element, frozen=True):
    """One quantity by another."""

    numerator: Quantity | None = None
    denominator: Quantity | None = None


class Period(Element, frozen=True):
    """From `start` to `end`; an open end has not come yet, or is not known."""

    start: str | None = None
    end: str | None = None


class Repeat(Element, frozen=True):
    """When something repeated may happen at all."""

    bounds_period: Period | None = None


class Timing(Element, frozen=True):
    """When something happens that may happen several times."""

    event: tuple[str, ...] = ()
    repeat: Repeat | None = None


class ReferenceRange(Element, frozen=True):
    """What is normal, or otherwise of note, and for whom."""

    low: Quantity | None = None
    high: Quantity | None = None
    type: Concept | None = None
    applies_to: tuple[Concept, ...] = ()
    age: Range | None = None
    text: str = ""
