"""A Bundle of which most is plain takes a shorter way, to the same outcomes."""

import json
from typing import Any

import pytest
from hypothesis import event, example, given
from hypothesis import strategies as st

from models.decoded import DecodeContext, Decoded
from streams.intake.fhir import decode
from streams.intake.fhir.shallow import entries_at_a_glance
from tests.streams.intake.fhir.resources import ALT, LOINC, NOW, coded, quantity, without
from tests.streams.intake.fhir.written import OBSERVATIONS, VALID, WRITTEN, Json, slipped

CONTEXT = DecodeContext(now=NOW)
STAMPED = without(ALT, meta={"versionId": "1", "lastUpdated": "2026-03-01T08:00:00Z"})
GLUCOSE = without(STAMPED, id="o2", code=coded(LOINC, "2345-7"))
HEADER = {"resourceType": "MessageHeader", "source": {"endpoint": "https://lis.example"}}
REPORT = {"resourceType": "DiagnosticReport", "status": "final", "result": [{"reference": "Observation/o1"}]}
LESIONS = {
    **without(ALT, "valueQuantity", id="mri", code={"coding": [{"system": "urn:x", "code": "mri-gd-count"}]}),
    "valueInteger": 1,
}
RECORD = {"resourceType": "Patient", "id": "4711", "birthDate": "1980-01-01"}
FOREIGN = {"resourceType": "Organization", "id": "lab", "name": "Port Laboratory \N{MICRO SIGN}"}
PLAIN = st.builds(
    lambda number, version, value: without(
        STAMPED, id=f"o{number}", meta={"versionId": str(version)}, valueQuantity=quantity(value)
    ),
    st.integers(1, 3),
    st.integers(1, 3),
    st.integers(0, 900),
)
REQUESTS = st.sampled_from((None, {"method": "PUT", "url": "Observation/o1"}, {"method": "POST", "url": "Observation"}))
URLS = st.sampled_from((None, "urn:uuid:0f1c", "https://fhir.example/Observation/o1"))


@st.composite
def entries(draw: st.DrawFn) -> Json:
    resource = draw(
        PLAIN | OBSERVATIONS | WRITTEN | slipped(VALID) | st.sampled_from((GLUCOSE, HEADER, RECORD, LESIONS))
    )
    found = {"fullUrl": draw(URLS), "request": draw(REQUESTS), "resource": resource}
    return {name: value for name, value in found.items() if value is not None}


BUNDLES = st.builds(
    lambda found, more: {"resourceType": "Bundle", "type": "message", "entry": found, **more},
    st.lists(entries(), min_size=1, max_size=5),
    st.sampled_from(
        (
            {},
            {"timestamp": "2026-03-02T07:00:00Z"},
            {"id": "b", "total": 2},
            {"meta": {"lastUpdated": "2026-03-03T07:00:00Z"}},
        )
    ),
)


def bundle(*resources: object, **more: object) -> dict[str, Any]:
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": each} for each in resources], **more}


def the_long_way(said: Json) -> Decoded:
    """What a Bundle comes to with an element in it that is not read, which is why nothing in it is plain."""
    return decode(json.dumps({**said, "implicitRules": "urn:none"}).encode(), CONTEXT)


@given(BUNDLES, st.booleans())
@example(said=bundle(STAMPED, HEADER), ascii_only=False)
@example(said=bundle(HEADER, STAMPED, RECORD), ascii_only=False)
@example(said=bundle(STAMPED, without(LESIONS, id="o1"), REPORT), ascii_only=False)
@example(said=bundle(without(LESIONS, id="o1"), STAMPED, REPORT), ascii_only=False)
def test_the_short_way_leads_where_the_long_one_does(said: Json, ascii_only: bool) -> None:
    raw = json.dumps(said, ensure_ascii=ascii_only).encode()
    event("plain" if entries_at_a_glance(raw, CONTEXT) is not None else "looked at more closely")

    assert decode(raw, CONTEXT) == the_long_way(said)


@pytest.mark.parametrize(
    "said",
    [
        bundle(STAMPED, GLUCOSE),
        bundle(HEADER, RECORD, REPORT, STAMPED, FOREIGN, LESIONS),
        bundle(STAMPED, timestamp="2026-03-02T07:00:00Z", id="b1", meta={"lastUpdated": "2026-03-02T07:00:00Z"}),
    ],
)
def test_what_servers_send_most_is_plain(said: Json) -> None:
    assert entries_at_a_glance(json.dumps(said).encode(), CONTEXT) is not None
    assert decode(json.dumps(said).encode(), CONTEXT) == the_long_way(said)


@pytest.mark.parametrize(
    "raw",
    [
        json.dumps(bundle(STAMPED)).replace('"id"', '"id":"o1","id"'),
        json.dumps(bundle(STAMPED, GLUCOSE)).replace('"type"', '"entry":[],"type"'),
        json.dumps(bundle(STAMPED, RECORD)).replace('"birthDate"', '"birthDate":"1980-01-01","birthDate"'),
        json.dumps(bundle(STAMPED)).replace('"resource":', '"resource":{},"resource":'),
        json.dumps(bundle(STAMPED, text={"div": "X", "x": 1})).replace('"X", "x"', '"\\u0022\\u0022", "div"'),
    ],
)
def test_a_key_that_comes_twice_is_found_wherever_it_is(raw: str) -> None:
    assert [each.reason.value for each in decode(raw.encode(), CONTEXT).rejected] == ["duplicate-key"]


@pytest.mark.parametrize("depth", [60, 61, 62])
def test_a_resource_is_nested_in_its_bundle(depth: int) -> None:
    nested = f'{{"resourceType":"List","x":{"[" * (depth - 1)}{"]" * (depth - 1)}}}'
    raw = json.dumps(bundle(STAMPED, "X")).replace('"X"', nested).encode()

    reasons = [each.reason.value for each in decode(raw, CONTEXT).rejected]

    assert reasons == (["not-json"] if depth + 3 > 64 else [])
