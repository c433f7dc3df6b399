"""Which medicine an order is about, when its code alone does not say it to the policy."""

from typing import Any

import pytest

from tests.streams.intake.fhir.resources import RXNORM, SNOMED, SUBJECT, coded, events, read, refused, without

ARTICLE = {"coding": [{"system": "http://fhir.de/CodeSystem/ifa/pzn", "code": "0815", "display": "Immunex 50"}]}
AZATHIOPRINE = {"coding": [{"system": RXNORM, "code": "1256", "display": "azathioprine"}]}
LACTOSE = {"coding": [{"system": RXNORM, "code": "6211", "display": "lactose"}]}
ORDER: dict[str, Any] = {
    "resourceType": "MedicationRequest",
    "id": "q1",
    "status": "active",
    "intent": "order",
    "subject": SUBJECT,
    "authoredOn": "2026-03-01T07:00:00Z",
    "medicationReference": {"reference": "#m"},
}


def order_of(*ingredients: dict[str, Any], **more: object) -> dict[str, Any]:
    medicine = {"resourceType": "Medication", "id": "m", "ingredient": list(ingredients), **more}
    return without(ORDER, contained=[medicine])


def of(substance: dict[str, Any]) -> dict[str, Any]:
    return {"itemCodeableConcept": substance}


@pytest.mark.parametrize(
    ("order", "rxnorm", "name"),
    [
        (order_of(of(AZATHIOPRINE), code=ARTICLE), "1256", "Immunex 50, azathioprine"),
        (order_of(of(AZATHIOPRINE), of(LACTOSE), code=ARTICLE), "1256", "Immunex 50, azathioprine, lactose"),
        (order_of(of(AZATHIOPRINE), of(LACTOSE)), "1256", "azathioprine, lactose"),
        (order_of(of(AZATHIOPRINE)), "1256", "azathioprine"),
        (order_of(of(LACTOSE), code=AZATHIOPRINE), "1256", "azathioprine"),
        (order_of(of({"text": "azathioprine"}), code=ARTICLE), None, "Immunex 50, azathioprine"),
        (order_of(code=ARTICLE), None, "Immunex 50"),
    ],
)
def test_a_code_that_orders_are_not_known_by_is_helped_by_the_ingredients(
    order: dict[str, Any], rxnorm: str | None, name: str
) -> None:
    (event,) = events(read(order))

    assert (event.get("rxnorm"), event["name"]) == (rxnorm, name)


def test_ingredients_of_which_one_is_not_at_hand_are_not_all() -> None:
    order = order_of(of(LACTOSE), {"itemReference": {"reference": "Substance/1"}})

    assert refused(read(order)) == [("bad-value", "medicationReference")]


def test_a_drug_that_only_snomed_names_has_its_generic_name() -> None:
    (event,) = events(read(without(ORDER, "medicationReference", medicationCodeableConcept=coded(SNOMED, "715640009"))))

    assert event["name"] == "fingolimod"


@pytest.mark.parametrize(
    ("said", "types"),
    [
        ({"intent": "order"}, ["medication-started"]),
        ({}, ["medication-started"]),
        ({"intent": "order", "status": "unknown"}, ["medication-started"]),
        ({"intent": "plan", "reportedBoolean": True}, ["medication-started"]),
        ({"intent": "plan", "reportedReference": SUBJECT}, ["medication-started"]),
        ({"intent": "plan", "reportedBoolean": False}, []),
        ({"intent": "plan"}, []),
        ({"intent": "proposal", "reportedBoolean": True}, []),
    ],
)
def test_what_is_ordered_or_taken_is_an_order_and_what_is_planned_is_none(
    said: dict[str, Any], types: list[str]
) -> None:
    order = {
        "resourceType": "MedicationRequest",
        "id": "q1",
        "status": "active",
        "medicationCodeableConcept": coded(RXNORM, "1256"),
        "subject": SUBJECT,
        "authoredOn": "2026-03-01T07:00:00Z",
    }

    assert [event["type"] for event in events(read({**order, **said}))] == types
