"""Diagnostic reports: the results that they contain, and what an MRI of the brain showed."""

from collections.abc import Iterator
from typing import Final

import msgspec
from msgspec.structs import replace

from models.decoded import Ignored
from models.rejections import IgnoredKind, Reason, Rejected
from models.terms import WITHDRAWN
from streams.intake.fhir.assessments import mri_reported
from streams.intake.fhir.concepts import code_of
from streams.intake.fhir.identity import origin_of
from streams.intake.fhir.names import name_of
from streams.intake.fhir.observations import counts_in, observations
from streams.intake.fhir.outcomes import LONGEST_CODE, Json, Outcome, demand_one, settled
from streams.intake.fhir.plain import plainly
from streams.intake.fhir.resources import DiagnosticReport
from streams.intake.fhir.surroundings import Surroundings
from streams.intake.fhir.times import first
from streams.intake.fhir.wholes import REPORT_STATUSES, status_of, whole_in

_KNOWN: Final = frozenset({*REPORT_STATUSES, "registered", "unknown"})


def reports(raw: Json, around: Surroundings) -> Iterator[Outcome]:
    """What a report comes to: an outcome for each result that it contains, and one for the MRI that it is about.

    Results that it refers to elsewhere come to their own outcomes. A report that says nothing beside them is no result;
    if it is withdrawn it may have been an MRI's, whose lesions nobody sends again for that.
    """
    said = msgspec.convert(raw, DiagnosticReport)
    demand_one("effective", said.effective_date_time, said.effective_period)
    results = contained(raw, "Observation")
    counts = counts_in(said.result, around)
    if (counts or results) and said.status not in _KNOWN:
        raise Rejected(Reason.BAD_STATUS, "status")
    withdrawn = status_of(said, around.whole) in WITHDRAWN
    if not (counts or results or withdrawn):
        yield Ignored(IgnoredKind.NO_RESULT, code_of(said.code)[:LONGEST_CODE])
        return
    whole = whole_in(said, raw, around)
    if counts or (withdrawn and not results):
        origin = origin_of(raw, said, said.subject, around)
        yield mri_reported(origin, whole.status, first(*whole.when), counts)
    if not results:
        return
    part_of = replace(whole, name=name_of(raw, around))
    for index, result in results:
        plain = plainly(result, around, part_of)
        if plain is not None:
            yield plain
            continue
        inside = replace(around, path=around.at(f"contained[{index}]"), whole=part_of)
        yield from settled(observations(result, inside), inside)


def contained(raw: Json, kind: str) -> list[tuple[int, Json]]:
    """The resources of a kind that are contained in one, each with its number."""
    inner = raw.get("contained")
    return [
        (index, each)
        for index, each in enumerate(inner if isinstance(inner, list) else ())
        if isinstance(each, dict) and each.get("resourceType") == kind
    ]
