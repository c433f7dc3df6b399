"""Adverse events, and the reactions to natalizumab in lists of allergies."""

from typing import Any

import pytest

from models.decoded import Decoded
from tests.streams.intake.fhir.resources import BERLIN, RXNORM, SNOMED, SUBJECT, coded, events, read, refused, without

HIVES = coded(SNOMED, "126485001")
EVENT: dict[str, Any] = {
    "resourceType": "AdverseEvent",
    "id": "a1",
    "actuality": "actual",
    "event": HIVES,
    "subject": SUBJECT,
    "date": "2026-03-01T10:40:00+01:00",
    "severity": coded("http://terminology.hl7.org/CodeSystem/adverse-event-severity", "moderate"),
}
REACTION: dict[str, Any] = {
    "manifestation": [HIVES],
    "onset": "2026-03-01T10:40:00+01:00",
    "severity": "moderate",
}
ALLERGY: dict[str, Any] = {
    "resourceType": "AllergyIntolerance",
    "id": "i1",
    "code": coded(RXNORM, "354770"),
    "patient": SUBJECT,
    "reaction": [REACTION],
}


def passed_over(decoded: Decoded) -> list[tuple[str, str]]:
    assert [*decoded.accepted, *decoded.rejected] == []
    return [(each.kind.value, each.code) for each in decoded.ignored]


@pytest.mark.parametrize("resource", [EVENT, ALLERGY])
def test_a_reaction_is_what_was_seen_when_and_how_bad(resource: dict[str, Any]) -> None:
    (event,) = events(read(resource))

    assert (event["type"], event["symptom"], event["severity"]) == ("reaction-observed", "urticaria", "moderate")
    assert (event["patient_id"], event["occurred_at"]) == ("4711", "2026-03-01T09:40:00Z")


@pytest.mark.parametrize("text", ["Hives", "URTICARIA", "urticaria."])
def test_a_symptom_may_be_in_words(text: str) -> None:
    assert events(read(without(EVENT, event={"text": text})))[0]["symptom"] == "urticaria"


@pytest.mark.parametrize("text", ["no urticaria", "urticaria after penicillin", "fall from bed"])
def test_a_sentence_is_not_interpreted(text: str) -> None:
    assert passed_over(read(without(EVENT, event={"text": text}))) == [("unmapped-code", "")]


@pytest.mark.parametrize(
    ("severity", "read_as"),
    [({"text": "Severe"}, "severe"), (coded(SNOMED, "371923003"), "moderate"), (coded(SNOMED, "399166001"), "severe")],
)
def test_a_severity_is_read_at_its_worse_end(severity: dict[str, Any], read_as: str) -> None:
    assert events(read(without(EVENT, severity=severity)))[0]["severity"] == read_as


def test_how_bad_a_reaction_was_is_not_guessed_unless_it_is_severe_by_definition() -> None:
    anaphylaxis = without(EVENT, "severity", event=coded(SNOMED, "39579001"))

    assert refused(read(without(EVENT, "severity"))) == [("bad-value", "severity")]
    assert events(read(anaphylaxis))[0]["severity"] == "severe"


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"date": "2026-03-01"}, ("time-without-zone", "date")),
        ({"date": None}, ("no-time", "date")),
        ({"subject": None}, ("no-patient", "subject.reference")),
        ({"actuality": None}, ("bad-value", "actuality")),
        (
            {"event": {"coding": [*HIVES["coding"], {"system": SNOMED, "code": "267036007"}]}},
            ("ambiguous-value", "event.coding"),
        ),
    ],
)
def test_a_reaction_that_cannot_be_placed_is_rejected(change: dict[str, Any], found: tuple[str, str]) -> None:
    said = {name: value for name, value in {**EVENT, **change}.items() if value is not None}

    assert refused(read(said)) == [found]


def test_the_day_of_a_reaction_is_no_time_in_any_zone() -> None:
    assert refused(read(without(EVENT, date="2026-03-01"), BERLIN)) == [("bad-value", "date")]


