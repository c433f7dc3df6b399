"""FHIR R4 JSON, decoded into the events of the contract."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from models.decoded import DecodeContext, Decoded, Ignored, Rejection
from models.rejections import IgnoredKind, Reason, Rejected
from streams.intake.fhir.administrations import administrations
from streams.intake.fhir.conditions import conditions
from streams.intake.fhir.observations import observations
from streams.intake.fhir.orders import requests, statements
from streams.intake.fhir.outcomes import LONGEST_CODE, Json, Outcome, Settled, settled
from streams.intake.fhir.records import records
from streams.intake.fhir.reports import reports
from streams.intake.fhir.surroundings import Entry, Siblings, Surroundings, contained_in
from streams.intake.json_object import read_object

_READERS: Final[Mapping[str, Callable[[Json, Surroundings], Iterator[Outcome]]]] = {
    "Observation": observations,
    "DiagnosticReport": reports,
    "MedicationAdministration": administrations,
    "MedicationRequest": requests,
    "MedicationStatement": statements,
    "Condition": conditions,
    "Patient": records,
}
"""The resources that are read; what any other says is passed over as `unsupported`, and counted by its type."""


def decode(raw: bytes, context: DecodeContext) -> Decoded:
    """What a resource, or each resource of a Bundle, says.

    Takes any bytes, never raises, and leaves no resource without an outcome: what is ours is accepted or rejected, what
    is not is ignored.

    Args:
        raw: one resource or Bundle, FHIR R4 JSON.
        context: when it came, and what the site has set.
    """
    try:
        message = read_object(raw)
    except Rejected as refused:
        return Decoded(rejected=(Rejection(refused.reason, refused.where),))
    return Decoded.of(_outcomes(message, context))


def _outcomes(message: Json, context: DecodeContext) -> Iterator[Settled]:
    if message.get("resourceType") != "Bundle":
        entry = Entry(message, "")
        yield from _of_resource(entry, Surroundings(context, Siblings((entry,))))
        return
    entries = list(_entries(message))
    written = message.get("timestamp")
    around = Surroundings(
        context,
        Siblings([each for each in entries if isinstance(each, Entry)]),
        said_at=written if isinstance(written, str) else None,
    )
    for each in entries:
        if isinstance(each, Entry):
            yield from _of_resource(each, around)
        else:
            yield each


def _entries(bundle: Json) -> Iterator[Entry | Settled]:
    entries = bundle.get("entry")
    if entries is not None and not isinstance(entries, list):
        yield Rejection(Reason.BAD_VALUE, "entry")
        return
    for number, entry in enumerate(entries or ()):
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if isinstance(resource, dict):
            address = entry.get("fullUrl")
            yield Entry(resource, f"entry[{number}].resource", address if isinstance(address, str) else "")
        elif isinstance(entry, dict) and resource is None:
            yield Ignored(IgnoredKind.UNSUPPORTED, "Bundle.entry")
        else:
            yield Rejection(Reason.BAD_VALUE, f"entry[{number}]")


def _of_resource(entry: Entry, around: Surroundings) -> Iterator[Settled]:
    kind = entry.resource.get("resourceType")
    if not isinstance(kind, str) or not kind:
        yield Rejection(Reason.UNKNOWN_TYPE, around.at(f"{entry.path}.resourceType" if entry.path else "resourceType"))
        return
    read = _READERS.get(kind)
    if read is None:
        yield Ignored(IgnoredKind.UNSUPPORTED, kind[:LONGEST_CODE])
        return
    there = replace(around, path=entry.path, full_url=entry.full_url, contained=contained_in(entry.resource))
    yield from settled(read(entry.resource, there), there)
