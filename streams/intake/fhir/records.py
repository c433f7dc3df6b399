"""Patients' records: when somebody was born, and which records are one patient's."""

from collections.abc import Iterator

import msgspec

from models.rejections import IgnoredKind
from streams.intake.fhir.elements import Reference
from streams.intake.fhir.identity import origin_of, patient_of
from streams.intake.fhir.outcomes import Json, NotOursError, Outcome
from streams.intake.fhir.resources import Patient
from streams.intake.fhir.surroundings import Surroundings


def records(raw: Json, around: Surroundings) -> Iterator[Outcome]:
    """What a record comes to: a birth date, and a merge for each record that it replaces or that replaces it."""
    said = msgspec.convert(raw, Patient)
    origin = origin_of(raw, said, Reference(reference=f"Patient/{said.id}"), around)
    told = False
    if said.birth_date is not None:
        told = True
        yield origin.draft("demographics", f"{origin.stem}/birth", origin.said, {"birth_date": said.birth_date})
    for number, link in enumerate(said.link):
        other = patient_of(link.other, around)
        if link.type not in {"replaced-by", "replaces"} or other is None:
            continue
        told = True
        event = f"{origin.stem}/link/{number}"
        if link.type == "replaces":
            yield origin.draft("patient-merged", event, origin.said, {"prior_patient_id": other})
        else:
            merged = {"patient_id": other, "prior_patient_id": origin.patient_id}
            yield origin.draft("patient-merged", event, origin.said, merged)
    if not told:
        raise NotOursError(IgnoredKind.NO_RESULT)
