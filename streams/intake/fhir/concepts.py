"""Coded meanings: what a CodeableConcept says in the terms of the code tables."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Final, TypeVar

from models.decoded import Ignored
from models.rejections import IgnoredKind, Reason, Rejected
from streams.intake.codes.drugs import is_concentrate, is_natalizumab, is_vaccine, names_natalizumab
from streams.intake.codes.findings import Finding, finding_of_code, finding_of_words
from streams.intake.codes.measures import Refusal, measure_of
from streams.intake.codes.resemblance import resembles
from streams.intake.codes.systems import CodeSystem, system_of
from streams.intake.fhir.elements import Coding, Concept
from streams.intake.fhir.outcomes import LONGEST_CODE

_T = TypeVar("_T")
_SHORT: Final = 128
"""The longest code, with its system, whose meaning is remembered."""

_UNNAMED: Final = Ignored(IgnoredKind.UNMAPPED_CODE)


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
    return next((coding.code for coding in concept.coding if coding.code), "") if concept else ""


def meaning(concept: Concept | None, look_up: Callable[[CodeSystem, str], _T | None]) -> _T | None:
    """What the first code that is in a table says."""
    return next((found for system, code in codes(concept) if (found := look_up(system, code)) is not None), None)


def measured(concept: Concept | None, local: Mapping[str, str]) -> set[str | Refusal]:
    """What the codes of an observation measure: analytes and assessments, and refusals.

    Args:
        concept: its code.
        local: the site's own codes.
    """
    if concept is None:
        return set()
    if local:
        found = [measure_of(system_of(each.system), each.code, local) for each in concept.coding if each.code]
    else:
        found = [_meaning(each) for each in concept.coding if each.code]
    return {each for each in found if each is not None}


def measure(concept: Concept | None, local: Mapping[str, str], place: str) -> str | Refusal | None:
    """What an observation measures: an analyte or assessment, a refusal, or None.

    Raises:
        Rejected: two codes say two things, `ambiguous-value`.
    """
    found = measured(concept, local)
    if len(found) > 1:
        raise Rejected(Reason.AMBIGUOUS_VALUE, f"{place}.coding")
    return found.pop() if found else None


def _meaning(coding: Coding) -> str | Refusal | None:
    read = _remembered if len(coding.system) + len(coding.code) <= _SHORT else _measure
    return read(coding.system, coding.code)


def _measure(system: str, code: str) -> str | Refusal | None:
    return measure_of(system_of(system), code)


_remembered: Final = lru_cache(4_096)(_measure)


def unmapped(concept: Concept | None, *, known: bool = False) -> Ignored:
    """What an observation comes to whose code measures nothing of ours.

    Args:
        concept: its code.
        known: whether the code is well known to measure something else, whatever its name is like.
    """
    if concept is None:
        return _UNNAMED
    code = code_of(concept)[:LONGEST_CODE]
    if known:
        return Ignored(IgnoredKind.UNMAPPED_CODE, code)
    return Ignored(IgnoredKind.UNMAPPED_CODE, code, next(filter(None, map(resembles, words(concept))), ""))


def findings(concept: Concept | None) -> set[Finding]:
    """What a qualitative result says, by its codes and in its words; more than one where they contradict each other."""
    coded = {finding_of_code(*code) for code in codes(concept)}
    return {found for found in coded.union(map(finding_of_words, words(concept))) if found is not None}


def natalizumab(concept: Concept | None) -> bool:
    """Whether a medicine is natalizumab, by code or by name."""
    if concept is None:
        return False
    return any(is_natalizumab(*each) for each in codes(concept)) or any(map(names_natalizumab, words(concept)))


def concentrate(concept: Concept | None) -> bool:
    """Whether a medicine is natalizumab's concentrate, yet to be diluted."""
    return any(is_concentrate(*each) for each in codes(concept))


def vaccine(concept: Concept | None) -> bool:
    """Whether a medicine is a vaccine."""
    return any(is_vaccine(*each) for each in codes(concept))


def says(concept: Concept | None, *any_of: str) -> bool:
    """Whether a concept of FHIR's own (a status, a severity) has one of these codes."""
    return concept is not None and any(coding.code in any_of for coding in concept.coding)
