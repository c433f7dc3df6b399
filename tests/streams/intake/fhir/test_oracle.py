"""What is accepted is valid to another implementation of FHIR, the library fhir.resources, and says the same there."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from fhir.resources.R4B import get_fhir_model_class
from hypothesis import given, settings
from pydantic import BaseModel, ValidationError

from models.decoded import Decoded
from models.events import Event
from tests.streams.intake.fhir.resources import NOW, read
from tests.streams.intake.fhir.written import OBSERVATIONS, SLIPPED, VALID, Json

EXAMPLES = settings(max_examples=150)


def theirs(resource: Json) -> Any:  # noqa: ANN401  one of many models
    return get_fhir_model_class(resource["resourceType"]).model_validate_json(json.dumps(resource))


def holds(resource: Json) -> bool:
    try:
        theirs(resource)
    except ValidationError:
        return False
    return True


def whole(decoded: Decoded) -> bool:
    """Whether a resource was accepted, and not merely taken back whatever stands in it."""
    withdrawn = any(
        event.type == "event-retracted" or getattr(event, "status", "") == "entered-in-error"
        for event in decoded.accepted
    )
    return bool(decoded.accepted) and not decoded.rejected and not withdrawn


@EXAMPLES
@given(VALID)
def test_the_resources_of_these_tests_are_valid(resource: Json) -> None:
    assert theirs(resource).get_resource_type() == resource["resourceType"]


@EXAMPLES
@given(SLIPPED)
def test_what_is_accepted_is_valid(resource: Json) -> None:
    if whole(read(resource)):
        assert holds(resource)


def instant(value: datetime | date | None) -> datetime | None:
    if not isinstance(value, datetime):
        return None
    return value.astimezone(UTC)


def patient(reference: str) -> str:
    return reference.removesuffix("/_history/2").rpartition("/")[2]


EFFECTIVE = ("effectiveDateTime", "effectiveInstant", "effectivePeriod.start", "effectivePeriod.end", "issued")


def found(model: BaseModel, path: str) -> list[Any]:
    """What stands in an element, and in those of the same name beside it."""
    values: list[Any] = [model]
    for name in path.split("."):
        inner = [getattr(value, name, None) for value in values]
        values = [each for value in inner for each in (value if isinstance(value, list) else [value])]
    return values


@EXAMPLES
@given(OBSERVATIONS)
def test_a_result_says_what_the_other_reads(resource: Json) -> None:
    other = theirs(resource)
    for event in read(resource).accepted:
        if event.type == "lab-result":
            said = event.__dict__
            assert said["result_id"] == other.id
            assert event.patient_id == patient(other.subject.reference)
            assert event.occurred_at in [instant(time) for path in EFFECTIVE for time in found(other, path)]
            if said["value"] is not None and other.valueQuantity:
                _same_quantity(said, other.valueQuantity)


def _same_quantity(said: dict[str, Any], quantity: Any) -> None:  # noqa: ANN401  untyped model of theirs
    if said["unit"] == (quantity.code or quantity.unit):
        assert said["value"] == Decimal(str(quantity.value))
    assert said["comparator"] == quantity.comparator


TIMES_OF = {
    "infusion-started": ("effectivePeriod.start",),
    "infusion-stopped": ("effectivePeriod.end", "meta.lastUpdated"),
    "medication-started": (
        "authoredOn",
        "effectivePeriod.start",
        "effectiveDateTime",
        "dateAsserted",
        "meta.lastUpdated",
    ),
    "medication-stopped": ("effectivePeriod.end", "meta.lastUpdated"),
    "condition-started": ("onsetDateTime",),
    "condition-resolved": ("abatementDateTime", "meta.lastUpdated"),
    "reaction-observed": ("date", "reaction.onset"),
}
"""The elements in which the time of an event may stand, by its type."""


def _placed(event: Event, model: BaseModel) -> bool:
    times = [instant(value) for path in TIMES_OF[event.type] for value in found(model, path)]
    return event.occurred_at in times


@EXAMPLES
@given(VALID)
def test_events_happened_when_the_other_says(resource: Json) -> None:
    other = theirs(resource)
    for event in read(resource).accepted:
        if event.type in TIMES_OF:
            assert _placed(event, other) or event.occurred_at == NOW
