"""Imaging studies and procedures: that an MRI was made says nothing of what it showed; a report in it does.

A report that stands elsewhere is read there, and takes from here when the images were made (`wholes`).
"""

from collections.abc import Iterator
from typing import Final

import msgspec
from msgspec.structs import replace

from models.decoded import Ignored
from models.rejections import IgnoredKind
from streams.intake.codes.measures import is_brain_mri
from streams.intake.fhir.concepts import code_of, codes
from streams.intake.fhir.elements import Coding, Concept, Reference
from streams.intake.fhir.names import name_of
from streams.intake.fhir.outcomes import LONGEST_CODE, MISTAKEN, Json, Outcome, settled
from streams.intake.fhir.reports import contained, reports
from streams.intake.fhir.resources import Resource
from streams.intake.fhir.surroundings import Surroundings, Whole
from streams.intake.fhir.wholes import performed

_MAGNETIC_RESONANCE: Final = "MR"


class ImagingStudy(Resource, frozen=True):
    """Images that were made on one occasion."""

    modality: tuple[Coding, ...] = ()
    procedure_code: tuple[Concept, ...] = ()


class Procedure(Resource, frozen=True):
    """Something that was done to a patient."""

    code: Concept | None = None
    subject: Reference | None = None


def studies(raw: Json, _around: Surroundings) -> Iterator[Outcome]:
    """What an imaging study comes to: nothing by itself, whatever was imaged."""
    said = msgspec.convert(raw, ImagingStudy)
    modalities = [each.code for each in said.modality]
    ours = _MAGNETIC_RESONANCE in modalities or any(map(_is_mri, said.procedure_code))
    code = next((each for each in (*map(code_of, said.procedure_code), *modalities) if each), "")
    yield Ignored(IgnoredKind.NO_RESULT if ours else IgnoredKind.UNMAPPED_CODE, code[:LONGEST_CODE])


def procedures(raw: Json, around: Surroundings) -> Iterator[Outcome]:
    """What a procedure comes to: the outcomes of the reports that it contains, else nothing."""
    said = msgspec.convert(raw, Procedure)
    found = contained(raw, "DiagnosticReport")
    if not found:
        kind = IgnoredKind.NO_RESULT if _is_mri(said.code) else IgnoredKind.UNMAPPED_CODE
        yield Ignored(kind, code_of(said.code)[:LONGEST_CODE])
    whole = Whole(
        subject=said.subject,
        when=performed(around, raw),
        status=said.status if said.status == MISTAKEN else None,
        name=name_of(raw, around),
        meta=said.meta,
    )
    for index, report in found:
        inside = replace(around, path=around.at(f"contained[{index}]"), whole=whole)
        yield from settled(reports(report, inside), inside)


def _is_mri(concept: Concept | None) -> bool:
    return any(is_brain_mri(system, code) for system, code in codes(concept))
