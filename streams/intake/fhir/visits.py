"""Encounters: the end of the visit for an infusion is the end of the observation after it.

An encounter does not say what it was for; the administration says of which encounter it was part (`context`). So both
must be in one Bundle, and the visit must have had one infusion.
"""

from collections.abc import Iterator
from typing import Final

import msgspec
from msgspec.structs import replace

from models.rejections import IgnoredKind, Reason, Rejected
from streams.intake.fhir.elements import Period, Reference
from streams.intake.fhir.identity import origin_of
from streams.intake.fhir.medicines import medicine_of
from streams.intake.fhir.names import name_of
from streams.intake.fhir.outcomes import MISTAKEN, Json, NotOursError, Outcome
from streams.intake.fhir.resources import MedicationAdministration, Resource
from streams.intake.fhir.surroundings import Entry, Surroundings, contained_in
from streams.intake.fhir.times import end, to_the_minute

_FINISHED: Final = "finished"
_NOT_OVER: Final = frozenset({"planned", "arrived", "triaged", "in-progress", "onleave", "cancelled"})
_NOT_GIVEN: Final = frozenset({MISTAKEN, "not-done"})


class Encounter(Resource, frozen=True):
    """A visit, or a stay."""

    subject: Reference | None = None
    period: Period | None = None


def encounters(raw: Json, around: Surroundings) -> Iterator[Outcome]:
    """What an encounter comes to: the end of the observation after its infusion, or the retraction of that."""
    said = msgspec.convert(raw, Encounter)
    if said.status == MISTAKEN:
        origin = origin_of(raw, said, said.subject, around)
        yield origin.retraction(f"{origin.stem}/released", origin.said)
        return
    infusions = sorted({name for each in _administered(raw, around) if (name := _infusion(each, around))})
    if not infusions or said.status in _NOT_OVER:
        raise NotOursError(IgnoredKind.NO_RESULT, "Encounter")
    if said.status != _FINISHED:
        raise Rejected(Reason.BAD_STATUS, "status")
    released = to_the_minute(end(said.period, "period"), around.context.zone)
    if len(infusions) > 1:
        raise Rejected(Reason.AMBIGUOUS_VALUE, "period.end")
    origin = origin_of(raw, said, said.subject, around)
    yield origin.draft("observation-ended", f"{origin.stem}/released", released, {"infusion_id": infusions[0]})


def _administered(raw: Json, around: Surroundings) -> list[Entry]:
    return around.siblings.referring("MedicationAdministration", "context").get(id(raw), [])


def _infusion(entry: Entry, around: Surroundings) -> str | None:
    """The name of an infusion of natalizumab; None for any other administration, and for a step of one."""
    there = replace(
        around,
        path=entry.path,
        full_url=entry.full_url,
        posted=entry.posted,
        contained=contained_in(entry.resource),
    )
    try:
        said = msgspec.convert(entry.resource, MedicationAdministration)
        ours = said.status not in _NOT_GIVEN and not said.part_of and medicine_of(entry.resource, there).is_natalizumab
    except (msgspec.ValidationError, Rejected):
        return None
    return name_of(entry.resource, there) if ours else None
