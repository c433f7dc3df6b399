"""AL1 and IAM: of what a patient does not tolerate, the reactions to natalizumab whose hour is known.

A list of allergies is a history, said again at every admission. A day alone is no time of a reaction: the hour decides
whether it was during an infusion. So what has none is passed over, and counted.
"""

from collections.abc import Iterator
from typing import Final

from models.decoded import Ignored
from models.rejections import IgnoredKind, Reason, Rejected
from models.terms import ReactionSeverity, Symptom
from streams.intake.codes.reactions import severity_of, symptom_of, symptom_of_words
from streams.intake.hl7v2.header import Header, Outcome
from streams.intake.hl7v2.medicines import drug_in
from streams.intake.hl7v2.names import named
from streams.intake.hl7v2.persons import patient_in
from streams.intake.hl7v2.segment import Segment

__all__ = ["reactions"]

_ALLERGEN, _SEVERITY, _REACTION = 3, 4, 5
_ACTION: Final = 6
_ONSET: Final = {"AL1": 6, "IAM": 11}
_SEVERITIES: Final = {"MI": "mild", "MO": "moderate", "SV": "severe"}
_DAY: Final = len("20260301")


def reactions(allergy: Segment, pid: Segment, header: Header) -> Iterator[Outcome]:
    """What an AL1 or IAM comes to: a reaction for each of its symptoms, their retraction, or nothing."""
    drug = drug_in(allergy, _ALLERGEN)
    onset = _ONSET[allergy.name]
    if not drug.is_ours:
        yield Ignored(IgnoredKind.UNSUPPORTED, allergy.name)
        return
    allergy.demand(onset + 1, at_least=0)
    symptoms = sorted(_symptoms(allergy, header))
    time = allergy.text(onset)
    if not symptoms or len(time) <= _DAY:
        yield Ignored(IgnoredKind.NO_RESULT, drug.codings[0].code)
        return
    taken_back = allergy.name == "IAM" and allergy.text(_ACTION) == "D"
    for symptom in symptoms:
        event_id = named("allergy", symptom, time)
        common: dict[str, object] = {"patient_id": patient_in(pid), "recorded_at": header.sent_at}
        if taken_back:
            retraction = {"type": "event-retracted", "event_id": header.name(allergy.place(), symptom)}
            when = {"occurred_at": header.occurred_at(*header.happened), "retracts": event_id}
            yield header.event(common | retraction | when, allergy, {})
            continue
        reaction = {"type": "reaction-observed", "event_id": event_id, "symptom": symptom}
        when = {"occurred_at": header.occurred_at(allergy, onset), "severity": _severity(allergy, symptom)}
        yield header.event(common | reaction | when, allergy, {"severity": _SEVERITY})


def _symptoms(allergy: Segment, header: Header) -> set[str]:
    """The symptoms that repetitions of the reaction name, by a code or in words.

    Raises:
        Rejected: `too-large` when there are more than any value may have.
    """
    found = set()
    for count, repetition in enumerate(dict.fromkeys(allergy.repetitions(_REACTION))):
        if count:
            header.allowance.spend(allergy.place)
        for coding in allergy.codings_of(repetition):
            symptom = symptom_of(coding.system, coding.code) or symptom_of_words(coding.text or coding.code)
            if symptom:
                found.add(symptom)
    return found


def _severity(allergy: Segment, symptom: str) -> str:
    """How bad it was.

    Raises:
        Rejected: `bad-value` when it does not say.
    """
    said = allergy.text(_SEVERITY)
    severity = _SEVERITIES.get(said.upper()) or severity_of(said) or severity_of(allergy.text(_SEVERITY, 2))
    if severity is None and symptom == Symptom.ANAPHYLAXIS:
        return ReactionSeverity.SEVERE.value  # by definition
    if severity is None:
        raise Rejected(Reason.BAD_VALUE, allergy.place(_SEVERITY))
    return severity
