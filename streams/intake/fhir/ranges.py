"""Reference ranges: of several, the one that is the patient's.

A range of another kind than normal (therapeutic, critical, of a treatment) is no limit of the normal. Of several
normal ones those that cannot be the patient's, by sex or age, are left out; where more than one is left that say
different things, or nothing is known that would decide, none is taken, for a wrong limit is worse than the policy's. A
range that is only in words is read if it can be read in one way.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

import msgspec

from models.analytes import Analyte
from models.events.fields import reads_as_number
from models.units import FACTORS, is_known
from streams.intake.fhir.concepts import codes, says, words
from streams.intake.fhir.elements import Concept, Quantity, Range, ReferenceRange
from streams.intake.fhir.quantities import unit_of
from streams.intake.ranges import LONGEST_RANGE, range_of
from streams.intake.spellings import known_unit

_SEXES: Final = {
    "248152002": "female",
    "248153007": "male",
    "F": "female",
    "M": "male",
    "female": "female",
    "male": "male",
}
_NORMAL: Final = ("normal", "N")
_IN_WORDS: Final = re.compile(r"\b(?:norm|referen)", re.IGNORECASE)
_YEARS: Final = frozenset({"a", "y", "yr", "yrs", "year", "years"})


class Person(msgspec.Struct, frozen=True, gc=False):
    """What is known of the patient at the time of the sample; None: not known."""

    sex: str | None = None
    age: int | None = None


class Limit(msgspec.Struct, frozen=True, gc=False):
    """One end of a range, the unit that it is in (empty: the value's), and the element in which it stands."""

    number: object
    unit: str
    place: str


class Limits(msgspec.Struct, frozen=True, gc=False):
    """The range that was chosen. `below`: its upper end is outside."""

    low: Limit | None = None
    high: Limit | None = None
    below: bool = False


def limits(ranges: Sequence[ReferenceRange], person: Person, analyte: Analyte, unit: str) -> Limits:
    """The limits of the normal for this person; none when they cannot be told.

    Args:
        ranges: as they stand in the `referenceRange` of a result.
        person: whose result it is.
        analyte: what was measured.
        unit: that of the value, in which a range in words is read.
    """
    found = [
        (_limits(each, f"referenceRange[{index}]", analyte, unit), _fit(each, person))
        for index, each in enumerate(ranges)
        if (each.low or each.high or each.text) and _normal(each)
    ]
    if len(found) == 1:
        return Limits() if found[0][1] is False else found[0][0]
    fitting = [(said, sure) for said, sure in found if sure is not False and (said.low or said.high)]
    sure = [said for said, certain in fitting if certain] if len(fitting) > 1 else [said for said, _ in fitting]
    if not sure or any(_says(said) != _says(sure[0]) for said in sure):
        return Limits()
    return sure[0]


def age_at(birth_date: str, day: str) -> int | None:
    """Completed years on a day, of dates that begin as ISO 8601 has them; None when either is no date."""
    try:
        born, then = date.fromisoformat(birth_date), date.fromisoformat(day[: len("2026-03-01")])
    except ValueError:
        return None
    return then.year - born.year - ((then.month, then.day) < (born.month, born.day))


def same_unit(analyte: Analyte, one: str, other: str) -> bool:
    """Whether two units of an analyte are one, however they are spelled."""
    factors = FACTORS[analyte]
    return one == other or (is_known(analyte, one) and factors.get(one) == factors.get(other))


def _normal(each: ReferenceRange) -> bool:
    if each.type is None or says(each.type, *_NORMAL):
        return True
    return not each.type.coding and (not each.type.text or _IN_WORDS.search(each.type.text) is not None)


def _fit(each: ReferenceRange, person: Person) -> bool | None:
    """Whether a range is for this person: yes, no, or None when something that would decide is not known."""
    answers = [*_fit_sex(each.applies_to, person.sex)]
    if each.age is not None:
        answers.append(_fit_age(each.age, person.age))
    if False in answers:
        return False
    return None if None in answers else True


def _fit_sex(applies_to: Sequence[Concept], sex: str | None) -> Iterator[bool | None]:
    for concept in applies_to:
        named = {_SEXES[code] for _, code in codes(concept) if code in _SEXES}
        named |= {_SEXES[text.casefold()] for text in words(concept) if text.casefold() in _SEXES}
        yield sex in named if named and sex else None


def _fit_age(ages: Range, age: int | None) -> bool | None:
    low, high = _years(ages.low), _years(ages.high)
    if age is None or (ages.low is not None and low is None) or (ages.high is not None and high is None):
        return None
    return (low is None or low <= age) and (high is None or age <= high)


def _years(quantity: Quantity | None) -> Decimal | None:
    if quantity is None or unit_of(quantity).casefold() not in _YEARS or not reads_as_number(quantity.value):
        return None
    return Decimal(quantity.value) if isinstance(quantity.value, int | Decimal) else None


def _limits(each: ReferenceRange, place: str, analyte: Analyte, unit: str) -> Limits:
    said = Limits(_limit(each.low, f"{place}.low", analyte), _limit(each.high, f"{place}.high", analyte))
    if _impossible(said, analyte):
        return Limits()
    if said.low or said.high or not 0 < len(each.text) <= LONGEST_RANGE:
        return said
    low, high, below = range_of(each.text, unit, analyte)
    return Limits(
        None if low is None else Limit(low, "", f"{place}.text"),
        None if high is None else Limit(high, "", f"{place}.text"),
        below,
    )


def _impossible(said: Limits, analyte: Analyte) -> bool:
    """Whether no value can be within: the ends change places, or nothing is left above zero."""
    low, high = (
        Decimal(str(end.number)) if end is not None and reads_as_number(end.number) else None
        for end in (said.low, said.high)
    )
    if (low is not None and low < 0) or (high is not None and high <= 0):
        return True
    if said.low is None or said.high is None or low is None or high is None:
        return False
    return low > high and same_unit(analyte, said.low.unit, said.high.unit)


def _limit(quantity: Quantity | None, place: str, analyte: Analyte) -> Limit | None:
    if quantity is None or quantity.value is None:
        return None
    return Limit(quantity.value, known_unit(analyte, unit_of(quantity)), f"{place}.value")


def _says(said: Limits) -> tuple[object, ...]:
    ends = (said.low, said.high)
    return (said.below, *(part for end in ends for part in (end and end.number, end and end.unit)))
