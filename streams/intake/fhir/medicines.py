"""Which medicine a resource is about."""

from collections.abc import Sequence

import msgspec

from models.rejections import IgnoredKind, Reason, Rejected
from streams.intake.codes.drugs import generic_name
from streams.intake.codes.systems import CodeSystem
from streams.intake.fhir.concepts import code_of, codes, meaning, natalizumab, words
from streams.intake.fhir.elements import Concept, Element, Ratio, Reference
from streams.intake.fhir.outcomes import Json, NotOursError, demand_one
from streams.intake.fhir.surroundings import Surroundings

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


Ingredients = tuple[tuple[Concept | None, Ingredient], ...]
"""What is in a medicine: each part with what it is, where that is known."""


class _Medicated(Element, frozen=True):
    medication_codeable_concept: Concept | None = None
    medication_reference: Reference | None = None


def medicine_of(raw: Json, around: Surroundings) -> Concept:
    """The medicine: coded in the resource, or in the Medication that it refers to and that is at hand.

    One that has natalizumab in it is natalizumab, whatever the whole is called.

    Raises:
        Rejected: it is only referred to, and nothing at hand says which it is: it might be natalizumab.
    """
    said = msgspec.convert(raw, _Medicated)
    demand_one("medication", said.medication_codeable_concept, said.medication_reference)
    if said.medication_codeable_concept is not None:
        return said.medication_codeable_concept
    reference = said.medication_reference
    at_hand = around.find(reference)
    if at_hand is not None:
        # What is contained is found by nobody else, so that the next one may find another medicine.
        known = _known(around, at_hand) if around.contained else around.siblings.once(_known, around, at_hand)
        if known is not None:
            return known
    if reference is not None and reference.display:
        return Concept(text=reference.display)
    raise Rejected(Reason.BAD_VALUE, "medicationReference" if reference else "medication")


def _known(around: Surroundings, medicine: Json) -> Concept | None:
    """What a Medication says it is: its part that is natalizumab, else its code, else its parts.

    Where its code is in no system by which orders are known (an article number), its parts say what it is as well.
    """
    said = msgspec.convert(medicine, _Medicine)
    parts = [concept for each in said.ingredient if (concept := _part(each, around)) is not None]
    active = next((concept for concept in parts if natalizumab(concept)), None)
    if active is not None:
        return active
    if said.code is None:
        return _together(parts) if len(parts) == len(said.ingredient) else None
    known = any(system in _KNOWN_BY for system, _ in codes(said.code))
    return said.code if known else _together([said.code, *parts])


def _together(concepts: Sequence[Concept]) -> Concept | None:
    """What several concepts say of one thing: all their codes, and their names one after another."""
    if len(concepts) < _SEVERAL:
        return concepts[0] if concepts else None
    names = dict.fromkeys(name for each in concepts if (name := next(words(each), "")))
    return Concept(tuple(coding for each in concepts for coding in each.coding), ", ".join(names))


def ingredients_of(raw: Json, around: Surroundings) -> Ingredients:
    """The parts of the medicine that a resource refers to, if its Medication is at hand and names them."""
    at_hand = around.find(msgspec.convert(raw, _Medicated).medication_reference)
    if at_hand is None:
        return ()
    return tuple((_part(each, around), each) for each in msgspec.convert(at_hand, _Medicine).ingredient)


def _part(ingredient: Ingredient, around: Surroundings) -> Concept | None:
    if ingredient.item_codeable_concept is not None:
        return ingredient.item_codeable_concept
    at_hand = around.find(ingredient.item_reference)
    code = None if at_hand is None else msgspec.convert(at_hand, _Medicine).code
    display = ingredient.item_reference.display if ingredient.item_reference else ""
    return code or (Concept(text=display) if display else None)


def demand_natalizumab(medicine: Concept) -> None:
    """Pass over whatever is not natalizumab.

    Raises:
        NotOursError: it is another medicine.
    """
    if not natalizumab(medicine):
        raise NotOursError(IgnoredKind.UNMAPPED_CODE, code_of(medicine))


def named(medicine: Concept) -> dict[str, object]:
    """A medicine as orders name it: by ATC, by RxNorm, in words."""
    by_system = dict(reversed(list(codes(medicine))))
    name = next(words(medicine), "") or meaning(medicine, generic_name) or code_of(medicine)
    return {
        "atc": by_system.get(CodeSystem.ATC),
        "rxnorm": by_system.get(CodeSystem.RXNORM),
        "name": name[:_LONGEST_NAME] or None,
    }
