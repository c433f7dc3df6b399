"""What a result takes from the report that it is part of."""

from dataclasses import replace
from typing import Final

import msgspec

from streams.intake.fhir.outcomes import Json
from streams.intake.fhir.resources import DiagnosticReport
from streams.intake.fhir.surroundings import Surroundings, Whole
from streams.intake.fhir.times import Moment, end, start

STATUSES: Final = {
    "preliminary": "preliminary",
    "final": "final",
    "amended": "corrected",
    "corrected": "corrected",
    "cancelled": "cancelled",
    "entered-in-error": "entered-in-error",
}
"""The contract's word for the status of an observation; `registered` has no result yet, `unknown` is none."""

REPORT_STATUSES: Final = STATUSES | {"partial": "preliminary", "appended": "corrected"}
"""The same for a report."""


def whole_of(raw: Json, around: Surroundings) -> Whole | None:
    """What contains the resource, else the first report of the same Bundle that refers to it."""
    if around.whole is not None:
        return around.whole
    reports = around.siblings.referring("DiagnosticReport", "result").get(id(raw))
    if not reports:
        return None
    report = reports[0]
    there = replace(around, path=report.path, full_url=report.full_url, contained={})
    return around.siblings.once(read_whole, there, report.resource)


def read_whole(around: Surroundings, report: Json) -> Whole | None:
    """What the results of a report may take from it; None when it cannot be read."""
    try:
        said = msgspec.convert(report, DiagnosticReport)
    except msgspec.ValidationError:
        return None
    when = (
        Moment(said.effective_date_time, "effectiveDateTime"),
        start(said.effective_period, "effectivePeriod"),
        end(said.effective_period, "effectivePeriod"),
        Moment(said.issued, "issued"),
    )
    return Whole(
        subject=said.subject,
        when=tuple(Moment(each.text, around.elsewhere(each.place)) for each in when),
        status=REPORT_STATUSES.get(said.status or "", said.status),
        meta=said.meta,
    )
