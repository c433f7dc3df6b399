"""Since when something lasts that is said to last: as exactly as it is said, else since it was said."""

from typing import Any

import pytest

from tests.streams.intake.fhir.resources import LOINC, RXNORM, SNOMED, SUBJECT, coded, events, read, refused, without

STATED = "2026-03-09T10:00:00Z"
INFECTION: dict[str, Any] = {
    "resourceType": "Condition",
    "id": "c1",
    "code": coded(SNOMED, "40733004"),
    "subject": SUBJECT,
    "clinicalStatus": coded("http://terminology.hl7.org/CodeSystem/condition-clinical", "active"),
    "meta": {"lastUpdated": STATED},
}
TAKEN: dict[str, Any] = {
    "resourceType": "MedicationStatement",
    "id": "s1",
    "status": "active",
    "medicationCodeableConcept": coded(RXNORM, "1256"),
    "subject": SUBJECT,
    "meta": {"lastUpdated": STATED},
}
PREGNANT: dict[str, Any] = {
    "resourceType": "Observation",
    "id": "o1",
    "status": "final",
    "code": coded(LOINC, "82810-3"),
    "subject": SUBJECT,
    "valueCodeableConcept": coded(SNOMED, "77386006"),
    "meta": {"lastUpdated": STATED},
}
LASTING = pytest.mark.parametrize("lasting", [INFECTION, TAKEN, PREGNANT], ids=["infection", "medicine", "pregnancy"])


@LASTING
def test_what_lasts_since_nobody_knows_when_has_lasted_since_it_was_said(lasting: dict[str, Any]) -> None:
    (event,) = events(read(lasting))

    assert event["occurred_at"] == STATED


@LASTING
@pytest.mark.parametrize(
    "stated",
    [{"timestamp": STATED}, {"meta": {"lastUpdated": STATED}}, {"timestamp": STATED, "meta": {"lastUpdated": "x"}}],
)
def test_a_bundle_says_it_for_what_stands_in_it(lasting: dict[str, Any], stated: dict[str, Any]) -> None:
    entries = [{"resource": without(lasting, "meta")}]
    for summary in ({"resourceType": "Bundle", **stated}, {**stated, "resourceType": "Bundle"}):
        (event,) = events(read({**summary, "entry": entries}))

        assert event["occurred_at"] == STATED


@LASTING
def test_what_nobody_says_any_time_of_has_none(lasting: dict[str, Any]) -> None:
    assert [reason for reason, _ in refused(read(without(lasting, "meta")))] == ["no-time"]


@pytest.mark.parametrize(
    "lasting",
    [
        without(INFECTION, onsetDateTime="2025"),
        without(INFECTION, onsetPeriod={"start": "2026-02"}),
        without(INFECTION, onsetDateTime="2026-02", recordedDate=STATED, meta={}),
        without(TAKEN, effectivePeriod={"start": "2015-03"}),
        without(PREGNANT, effectiveDateTime="2026-03"),
        without(TAKEN, effectiveDateTime="2015", dateAsserted=STATED, meta={}),
    ],
)
def test_a_month_or_a_year_alone_gives_way_to_when_it_was_said(lasting: dict[str, Any]) -> None:
    (event,) = events(read(lasting))

    assert event["occurred_at"] == STATED


@pytest.mark.parametrize(
    "over",
    [
        without(INFECTION, onsetDateTime="2019-03", abatementDateTime="2019-04-02T00:00:00Z"),
        without(INFECTION, onsetDateTime="2019-03", clinicalStatus=coded("urn:x", "resolved")),
        without(TAKEN, status="completed", effectivePeriod={"start": "2019-03"}),
        without(INFECTION, code=coded(SNOMED, "192929006"), onsetDateTime="2019-03"),
    ],
    ids=["ended", "resolved", "taken once", "relapse"],
)
def test_what_is_over_is_not_dated_by_what_was_said_long_after(over: dict[str, Any]) -> None:
    decoded = read(over)

    assert [each.reason.value for each in decoded.rejected] == ["bad-value"]
    assert not [each for each in decoded.accepted if each.type.endswith(("started", "reported"))]


def test_a_condition_allergy_or_event_that_is_not_ours_may_be_written_as_it_likes() -> None:
    for other in (
        without(INFECTION, code=coded(SNOMED, "38341003"), clinicalStatus="active", onsetDateTime=5),
        {"resourceType": "AdverseEvent", "event": coded(SNOMED, "304386008"), "seriousness": "serious", "date": 5},
        {"resourceType": "AllergyIntolerance", "code": coded(SNOMED, "91936005"), "verificationStatus": "confirmed"},
    ):
        assert [each.kind.value for each in read(other).ignored] == ["unmapped-code"]