def test_an_event_that_might_have_happened_is_none() -> None:
    assert passed_over(read(without(EVENT, actuality="potential"))) == [("no-result", "126485001")]


def test_the_conditions_that_came_of_an_event_are_reactions_too() -> None:
    event = without(
        EVENT,
        event={"text": "Adverse drug reaction"},
        contained=[{"resourceType": "Condition", "id": "c1", "code": coded(SNOMED, "4386001")}],
        resultingCondition=[{"reference": "#c1"}, {"reference": "Condition/elsewhere"}],
    )

    assert [each["symptom"] for each in events(read(event))] == ["bronchospasm"]


def test_a_deleted_event_takes_its_reaction_back() -> None:
    (seen,) = events(read(EVENT))
    entry = {"resource": EVENT, "request": {"method": "DELETE", "url": "AdverseEvent/a1"}}

    (gone,) = events(read({"resourceType": "Bundle", "entry": [entry]}))

    assert (gone["type"], gone["retracts"]) == ("event-retracted", seen["event_id"])


def test_reactions_to_something_else_are_not_ours() -> None:
    penicillin = without(ALLERGY, code=coded(RXNORM, "7980"))
    of_another = without(ALLERGY, reaction=[{**REACTION, "substance": coded(RXNORM, "7980")}])
    of_ours = without(penicillin, reaction=[{**REACTION, "substance": {"text": "Natalizumab"}}])

    assert passed_over(read(penicillin)) == [("unmapped-code", "7980")]
    assert passed_over(read(of_another)) == [("no-result", "354770")]
    assert len(events(read(of_ours))) == 1


def test_each_manifestation_is_a_reaction_of_its_own() -> None:
    several = {**REACTION, "manifestation": [HIVES, {"text": "Dyspnea"}, {"text": "Rhinitis"}]}

    found = read(without(ALLERGY, reaction=[several]))

    assert len({event.event_id for event in found.accepted}) == 2
    assert [each.kind.value for each in found.ignored] == ["unmapped-code"]


def test_an_allergy_without_the_time_of_its_reaction_is_rejected_unless_it_had_only_one() -> None:
    timeless = {name: value for name, value in REACTION.items() if name != "onset"}
    once = without(ALLERGY, reaction=[timeless], lastOccurrence="2026-03-01T10:40:00Z", recordedDate="2026-03-02")
    twice = without(once, reaction=[timeless, timeless])

    assert [each["occurred_at"] for each in events(read(once))] == ["2026-03-01T10:40:00Z"]
    assert refused(read(twice)) == [("no-time", "reaction[0].onset"), ("no-time", "reaction[1].onset")]


@pytest.mark.parametrize("status", ["refuted", "entered-in-error"])
def test_an_allergy_that_never_was_takes_its_reactions_back(status: str) -> None:
    (seen,) = events(read(ALLERGY))
    said = without(ALLERGY, verificationStatus=coded("urn:x", status), meta={"versionId": "2"})

    assert [each["retracts"] for each in events(read(said))] == [seen["event_id"]]


def test_an_allergy_that_was_refuted_at_once_says_nothing() -> None:
    said = without(ALLERGY, verificationStatus=coded("urn:x", "refuted"), meta={"versionId": "1"})

    assert passed_over(read(said)) == [("no-result", "354770")]


def test_what_is_serious_and_has_no_severity_is_severe() -> None:
    unsaid = without(EVENT, "severity")

    for code in ("Serious", "serious", "SeriousIsLifeThreatening"):
        assert events(read(without(unsaid, seriousness=coded("urn:x", code))))[0]["severity"] == "severe"
    assert refused(read(without(unsaid, seriousness=coded("urn:x", "Non-serious")))) == [("bad-value", "severity")]
    assert events(read(without(EVENT, seriousness=coded("urn:x", "Serious"))))[0]["severity"] == "moderate"
