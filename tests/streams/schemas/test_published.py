"""What is published about the messages: fresh, sound, and true of what is accepted."""

import subprocess
import sys
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from models.events import BY_TOPIC, EVENT_TYPES, INTERNAL_TYPES, Event, check, line
from models.rejections import Reason, Rejected
from models.settings import Inbound
from streams.schemas import asyncapi, json_schemas
from streams.topics import TopicNames
from tests.strategies.events import START, Fields, events, fields

ROOT = Path(__file__).parents[3]
SCHEMAS = json_schemas()
VALIDATORS = {name: Draft7Validator(schema) for name, schema in SCHEMAS.items()}
LAB: Fields = {
    "type": "lab-result",
    "event_id": "e-1",
    "patient_id": "4711",
    "occurred_at": "2026-03-01T07:00:00Z",
    "result_id": "r-1",
    "status": "final",
    "analyte": "alt",
    "value": 30,
    "unit": "U/L",
}
ORDER: Fields = {
    "type": "medication-started",
    "event_id": "e-1",
    "patient_id": "4711",
    "occurred_at": "2026-03-01T07:00:00Z",
    "order_id": "o-1",
    "name": "Azathioprine",
}


def as_json(message: Fields) -> Fields:
    return {name: float(value) if isinstance(value, Decimal) else value for name, value in message.items()}


def is_described(message: Fields) -> bool:
    return VALIDATORS[str(message["type"])].is_valid(as_json(message))


def is_accepted(message: Fields) -> bool:
    try:
        check(message, None, timedelta(0))
    except Rejected:
        return False
    return True


def test_what_is_committed_is_what_the_models_say(tmp_path: Path) -> None:
    subprocess.run([sys.executable, ROOT / "deploy" / "generate" / "schemas.py", tmp_path], check=True)
    fresh = {path.relative_to(tmp_path): path.read_text() for path in tmp_path.rglob("*.*")}
    committed = [*(ROOT / "deploy" / "schemas").iterdir(), ROOT / "deploy" / "asyncapi.yaml"]
    assert {path.relative_to(ROOT): path.read_text() for path in committed} == fresh, "stale: make generate"


def test_every_type_has_its_schema_and_every_schema_is_one() -> None:
    assert set(SCHEMAS) == {*EVENT_TYPES, *INTERNAL_TYPES, "alert"}
    for schema in SCHEMAS.values():
        Draft7Validator.check_schema(schema)
        assert schema["description"]


def test_every_field_is_described() -> None:
    for name in (*EVENT_TYPES, *INTERNAL_TYPES):
        for field, described in SCHEMAS[name]["properties"].items():
            assert described.get("description"), f"{name}.{field}"


@given(fields())
def test_what_is_accepted_fits_its_schema(message: Fields) -> None:
    assert is_described(message)


@given(events())
def test_what_is_written_fits_its_schema(event: Event) -> None:
    assert is_described(msgspec.json.decode(line(event, START)))


@given(fields(), st.data())
def test_a_schema_and_the_check_agree_on_what_is_missing(message: Fields, data: st.DataObject) -> None:
    field = data.draw(st.sampled_from(sorted(set(message) - {"type"})))
    for damaged in ({name: message[name] for name in message if name != field}, message | {field: None}):
        assert is_described(damaged) == is_accepted(damaged)


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "finall"},
        {"analyte": "sodium"},
        {"unit": "mg/dL"},
        {"unit": ""},
        {"value": "5,4"},
        {"value": -1},
        {"value": True},
        {"version": 1.5},
        {"version": "1"},
        {"reference_high": 0},
        {"occurred_at": "2026-03-01T07:00:00"},
        {"occurred_at": "2026-03-01"},
        {"patient_id": ""},
        {"patient_id": "x" * 129},
        {"patient_id": "a\nb"},
        {"patient_id": 4711},
        {"comparator": "~"},
        {"analyte": "hcg", "unit": "IU/L"},
    ],
)
def test_a_faulty_result_does_not_fit_its_schema(changes: Fields) -> None:
    assert is_described(LAB)
    assert not is_described(LAB | changes)


def test_an_order_must_name_its_drug() -> None:
    assert is_described(ORDER)
    assert not is_described(ORDER | {"name": None})


def test_a_score_of_one_half_does_not_exist() -> None:
    score: Fields = {**{name: LAB[name] for name in ("event_id", "patient_id", "occurred_at")}, "type": "edss-scored"}
    assert [is_described(score | {"score": value}) for value in (0, 0.5, 1, 1.5, 1.2, 10, 10.5)] == [
        *(True, False, True, True),
        *(False, True, False),
    ]


def test_every_topic_is_in_the_asyncapi_document_with_its_messages() -> None:
    document = asyncapi()
    names = TopicNames()
    own = {names.patient_events, names.patient_ledger, names.alerts, names.rejected_events, names.operations}
    assert set(document["channels"]) == {*(topic.value for topic in Inbound), *own, names.heartbeats}
    for topic in BY_TOPIC:
        assert set(document["channels"][topic]["messages"]) == set(EVENT_TYPES)


def references(part: object) -> list[str]:
    if isinstance(part, dict):
        return [part["$ref"]] if "$ref" in part else [found for value in part.values() for found in references(value)]
    return [found for item in part for found in references(item)] if isinstance(part, list) else []


def test_every_reference_of_the_asyncapi_document_leads_somewhere() -> None:
    document = yaml.safe_load((ROOT / "deploy" / "asyncapi.yaml").read_text())
    assert document == asyncapi()
    for reference in references(document):
        if reference.startswith("./"):
            assert (ROOT / "deploy" / reference).is_file()
        else:
            place: Any = document
            for step in reference.removeprefix("#/").split("/"):
                place = place[step]
            assert place


def test_the_reasons_for_rejections_are_published() -> None:
    headers = asyncapi()["components"]["messages"]["rejected-event"]["headers"]
    assert headers["properties"]["natwatch-reason"]["enum"] == [reason.value for reason in Reason]
