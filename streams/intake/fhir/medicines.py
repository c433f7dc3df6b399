"""Which medicine a resource is about."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from models.rejections import IgnoredKind, Reason, Rejected
from streams.intake.codes.drugs import generic_name
from streams.intake.codes.systems import CodeSystem
from streams.intake.fhir.concepts import code_of, codes, concentrate, meaning, natalizumab, vaccine, words
from streams.intake.fhir.elements import Concept, Element, Ratio, Reference
from streams.intake.fhir.outcomes import Json, NotOursError, demand_one
from streams.intake.fhir.surroundings import Surroundings, contained_in

T = TypeVar("T")
_LONGEST_NAME = 1024
_SEVERAL = 2
_KNOWN_BY = frozenset({CodeSystem.ATC, CodeSystem.RXNORM})


class Ingredient(Element, frozen=True):
    """A part of a medicine, and how much of it is in there."""

    item_codeable_concept: Concept | None = None
    item_reference: Reference | None = None
    strength: Ratio | None = None


class _Medicine(Element, frozen=True):
    code: Concept | None = None
    ingredient: tuple[Ingredient, ...] = ()


class Medicine:
    """What a resource is about; looked into once, however many resources refer to it.

    Args:
        concept: its code, or what is known of it together.
    """

    def __init__(self, concept: Concept | None) -> None:
        self.concept = concept

    @cached_property
    def is_natalizumab(self) -> bool:
        """Whether it is natalizumab, by code or by name."""
        return natalizumab(self.concept)

    @cached_property
    def is_concentrate(self) -> bool:
        """Whether its code is that of the concentrate, before it is diluted."""
        return concentrate(self.concept)

    @cached_property
    def is_vaccine(self) -> bool:
        """Whether it is a vaccine."""
        return vaccine(self.concept)

    @cached_property
    def code(self) -> str:
        """The code by which it is counted if it is not ours."""
        return code_of(self.concept)

    @cached_property
    def named(self) -> Mapping[str, object]:
        """It as orders name it: by ATC, by RxNorm, in words."""
        by_system = dict(reversed(list(codes(self.concept))))
        name = next(words(self.concept), "") or meaning(self.concept, generic_name) or self.code
        return {
            "atc": by_system.get(CodeSystem.ATC),
            "rxnorm": by_system.get(CodeSystem.RXNORM),
            "name": name[:_LONGEST_NAME] or None,
        }


Ingredients = tuple[tuple[Concept | None, Ingredient], ...]
"""What is in a medicine: each part with what it is, where that is known."""


class _Medicated(Element, frozen=True):
    medication_codeable_concept: Concept | None = None
    medication_reference: Reference | None = None


def medicine_of(raw: Json, around: Surroundings) -> Medicine:
    """The medicine: coded in the resource, or in the Medication that it refers to and that is at hand.

    One that has natalizumab in it is natalizumab, whatever the whole is called.

    Raises:
        Rejected: it is only referred to, and nothing at hand says which it is: it might be natalizumab.
    """
    said = msgspec.convert(raw, _Medicated)
    demand_one("medication", said.medication_codeable_concept, said.medication_reference)
    if said.medication_codeable_concept is not None:
        return Medicine(said.medication_codeable_concept)
    reference = said.medication_reference
    known = once_at_hand(_known, reference, around)
    if known is not None:
        return known
    if reference is not None and reference.display:
        return Medicine(Concept(text=reference.display))
    raise Rejected(Reason.BAD_VALUE, "medicationReference" if reference else "medication")


def once_at_hand(
    read: Callable[[Surroundings, Json], T], reference: Reference | None, around: Surroundings
) -> T | None:
    """What is read from the resource that is referred to, once; None where it is not at hand.

    What refers to something inside means what it contains itself, or what contains it.
    """
    at_hand = around.find(reference)
    if at_hand is None:
        return None
    inside = reference is not None and (reference.reference or "").startswith("#")
    there = around if inside else replace(around, contained=contained_in(at_hand))
    return around.siblings.once(read, there, at_hand)


def medication(raw: Json) -> Reference | None:
    """The Medication that a resource refers to."""
    return msgspec.convert(raw, _Medicated).medication_reference


def ingredients_in(around: Surroundings, medicine: Json) -> Ingredients:
    """The parts of a Medication."""
    return tuple((_part(each, around), each) for each in msgspec.convert(medicine, _Medicine).ingredient)


def _known(around: Surroundings, medicine: Json) -> Medicine | None:
    """What a Medication says it is: its part that is natalizumab, else its code, else its parts.

    Where its code is in no system by which orders are known (an article number), its parts say what it is as well.
    """
    said = msgspec.convert(medicine, _Medicine)
    all_parts = [_part(each, around) for each in said.ingredient]
    parts = list({id(concept): concept for concept in all_parts if concept is not None}.values())
    active = next((concept for concept in parts if natalizumab(concept)), None)
    if active is not None:
        return Medicine(active)
    if said.code is None:
        together = None if None in all_parts else _together(parts)
        return None if together is None else Medicine(together)
    known = any(system in _KNOWN_BY for system, _ in codes(said.code))
    return Medicine(said.code if known else _together([said.code, *parts]))


def _together(concepts: Sequence[Concept]) -> Concept | None:
    """What several concepts say of one thing: all their codes, and their names one after another."""
    if len(concepts) < _SEVERAL:
        return concepts[0] if concepts else None
    names = dict.fromkeys(name for each in concepts if (name := next(words(each), "")))
    return Concept(tuple(coding for each in concepts for coding in each.coding), ", ".join(names))


def _part(ingredient: Ingredient, around: Surroundings) -> Concept | None:
    if ingredient.item_codeable_concept is not None:
        return ingredient.item_codeable_concept
    code = once_at_hand(_code, ingredient.item_reference, around)
    display = ingredient.item_reference.display if ingredient.item_reference else ""
    return code or (Concept(text=display) if display else None)


def _code(_around: Surroundings, medicine: Json) -> Concept | None:
    return msgspec.convert(medicine, _Medicine).code


def demand_natalizumab(medicine: Medicine) -> None:
    """Pass over whatever is not natalizumab.

    Raises:
        NotOursError: it is another medicine.
    """
    if not medicine.is_natalizumab:
        raise NotOursError(IgnoredKind.UNMAPPED_CODE, medicine.code)
