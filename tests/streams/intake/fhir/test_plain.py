"""Results that are written plainly take a shorter way, to the same event."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from models.decoded import DecodeContext
from streams.intake.fhir.elements import Meta, Reference
from streams.intake.fhir.observations import observations
from streams.intake.fhir.outcomes import Settled, settled
from streams.intake.fhir.plain import at_a_glance, plainly
from streams.intake.fhir.surroundings import Entry, Siblings, Surroundings, Whole
from streams.intake.json_object import read_object
from tests.streams.intake.fhir.resources import ALT, LOINC, NOW, coded, quantity, read, without
from tests.streams.intake.fhir.written import OBSERVATIONS, Json, slipped

CONTEXTS = st.sampled_from(
    (DecodeContext(now=NOW), DecodeContext(), DecodeContext(now=NOW, local_codes={"2951-2": "ast", "GPT": "alt"}))
)
SENDERS = st.sampled_from((None, "https://lis.example/fhir"))


PLACES = st.sampled_from(
    (("", False), ("urn:uuid:0f1c", True), ("https://fhir.example/Observation/o1", False), ("Observation/o7", True))
)


def found(
    resource: Json, context: DecodeContext, sender: str | None = None, place: tuple[str, bool] = ("", False)
) -> Surroundings:
    return Surroundings(context, Siblings((Entry(resource, ""),)), sender=sender, full_url=place[0], posted=place[1])


def long_way(resource: Json, around: Surroundings) -> list[Settled]:
    return list(settled(observations(resource, around), around))


def leads_there(resource: Json, context: DecodeContext, sender: str | None, place: tuple[str, bool]) -> None:
    raw = json.dumps(resource).encode()
    said = read_object(raw)
    around = found(said, context, sender, place)

    short, shortest = plainly(said, around), at_a_glance(raw, context)

    assert short is None or [short] == long_way(said, around)
    assert shortest is None or [shortest] == long_way(said, found(said, context))


@given(OBSERVATIONS | slipped(OBSERVATIONS), CONTEXTS, SENDERS, PLACES)
def test_the_short_way_leads_where_the_long_one_does(
    resource: Json, context: DecodeContext, sender: str | None, place: tuple[str, bool]
) -> None:
    leads_there(resource, context, sender, place)


@pytest.mark.parametrize(
    "resource",
    [
        without(ALT, meta={"versionId": "007", "source": "urn:x#y"}),
        without(ALT, "id", identifier=[{"system": "urn:x", "value": "7"}]),
        without(ALT, "id", identifier=[{"value": 7}]),
        without(ALT, "code", issued=5),
        without(ALT, "id", issued="2026-03-01T08:00:00Z"),
        without(ALT, subject={"reference": "Patient/"}),
        without(ALT, subject={"reference": "Patient/4711/_history/1"}),
        without(ALT, id="o" * 129),
        without(ALT, referenceRange=[{"low": quantity(50), "high": quantity(40)}]),
        without(ALT, referenceRange=[{"low": quantity(0), "text": "0-45"}]),
        without(ALT, code=coded(LOINC, "LP241977-0")),
        without(ALT, interpretation="H"),
        without(ALT, code=coded(LOINC, "100977-8"), valueQuantity={"value": 1.2}),
        without(ALT, interpretation=coded("urn:x", "H")),
    ],
)
def test_so_it_does_where_a_result_is_almost_plain(resource: Json) -> None:
    leads_there(resource, DecodeContext(now=NOW), None, ("", False))


WHOLES = st.builds(
    lambda status, meta, name: Whole(Reference("Patient/4711"), (), status, name, meta),
    st.sampled_from(("final", "corrected", "cancelled", "unknown", None)),
    st.sampled_from((None, Meta(version_id="2"), Meta(last_updated="2026-03-02T07:00:00Z", source="urn:lab#1"))),
    st.sampled_from(("r1", "r" * 128)),
)


@given(OBSERVATIONS | slipped(OBSERVATIONS), CONTEXTS, SENDERS, PLACES, WHOLES)
def test_so_it_does_in_a_report(
    resource: Json, context: DecodeContext, sender: str | None, place: tuple[str, bool], whole: Whole
) -> None:
    said = read_object(json.dumps(resource).encode())
    around = found({}, context, sender, place)

    short = plainly(said, around, whole)

    assert short is None or [short] == long_way(said, replace(around, whole=whole))


@pytest.mark.parametrize(
    "resource",
    [
        ALT,
        without(ALT, referenceRange=[{"low": quantity(0), "high": quantity(45)}]),
        without(ALT, code=coded(LOINC, "2951-2")),
    ],
)
def test_what_laboratories_send_most_is_plain(resource: dict[str, Any]) -> None:
    stamped = without(resource, meta={"versionId": "1"}, category=[{"text": "Laboratory"}])

    assert plainly(resource, found(resource, DecodeContext(now=NOW))) is not None
    assert at_a_glance(json.dumps(stamped).encode(), DecodeContext(now=NOW)) is not None


@pytest.mark.parametrize(
    "more",
    [
        '"status":"amended"',
        '"x":{"a":1,"a":2}',
        '"component":[]',
        '"issued":null',
        '"text":{"div":"\\u0022"}',
        '"valueInteger":3',
        '"modifierExtension":[{}]',
    ],
)
def test_what_says_more_is_looked_at_more_closely(more: str) -> None:
    raw = json.dumps(without(ALT, meta={"versionId": "1"})).encode()

    assert at_a_glance(raw, DecodeContext(now=NOW)) is not None
    assert at_a_glance(raw[:-1] + f",{more}}}".encode(), DecodeContext(now=NOW)) is None


@pytest.mark.parametrize("around", ["%s", '{"resourceType":"Bundle","entry":[{"resource":%s}]}'])
@pytest.mark.parametrize(
    "place",
    [
        {"valueQuantity": {"value": "DEEP"}},
        {"referenceRange": [{"low": {"value": "DEEP"}}]},
        {"referenceRange": [{"age": {"high": {"value": "DEEP"}}}]},
    ],
)
def test_what_is_nested_too_deep_is_refused_in_place_of_a_number_too(place: dict[str, Any], around: str) -> None:
    sodium = json.dumps(without(ALT, code=coded(LOINC, "2951-2"), meta={"versionId": "1"}, **place))

    for depth, reason in ((50, []), (65, ["not-json"])):
        said = around % sodium.replace('"DEEP"', "[" * depth + "]" * depth)
        assert [each.reason.value for each in read(said.encode()).rejected] == reason
