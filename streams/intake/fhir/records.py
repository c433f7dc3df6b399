"""Patients' records: when somebody was born, and which records are one patient's."""

from collections.abc import Iterator
from functools import partial
from typing import Final

import msgspec
from msgspec.structs import replace

from models.rejections import IgnoredKind, Reason, Rejected
from streams.intake.fhir.identity import Origin, origin_of, patient_of, record_of
from streams.intake.fhir.outcomes import MISTAKEN, Json, NotOursError, Outcome, attempted
from streams.intake.fhir.resources import Link, Patient
from streams.intake.fhir.surroundings import Surroundings

_PLACES: Final = {"patient_id": "id", "birth_date": "birthDate"}
_MERGES: Final = frozenset({"replaced-by", "replaces"})


def records(raw: Json, around: Surroundings) -> Iterator[Outcome]:
    """What a record comes to: a birth date, and a merge for each record that it replaces or that replaces it.

    A record that was deleted takes back both. That two people were one is more than this product undoes by itself, so
    somebody is told.
    """
    said = msgspec.convert(raw, Patient)
    withdrawn = said.status == MISTAKEN
    links = [(number, link) for number, link in enumerate(said.link) if link.type in _MERGES or not link.type]
    if said.birth_date is None and not links and not withdrawn:
        raise NotOursError(IgnoredKind.NO_RESULT)
    origin = replace(origin_of(raw, said, None, around), patient_id=record_of(raw, around))
    if withdrawn:
        yield origin.retraction(f"{origin.stem}/birth", origin.said)
    elif said.birth_date is not None:
        fields = {"birth_date": said.birth_date}
        yield origin.draft("demographics", f"{origin.stem}/birth", origin.said, fields, _PLACES)
    for number, link in links:
        yield attempted(partial(_merge, link, f"link[{number}].other", origin, withdrawn=withdrawn), around)


def _merge(link: Link, place: str, origin: Origin, *, withdrawn: bool) -> Outcome:
    other = patient_of(link.other, origin.around) if link.type else None
    if other is None:
        raise Rejected(Reason.BAD_VALUE, place)
    event = f"{origin.stem}/{link.type}/{other}"
    of, prior = (origin.patient_id, other) if link.type == "replaces" else (other, origin.patient_id)
    named = replace(origin, patient_id=of)
    if withdrawn:
        return named.retraction(event, origin.said)
    places = {"patient_id": place, "prior_patient_id": place}
    return named.draft("patient-merged", event, origin.said, {"prior_patient_id": prior}, places)
