"""What a result takes from the report that it is part of."""

from collections.abc import Iterator
from typing import Final

import msgspec
from msgspec.structs import replace

from streams.intake.fhir.elements import Element, Period
from streams.intake.fhir.outcomes import Json
from streams.intake.fhir.resources import DiagnosticReport, Observation
from streams.intake.fhir.specimens import collected
from streams.intake.fhir.surroundings import Entry, Surroundings, Whole
from streams.intake.fhir.times import Moment, end, exactly, start

STATUSES: Final = {
    "preliminary": "preliminary",
    "final": "final",
    "amended": "corrected",
    "corrected": "corrected",
    "cancelled": "cancelled",
    "entered-in-error": "entered-in-error",
}
"""The contract's word for the status of an observation; `registered` has no result yet, `unknown` is none."""

_SEVERAL: Final = 2
_LEVELS: Final = 4
"""How many levels of panels and reports are looked at above a result."""

REPORT_STATUSES: Final = STATUSES | {"partial": "preliminary", "appended": "corrected"}
"""The same for a report."""


def whole_of(raw: Json, around: Surroundings) -> Whole | None:
    """What contains the resource, else what refers to it in its Bundle: a panel, a report, a report of the panel."""
    if around.whole is not None:
        return around.whole
    wholes = [whole for whole in _wholes(raw, around) if whole is not None]
    if len(wholes) < _SEVERAL:
        return wholes[0] if wholes else None
    return Whole(
        subject=next((each.subject for each in wholes if each.subject is not None), None),
        when=tuple(moment for each in wholes for moment in each.when),
    )


def _wholes(raw: Json, around: Surroundings) -> Iterator[Whole | None]:
    for _ in range(_LEVELS):
        entry = next(_referring(raw, around), None)
        if entry is None:
            return
        raw = entry.resource
        there = replace(around, path=entry.path, full_url=entry.full_url, contained={})
        panel = raw.get("resourceType") == "Observation"
        yield around.siblings.once(_read_panel if panel else read_whole, there, raw)


def _referring(raw: Json, around: Surroundings) -> Iterator[Entry]:
    for kind, element in (("Observation", "hasMember"), ("DiagnosticReport", "result")):
        yield from around.siblings.referring(kind, element).get(id(raw), ())


def _read_panel(around: Surroundings, panel: Json) -> Whole | None:
    try:
        said = msgspec.convert(panel, Observation)
    except msgspec.ValidationError:
        return None
    own = (
        Moment(said.effective_date_time, "effectiveDateTime"),
        Moment(said.effective_instant, "effectiveInstant"),
        start(said.effective_period, "effectivePeriod"),
        Moment(said.issued, "issued"),
    )
    return Whole(subject=said.subject, when=tuple(_elsewhere(each, around) for each in own))


def read_whole(around: Surroundings, report: Json) -> Whole | None:
    """What the results of a report may take from it; None when it cannot be read.

    A report takes in turn from what contains it, and the time from the images or samples that it is about, or from the
    procedure that it is the report of.
    """
    try:
        return whole_in(msgspec.convert(report, DiagnosticReport), report, around)
    except msgspec.ValidationError:
        return None


def whole_in(said: DiagnosticReport, report: Json, around: Surroundings) -> Whole:
    """The same of a report that was read."""
    outer = around.whole
    own = (
        Moment(said.effective_date_time, "effectiveDateTime"),
        start(said.effective_period, "effectivePeriod"),
        end(said.effective_period, "effectivePeriod"),
    )
    issued = Moment(said.issued, "issued")
    return Whole(
        subject=said.subject or (outer.subject if outer else None),
        when=(
            *(_elsewhere(each, around) for each in own),
            *_taken(said, report, around),
            *(outer.when if outer else ()),
            _elsewhere(issued, around),
        ),
        status=status_of(said, outer),
        meta=said.meta or (outer.meta if outer else None),
    )


def status_of(said: DiagnosticReport, outer: Whole | None) -> str | None:
    """How far a report has come, in the contract's words: as far as what contains it, if that says so."""
    return (outer.status if outer else None) or REPORT_STATUSES.get(said.status or "", said.status)


def performed(around: Surroundings, procedure: Json) -> tuple[Moment, ...]:
    """When something was done."""
    try:
        said = msgspec.convert(procedure, _Performed)
    except msgspec.ValidationError:
        return ()
    moments = (Moment(said.performed_date_time, "performedDateTime"), start(said.performed_period, "performedPeriod"))
    return tuple(_elsewhere(each, around) for each in moments)


def _taken(said: DiagnosticReport, report: Json, around: Surroundings) -> Iterator[Moment]:
    """When the images or samples of a report were taken."""
    for link in said.imaging_study:
        study = around.find(link)
        started = study.get("started") if study is not None else None
        if isinstance(started, str):
            yield _elsewhere(Moment(started, "imagingStudy"), around)
    sampled = collected(report.get("specimen"), around)
    yield _elsewhere(Moment(exactly(sampled.text), sampled.place), around)
    for entry in around.siblings.referring("Procedure", "report").get(id(report), ()):
        yield from performed(replace(around, path=entry.path), entry.resource)


def _elsewhere(moment: Moment, around: Surroundings) -> Moment:
    return Moment(moment.text, around.elsewhere(moment.place))


class _Performed(Element, frozen=True):
    performed_date_time: str | None = None
    performed_period: Period | None = None
