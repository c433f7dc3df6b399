"""When the samples of a result were taken, for laboratories that say it of the sample alone."""

import msgspec

from streams.intake.fhir.elements import Element, Period, Reference
from streams.intake.fhir.outcomes import Json
from streams.intake.fhir.surroundings import Surroundings
from streams.intake.fhir.times import Moment, first, start

_PLACE = "specimen"


class _Collection(Element, frozen=True):
    collected_date_time: str | None = None
    collected_period: Period | None = None


class _Specimen(Element, frozen=True):
    collection: _Collection | None = None


def collected(links: object, around: Surroundings) -> Moment:
    """When the specimen was collected that a resource refers to, or all of them at once.

    Args:
        links: its `specimen`, one reference or several.
        around: where the resource stands.

    Returns:
        No time where no specimen is at hand, or they were collected at several times.
    """
    said = set()
    for link in links if isinstance(links, list) else [links]:
        address = link.get("reference") if isinstance(link, dict) else None
        specimen = around.find(Reference(address)) if isinstance(address, str) else None
        if specimen is not None and specimen.get("resourceType") == "Specimen":
            said.add(around.siblings.once(_collected, around, specimen))
    return Moment(said.pop() if len(said) == 1 else None, _PLACE)


def _collected(_around: Surroundings, specimen: Json) -> str | None:
    try:
        found = msgspec.convert(specimen, _Specimen).collection or _Collection()
    except msgspec.ValidationError:
        return None
    return first(Moment(found.collected_date_time, _PLACE), start(found.collected_period, _PLACE)).text
