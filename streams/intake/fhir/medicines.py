"""Which medicine a resource is about."""

import msgspec

from models.rejections import IgnoredKind, Reason, Rejected
from streams.intake.codes.systems import CodeSystem
from streams.intake.fhir.concepts import code_of, codes, natalizumab, words
from streams.intake.fhir.elements import Concept, Element, Reference
from streams.intake.fhir.outcomes import Json, NotOursError
from streams.intake.fhir.surroundings import Surroundings

_LONGEST_NAME = 1024


class _Medicine(Element, frozen=True):
    code: Concept | None = None


class _Medicated(Element, frozen=True):
    medication_codeable_concept: Concept | None = None
    medication_reference: Reference | None = None


def medicine_of(raw: Json, around: Surroundings) -> Concept:
    """The medicine: coded in the resource, or in the Medication that it refers to and that is at hand.

    Raises:
        Rejected: it is only referred to, and nothing at hand says which it is: it might be natalizumab.
    """
    said = msgspec.convert(raw, _Medicated)
    if said.medication_codeable_concept is not None:
        return said.medication_codeable_concept
    reference = said.medication_reference
    at_hand = around.find(reference)
    if at_hand is not None:
        code = msgspec.convert(at_hand, _Medicine).code
        if code is not None:
            return code
    if reference is not None and reference.display:
        return Concept(text=reference.display)
    raise Rejected(Reason.BAD_VALUE, "medicationReference" if reference else "medication")


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
    name = next(words(medicine), "") or code_of(medicine)
    return {
        "atc": by_system.get(CodeSystem.ATC),
        "rxnorm": by_system.get(CodeSystem.RXNORM),
        "name": name[:_LONGEST_NAME] or None,
    }
