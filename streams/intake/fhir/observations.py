"""Observations, and the components of them, that are ours."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import msgspec
from msgspec.structs import replace

from models.analytes import Analyte
from models.decoded import Ignored, Rejection
from models.rejections import IgnoredKind, Reason, Rejected
from models.terms import WITHDRAWN
from streams.intake.codes.measures import Refusal
from streams.intake.fhir.assessments import LESIONS, assessed, mri_reported
from streams.intake.fhir.concepts import code_of, measure, unmapped
from streams.intake.fhir.elements import Concept, Reference
from streams.intake.fhir.identity import Origin, origin_of, patient_of
from streams.intake.fhir.laboratory import laboratory_result
from streams.intake.fhir.outcomes import LONGEST_CODE, Json, NotOursError, Outcome, attempted, demand_one
from streams.intake.fhir.parts import Part
from streams.intake.fhir.persons import person_of
from streams.intake.fhir.resources import Coded, Measured, Observation
from streams.intake.fhir.specimens import collected
from streams.intake.fhir.surroundings import Surroundings
from streams.intake.fhir.times import Moment, end, exactly, first, occasion, start
from streams.intake.fhir.wholes import STATUSES, whole_of

_REGISTERED: Final = "registered"
_LESIONS: Final = frozenset(LESIONS)
_ANALYTES: Final = frozenset(Analyte)
_HERS: Final = frozenset({"Condition", "Encounter", "MedicationAdministration", "MedicationRequest", "Procedure"})
"""What an observation may be about and still be of the patient herself: none of these has a body of its own."""


class _Named(NamedTuple):
    """What a part of an observation measures, and where it says so."""

    meaning: str | Refusal | None
    concept: Concept | None
    place: str

    @property
    def ours(self) -> bool:
        return isinstance(self.meaning, str)


def observations(raw: Json, around: Surroundings) -> Iterator[Outcome]:
    """What an observation comes to: an outcome for itself, or one for each of its components.

    Whether it is ours is asked first, so that nothing else is demanded of what is not.
    """
    named = around.siblings.once(_named, around, raw)
    members = [] if "hasMember" not in raw else counts_in(msgspec.convert(raw, Observation).has_member, around)
    yield from (_passed_over(each, around) for each in named if not each.ours)
    if not members and raw.get("hasMember") and raw.get("status") in WITHDRAWN:
        yield _forgotten(raw, around)
    if not members and not any(each.ours for each in named):
        return
    said = msgspec.convert(raw, Observation)
    if said.status == _REGISTERED:
        yield Ignored(IgnoredKind.NO_RESULT, code_of(said.code))
        return
    yield from _of_ours(raw, said, members, around)


def _forgotten(raw: Json, around: Surroundings) -> Outcome:
    """The retraction of the MRI that a panel may have reported, when its members were at hand."""
    origin, when, _ = _common(raw, msgspec.convert(raw, Observation), around)
    return origin.retraction(f"{origin.stem}/mri-reported", first(when, origin.said))


def counts_in(links: Sequence[Reference], around: Surroundings) -> list[Part]:
    """The lesion counts among the observations that are referred to, each once."""
    found = {id(each): each for link in links if (each := around.find(link)) is not None}
    observed = (each for each in found.values() if each.get("resourceType") == "Observation")
    return [part for each in observed if (part := around.siblings.once(_count, around, each)) is not None]


def _of_ours(raw: Json, said: Observation, members: list[Part], around: Surroundings) -> Iterator[Outcome]:
    parts = _parts(raw, said, around)
    counts = [*members, *(part for part in parts if part.measure in _LESIONS)]
    if counts and [part.place for part in counts] == [""]:
        yield _alone(counts[0], raw, around)
    elif counts:
        origin, when, status = _common(raw, said, around)
        yield attempted(lambda: mri_reported(origin, status, when, counts), around)
    yield from (_outcome(part, around) for part in parts if part.measure not in _LESIONS)


def _alone(count: Part, raw: Json, around: Surroundings) -> Outcome:
    """A lesion count that is an observation of its own counts with its partner, in the report that refers to both."""
    links = (("DiagnosticReport", "result"), ("Observation", "hasMember"))
    carried = around.whole is not None or any(id(raw) in around.siblings.referring(*link) for link in links)
    if carried:
        return Ignored(IgnoredKind.NO_RESULT, count.code)
    return Rejection(Reason.BAD_VALUE, around.at("component"))


def _outcome(part: Part, around: Surroundings) -> Outcome:
    if part.measure in _ANALYTES:
        nothing = Ignored(IgnoredKind.NO_RESULT, part.code)
        return attempted(lambda: laboratory_result(part) or nothing, around)
    return attempted(lambda: assessed(part), around)


def _passed_over(named: _Named, around: Surroundings) -> Outcome:
    if named.meaning is Refusal.NOT_AN_OBSERVATION:
        return Rejection(Reason.BAD_VALUE, around.at(named.place))
    return unmapped(named.concept, known=named.meaning is not None)


def _named(around: Surroundings, raw: Json) -> tuple[_Named, ...]:
    """The observation, then its components that have a code; one that has any counts itself only if it is ours."""
    coded = msgspec.convert(raw, Coded)
    local = around.context.local_codes
    components = tuple(
        _Named(measure(each.code, local, place), each.code, place)
        for each, place in (
            (each, f"component[{index}].code") for index, each in enumerate(coded.component) if each.code
        )
    )
    own = _Named(measure(coded.code, local, "code"), coded.code, "code")
    return (own, *components) if own.ours or not components else components


def _count(around: Surroundings, raw: Json) -> Part | None:
    """The lesion count that another observation is, or None."""
    entry = around.siblings.entry_of(raw)
    if entry is not None:
        around = replace(around, path=entry.path, full_url=entry.full_url, contained={}, whole=None)
    try:
        named = around.siblings.once(_named, around, raw)
        if named[0].meaning not in _LESIONS:
            return None
        return _parts(raw, msgspec.convert(raw, Observation), around)[0]
    except (msgspec.ValidationError, Rejected, NotOursError):
        return None


def _common(raw: Json, said: Observation, around: Surroundings) -> tuple[Origin, Moment, str | None]:
    own = _own_time(raw, said, around)
    complete = said.subject is not None and own.text and around.whole is None
    whole = None if complete else whole_of(raw, around)
    origin = origin_of(raw, said, said.subject or (whole.subject if whole else None), around)
    if said.focus and not all(_same_patient(each, origin) for each in said.focus):
        raise Rejected(Reason.AMBIGUOUS_VALUE, "focus")
    when = own if own.text or whole is None else first(own, *whole.when)
    if whole is not None and whole.name and whole.status in WITHDRAWN:
        return origin, when, whole.status
    return origin, when, STATUSES.get(said.status or "", said.status)


def _own_time(raw: Json, said: Observation, around: Surroundings) -> Moment:
    demand_one(
        "effective", said.effective_date_time, said.effective_instant, said.effective_period, said.effective_timing
    )
    own = Moment(said.effective_date_time, "effectiveDateTime")
    if own.text:
        return own
    sampled = collected(raw.get("specimen"), around)
    return first(
        own,
        Moment(said.effective_instant, "effectiveInstant"),
        start(said.effective_period, "effectivePeriod"),
        end(said.effective_period, "effectivePeriod"),
        occasion(said.effective_timing, "effectiveTiming"),
        Moment(exactly(sampled.text), sampled.place),
        Moment(said.issued, "issued"),
        sampled,
    )


def _same_patient(focus: Reference, origin: Origin) -> bool:
    try:
        return patient_of(focus, origin.around) == origin.patient_id
    except NotOursError as other:
        return other.ignored.code in _HERS


def _parts(raw: Json, said: Observation, around: Surroundings) -> list[Part]:
    origin, when, status = _common(raw, said, around)
    if origin.recorded_at is None:
        origin = replace(origin, recorded_at=exactly(said.issued))
    copies: Counter[str] = Counter()
    parts = []
    for named in around.siblings.once(_named, around, raw):
        if not isinstance(named.meaning, str):
            continue
        place = named.place.removesuffix("code").removesuffix(".")
        measured: Measured = said if not place else said.component[int(place[len("component[") : -1])]
        if place and measured.modifier_extension:
            raise Rejected(Reason.BAD_VALUE, f"{place}.modifierExtension")
        code = code_of(named.concept)
        copies[code] += 1
        suffix = "" if not place else f"#{code}" if copies[code] == 1 else f"#{code}.{copies[code]}"
        person = person_of(said.subject, when, measured.reference_range, around)
        parts.append(Part(origin, when, status, measured, named.meaning, code[:LONGEST_CODE], suffix, place, person))
    return parts
