"""Reactions: adverse events, and the reactions to natalizumab in a list of allergies.

An adverse event counts whatever is suspected of it, for during an infusion it is the infusion that can be stopped. In a
list of allergies only natalizumab's own count, and only with the time of the reaction: the list is a history, and is
often written down on the day of an infusion. A day alone is no time either, for the hour decides about a reaction.
"""

from collections.abc import Iterator
from functools import partial
from typing import Final, NamedTuple

import msgspec

from models.decoded import Ignored, Rejection
from models.rejections import IgnoredKind, Reason, Rejected
from models.terms import ReactionSeverity, Symptom
from streams.intake.codes.reactions import severity_of, symptom_of, symptom_of_words
from streams.intake.fhir.concepts import code_of, codes, natalizumab, says, words
from streams.intake.fhir.elements import Concept, Element, Reference
from streams.intake.fhir.identity import Origin, origin_of
from streams.intake.fhir.outcomes import LONGEST_CODE, MISTAKEN, Json, NotOursError, Outcome, attempted
from streams.intake.fhir.resources import Resource
from streams.intake.fhir.surroundings import Surroundings
from streams.intake.fhir.times import Moment, first, to_the_minute

_ACTUAL: Final = "actual"
_POTENTIAL: Final = "potential"
_SERIOUS: Final = "serious"
"""How all codes of an event begin that is life-threatening, or ends in death or a stay in hospital."""


class AdverseEvent(Resource, frozen=True):
    """Something that went wrong with a patient, or nearly did."""

    actuality: str = ""
    event: Concept | None = None
    subject: Reference | None = None
    date: str | None = None
    detected: str | None = None
    recorded_date: str | None = None
    seriousness: Concept | None = None
    severity: Concept | None = None


class Reaction(Element, frozen=True):
    """One reaction to what a patient does not tolerate."""

    substance: Concept | None = None
    manifestation: tuple[Concept, ...] = ()
    onset: str | None = None
    severity: str | None = None


class AllergyIntolerance(Resource, frozen=True):
    """What a patient does not tolerate."""

    verification_status: Concept | None = None
    code: Concept | None = None
    patient: Reference | None = None
    last_occurrence: str | None = None
    reaction: tuple[Reaction, ...] = ()


class _Happened(Element, frozen=True):
    event: Concept | None = None
    resulting_condition: tuple[Reference, ...] = ()


class _Caused(Element, frozen=True):
    code: Concept | None = None


class _Substance(Element, frozen=True):
    substance: Concept | None = None


class _Blamed(Element, frozen=True):
    code: Concept | None = None
    reaction: tuple[_Substance, ...] = ()


class _Seen(NamedTuple):
    """A symptom that was seen: how bad it was, when, and what tells it from others of the resource."""

    symptom: str
    severity: str | None
    when: Moment
    name: str
    place: str


def adverse_events(raw: Json, around: Surroundings) -> Iterator[Outcome]:
    """What an adverse event comes to: a reaction for the event, and for each condition at hand that came of it."""
    happened = msgspec.convert(raw, _Happened)
    caused = (each for link in happened.resulting_condition if (each := around.find(link)) is not None)
    symptoms = [_symptom(happened.event, "event"), *(around.siblings.once(_caused, around, each) for each in caused)]
    seen: dict[str, int] = {}
    for number, symptom in enumerate(symptoms):
        if symptom is not None:
            seen.setdefault(symptom, number)
    if not seen:
        raise NotOursError(IgnoredKind.UNMAPPED_CODE, code_of(happened.event))
    said = msgspec.convert(raw, AdverseEvent)
    if said.actuality == _POTENTIAL:
        raise NotOursError(IgnoredKind.NO_RESULT, code_of(said.event))
    if said.actuality != _ACTUAL:
        raise Rejected(Reason.BAD_VALUE, "actuality")
    origin = origin_of(raw, said, said.subject, around)
    when = first(
        Moment(said.date, "date"), Moment(said.detected, "detected"), Moment(said.recorded_date, "recordedDate")
    )
    severity = next((known for each in _says(said.severity) if (known := severity_of(each)) is not None), None)
    if severity is None and any(each.casefold().startswith(_SERIOUS) for each in _says(said.seriousness)):
        severity = ReactionSeverity.SEVERE.value
    for symptom, number in seen.items():
        found = _Seen(symptom, severity, when, f"{number}", "severity")
        yield _observed(found, origin, taken_back=said.status == MISTAKEN)


