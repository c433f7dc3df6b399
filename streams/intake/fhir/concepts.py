"""Coded meanings: what a CodeableConcept says in the terms of the code tables."""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from models.decoded import Ignored
from models.rejections import IgnoredKind, Reason, Rejected
from streams.intake.codes.drugs import is_natalizumab, is_vaccine, names_natalizumab
from streams.intake.codes.findings import Finding, finding_of_code, finding_of_words
from streams.intake.codes.measures import Refusal, measure_of
from streams.intake.codes.resemblance import resembles
from streams.intake.codes.systems import CodeSystem, system_of
from streams.intake.fhir.elements import Concept
from streams.intake.fhir.outcomes import LONGEST_CODE

_T = TypeVar("_T")


def codes(concept: Concept | None) -> Iterator[tuple[CodeSystem, str]]:
    """The codes of a concept, each in its system."""
    if concept:
        for coding in concept.coding:
            if coding.code:
                yield system_of(coding.system), coding.code


def words(concept: Concept | None) -> Iterator[str]:
    """What a concept says in words: its text, and the displays of its codes."""
    if concept:
        if concept.text:
            yield concept.text
        for coding in concept.coding:
            if coding.display:
                yield coding.display


def code_of(concept: Concept | None) -> str:
    """The code by which a concept that is not ours is counted: its first, never its words."""
    return next((code for _, code in codes(concept)), "")


def meaning(concept: Concept | None, look_up: Callable[[CodeSystem, str], _T | None]) -> _T | None:
    """What the first code that is in a table says."""
    return next((found for system, code in codes(concept) if (found := look_up(system, code)) is not None), None)


def measure(concept: Concept | None, local: Mapping[str, str], place: str) -> str | Refusal | None:
    """What an observation measures: an analyte or assessment, a refusal, or None.

    Raises:
        Rejected: two codes say two things, `ambiguous-value`.
    """
    found = {known for system, code in codes(concept) if (known := measure_of(system, code, local)) is not None}
    if len(found) > 1:
        raise Rejected(Reason.AMBIGUOUS_VALUE, f"{place}.coding")
    return next(iter(found), None)


def unmapped(concept: Concept | None, *, known: bool = False) -> Ignored:
    """What an observation comes to whose code measures nothing of ours.

    Args:
        concept: its code.
        known: whether the code is well known to measure something else, whatever its name is like.
    """
    names = iter(()) if known else map(resembles, words(concept))
    return Ignored(IgnoredKind.UNMAPPED_CODE, code_of(concept)[:LONGEST_CODE], next(filter(None, names), ""))


def finding(concept: Concept | None) -> Finding | None:
    """What a qualitative result says, by its codes, else by its words."""
    coded: Finding | None = meaning(concept, finding_of_code)
    if coded is not None:
        return coded
    return next((found for text in words(concept) if (found := finding_of_words(text)) is not None), None)


def natalizumab(concept: Concept | None) -> bool:
    """Whether a medicine is natalizumab, by code or by name."""
    return any(is_natalizumab(*each) for each in codes(concept)) or any(map(names_natalizumab, words(concept)))


def vaccine(concept: Concept | None) -> bool:
    """Whether a medicine is a vaccine."""
    return any(is_vaccine(*each) for each in codes(concept))


def says(concept: Concept | None, *any_of: str) -> bool:
    """Whether a concept of FHIR's own (a status, a severity) has one of these codes."""
    return concept is not None and any(coding.code in any_of for coding in concept.coding)
