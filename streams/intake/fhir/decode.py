"""FHIR R4 JSON, decoded into the events of the contract."""

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import chain, islice
from typing import Final

from msgspec.structs import replace

from models.decoded import DecodeContext, Decoded, Ignored, Rejection
from models.rejections import IgnoredKind, Reason, Rejected
from streams.intake.fhir.administrations import administrations
from streams.intake.fhir.bundles import entries, sender, written
from streams.intake.fhir.conditions import conditions
from streams.intake.fhir.dispenses import dispenses
from streams.intake.fhir.nulls import read_stated
from streams.intake.fhir.observations import observations
from streams.intake.fhir.orders import requests, statements
from streams.intake.fhir.outcomes import LONGEST_CODE, Json, Outcome, Settled, settled
from streams.intake.fhir.plain import at_a_glance, plainly
from streams.intake.fhir.reactions import adverse_events, intolerances
from streams.intake.fhir.records import records
from streams.intake.fhir.reports import reports
from streams.intake.fhir.scans import procedures, studies
from streams.intake.fhir.shallow import Found, entries_at_a_glance
from streams.intake.fhir.surroundings import Entry, Siblings, Surroundings, contained_in
from streams.intake.fhir.visits import encounters
from streams.intake.files import Form, pieces

_READERS: Final[Mapping[str, Callable[[Json, Surroundings], Iterator[Outcome]]]] = {
    "Observation": observations,
    "DiagnosticReport": reports,
    "MedicationAdministration": administrations,
    "MedicationRequest": requests,
    "MedicationStatement": statements,
    "MedicationDispense": dispenses,
    "Condition": conditions,
    "AdverseEvent": adverse_events,
    "AllergyIntolerance": intolerances,
    "Encounter": encounters,
    "Procedure": procedures,
    "ImagingStudy": studies,
    "Patient": records,
}
"""The resources that are read; what any other says is passed over as `unsupported`, and counted by its type."""

_SEVERAL: Final = 2
_KIND: Final = re.compile(rb'[ \t\r\n]*\{[ \t\r\n]*"resourceType"[ \t\r\n]*:[ \t\r\n]*"(Observation|Bundle)"')
"""How those begin that may be plain, as servers write them."""


def decode(raw: bytes, context: DecodeContext) -> Decoded:
    """What a resource says, or each resource of a Bundle, or each line of several (NDJSON).

    Takes any bytes, never raises, and leaves no resource without an outcome: what is ours is accepted or rejected, what
    is not is ignored. Takes time and memory in proportion to the value.

    Args:
        raw: one resource or Bundle, FHIR R4 JSON; or one a line.
        context: when it came, and what the site has set.
    """
    kind = _KIND.match(raw)
    if kind is not None and kind[1] == b"Observation":
        plain = at_a_glance(raw, context)
        if plain is not None:
            return Decoded.of((plain,))
    elif kind is not None and kind[1] == b"Bundle":
        found = entries_at_a_glance(raw, context)
        if found is not None:
            return Decoded.of(_of_entries(found, Surroundings(context, Siblings(()))))
    try:
        message = read_stated(raw)
    except Rejected as refused:
        return Decoded.of(_unless_lines(raw, Rejection(refused.reason, refused.where), context))
    return Decoded.of(_outcomes(message, "", context))


def _unless_lines(raw: bytes, refused: Rejection, context: DecodeContext) -> Iterator[Settled]:
    """What lines come to, each of them; the rejection if they are none: not even the first is an object."""
    lines = pieces(Form.FHIR, raw) if refused.reason is Reason.NOT_JSON else iter(())
    begin = list(islice(lines, _SEVERAL))
    if len(begin) < _SEVERAL or Rejection(Reason.NOT_JSON, "line[1]") in _of_line(begin[0].raw, "line[1]", context):
        yield refused
        return
    for line in chain(begin, lines):
        yield from _of_line(line.raw, f"line[{line.line}]", context)


def _of_line(raw: bytes, place: str, context: DecodeContext) -> Iterator[Settled]:
    try:
        message = read_stated(raw)
    except Rejected as refused:
        yield Rejection(refused.reason, f"{place}.{refused.where}" if refused.where else place)
        return
    yield from _outcomes(message, place, context)


def _outcomes(message: Json, place: str, context: DecodeContext) -> Iterator[Settled]:
    entry = Entry(message, place)
    yield from _of_resource(entry, Surroundings(context, Siblings((entry,))))


def _of_bundle(bundle: Json, around: Surroundings) -> Iterator[Settled]:
    found = list(entries(bundle, around.path, _READERS))
    yield from _of_entries(Found(found, written(bundle), sender(bundle)), around)


def _of_entries(found: Found, around: Surroundings) -> Iterator[Settled]:
    there = replace(
        around,
        siblings=Siblings([each for each in found.entries if isinstance(each, Entry) and not each.withdrawn]),
        said_at=found.written or around.said_at,
        sender=found.sender or around.sender,
    )
    for each in found.entries:
        if isinstance(each, Entry):
            yield from _of_resource(each, there)
        else:
            yield each


def _of_resource(entry: Entry, around: Surroundings) -> Iterator[Settled]:
    kind = entry.resource.get("resourceType")
    if not isinstance(kind, str) or not kind:
        yield Rejection(Reason.UNKNOWN_TYPE, around.at(f"{entry.path}.resourceType" if entry.path else "resourceType"))
        return
    there = replace(around, path=entry.path, full_url=entry.full_url, posted=entry.posted)
    if kind == "Observation" and not entry.withdrawn:
        plain = plainly(entry.resource, there)
        if plain is not None:
            yield plain
            return
    if kind == "Bundle":
        yield from _of_bundle(entry.resource, there)
        return
    read = _READERS.get(kind)
    if read is None:
        yield Ignored(IgnoredKind.UNSUPPORTED, kind[:LONGEST_CODE])
        return
    there = replace(there, contained=contained_in(entry.resource))
    yield from settled(read(entry.resource, there), there)