def intolerances(raw: Json, around: Surroundings) -> Iterator[Outcome]:
    """What an allergy or intolerance comes to: a reaction for each manifestation of one to natalizumab."""
    named = msgspec.convert(raw, _Blamed)
    if not any(map(natalizumab, (named.code, *(each.substance for each in named.reaction)))):
        raise NotOursError(IgnoredKind.UNMAPPED_CODE, code_of(named.code))
    said = msgspec.convert(raw, AllergyIntolerance)
    blamed = natalizumab(said.code)
    ours = [
        number
        for number, each in enumerate(said.reaction)
        if (blamed if each.substance is None else natalizumab(each.substance))
    ]
    origin = origin_of(raw, said, said.patient, around)
    refuted = says(said.verification_status, "refuted")
    if not ours or (refuted and origin.first):
        raise NotOursError(IgnoredKind.NO_RESULT, code_of(said.code))
    taken_back = refuted or says(said.verification_status, MISTAKEN)
    for number in ours:
        each, place = said.reaction[number], f"reaction[{number}]"
        if not each.manifestation:
            yield Rejection(Reason.BAD_VALUE, around.at(f"{place}.manifestation"))
            continue
        when = Moment(each.onset, f"{place}.onset")
        if len(said.reaction) == 1:
            when = first(when, Moment(said.last_occurrence, "lastOccurrence"))
        for which, concept in enumerate(each.manifestation):
            symptom = _symptom(concept, f"{place}.manifestation[{which}]")
            if symptom is None:
                yield Ignored(IgnoredKind.UNMAPPED_CODE, code_of(concept)[:LONGEST_CODE])
                continue
            severity = severity_of(each.severity) if each.severity else None
            found = _Seen(symptom, severity, when, f"{number}.{which}", f"{place}.severity")
            yield attempted(partial(_observed, found, origin, taken_back=taken_back), around)


def _observed(found: _Seen, origin: Origin, *, taken_back: bool) -> Outcome:
    event_id = f"{origin.stem}/reaction/{found.name}"
    if taken_back:
        return origin.retraction(event_id, first(origin.said, found.when))
    severity = found.severity
    if severity is None and found.symptom == Symptom.ANAPHYLAXIS:
        severity = ReactionSeverity.SEVERE.value  # by definition
    fields = {"symptom": found.symptom, "severity": severity}
    when = to_the_minute(found.when, origin.around.context.zone)
    return origin.draft("reaction-observed", event_id, when, fields, {"severity": found.place})


def _caused(_around: Surroundings, condition: Json) -> str | None:
    return _symptom(msgspec.convert(condition, _Caused).code, "resultingCondition")


def _symptom(concept: Concept | None, place: str) -> str | None:
    """What was seen: by the codes, else in words. What is only `other` says less than any other code beside it."""
    found = {known for system, code in codes(concept) if (known := symptom_of(system, code)) is not None}
    if not found:
        found = {known for text in words(concept) if (known := symptom_of_words(text)) is not None}
    if len(found) > 1:
        found.discard(Symptom.OTHER.value)
    if len(found) > 1:
        raise Rejected(Reason.AMBIGUOUS_VALUE, f"{place}.coding")
    return next(iter(found), None)


def _says(concept: Concept | None) -> Iterator[str]:
    yield from (code for _, code in codes(concept))
    yield from words(concept)
