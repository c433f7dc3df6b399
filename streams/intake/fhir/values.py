"""What an observation says: a number, perhaps an end of an interval, or a finding."""

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from models.rejections import Reason, Rejected
from streams.intake.codes.findings import Finding, finding_of_words
from streams.intake.fhir.concepts import findings
from streams.intake.fhir.elements import Concept, Element, Quantity, Range, Ratio
from streams.intake.fhir.quantities import unit_of
from streams.intake.fhir.resources import Measured

_IN_WORDS: Final = re.compile(
    r"(<=|>=|=<|=>|≤|≥|<|>|=)?\s*([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?)"
    r"(?:\s*([^\s\d.,].{0,30})|\s+(10[*^].{0,30}))?",
    re.ASCII,
)
_COMPARATORS: Final = {"=<": "<=", "≤": "<=", "=>": ">=", "≥": ">=", "=": None, "": None}


class Value(msgspec.Struct, frozen=True, gc=False):
    """What stands in `value[x]`.

    `place` is its element. A fault says that it cannot be read as what it should be.
    """

    place: str
    number: object = None
    unit: str = ""
    comparator: str | None = None
    finding: Finding | None = None
    fault: Reason | None = None


def value_of(said: Measured) -> Value | None:  # noqa: PLR0911 - one for each form that a value can have
    """The value, or None when there is none."""
    forms = list(_forms(said))
    if not forms:
        return None
    if len(forms) > 1 or said.data_absent_reason is not None:
        return Value("value", fault=Reason.AMBIGUOUS_VALUE)
    place, form = forms[0]
    match form:
        case Quantity():
            if form.value is None:
                return None
            return Value(f"{place}.value", form.value, unit_of(form), form.comparator)
        case Concept():
            return _coded(form, place)
        case str():
            return _in_words(form, place)
        case bool():
            return Value(place, finding="positive" if form else "negative", fault=Reason.BAD_NUMBER)
        case Range() | Ratio():
            return Value(place, fault=Reason.AMBIGUOUS_VALUE)
        case _ if place == "valueInteger":
            return Value(place, form)
        case _:
            return Value(place, fault=Reason.BAD_VALUE)


class _Interpreted(Element, frozen=True):
    interpretation: tuple[Concept, ...] | Concept | None = None


def interpreted(said: Measured, place: str) -> Finding | None:
    """What the laboratory's own interpretation, in this element, says was found; before R4 there was only one.

    It is read for findings only: a number says itself how high it is.

    Raises:
        Rejected: it is no interpretation, or says several things.
    """
    try:
        stated = msgspec.convert({"interpretation": said.interpretation}, _Interpreted).interpretation
    except msgspec.ValidationError as malformed:
        raise Rejected(Reason.BAD_VALUE, place) from malformed
    every = (stated,) if isinstance(stated, Concept) else stated or ()
    found = {each for concept in every for each in findings(concept)}
    if len(found) > 1:
        raise Rejected(Reason.AMBIGUOUS_VALUE, place)
    return next(iter(found), None)


def _coded(concept: Concept, place: str) -> Value:
    found = findings(concept)
    if len(found) > 1:
        return Value(place, fault=Reason.AMBIGUOUS_VALUE)
    return Value(place, finding=next(iter(found), None), fault=Reason.BAD_NUMBER)


def _in_words(text: str, place: str) -> Value | None:
    plain = text.strip()
    if not plain:
        return None
    match = _IN_WORDS.fullmatch(plain)
    if match is None:
        return Value(place, finding=finding_of_words(plain), fault=Reason.BAD_NUMBER)
    sign = match[1] or ""
    return Value(place, match[2], match[3] or match[4] or "", _COMPARATORS.get(sign, sign))


def _forms(said: Measured) -> Iterator[tuple[str, object]]:
    every = (
        ("valueQuantity", said.value_quantity),
        ("valueCodeableConcept", said.value_codeable_concept),
        ("valueString", said.value_string),
        ("valueBoolean", said.value_boolean),
        ("valueInteger", said.value_integer),
        ("valueRange", said.value_range),
        ("valueRatio", said.value_ratio),
        ("valueSampledData", said.value_sampled_data),
        ("valueTime", said.value_time),
        ("valueDateTime", said.value_date_time),
        ("valuePeriod", said.value_period),
    )
    return ((place, form) for place, form in every if form is not None)
