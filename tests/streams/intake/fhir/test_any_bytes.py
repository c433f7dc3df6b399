"""Whatever is sent as FHIR, nothing raises and nothing vanishes."""

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.streams.intake.fhir.resources import ALT, quantity, read, refused, without
from tests.streams.intake.fhir.written import WRITTEN, Json, places


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"[]", "not-json"),
        (b"\xff", "not-json"),
        (b'{"resourceType": "Observation", "status": "final", "status": "amended"}', "duplicate-key"),
        (b"{}", "unknown-type"),
        (b'{"resourceType": "Bundle", "entry": {}}', "bad-value"),
        (b'{"resourceType": "Observation", "\\ud800": 1}', "not-json"),
        (b'{"resourceType": "Patient", "id": "\\uDFFF"}', "not-json"),
        (b'{"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Patient", "\\udbff": 1}}]}', "not-json"),
    ],
)
def test_what_is_no_resource_has_its_reason(raw: bytes, reason: str) -> None:
    assert [found for found, _ in refused(read(raw))] == [reason]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(("final", "Patient/4711", "U/L")),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(("coding", "code", "reference", "value", "start", "text", "id")), inner)
    ),
    max_leaves=8,
)
METHODS = st.sampled_from((None, "PUT", "POST", "DELETE", "PATCH", "GET", "delete", 5))


@st.composite
def mangled(draw: st.DrawFn) -> Json:
    """A resource of which one element is anything at all."""
    resource: Json = copy.deepcopy(draw(WRITTEN))
    container, name = draw(st.sampled_from(list(places(resource))))
    container[name] = draw(JSON)
    return resource


@st.composite
def entries(draw: st.DrawFn) -> Json:
    """An entry that states, deletes or changes something, or is not quite one."""
    resource = draw(mangled() | WRITTEN)
    url = draw(st.sampled_from((f"{resource['resourceType']}/{resource['id']}", "Observation?code=1", "", 5)))
    entry = {"resource": resource, "request": {"method": draw(METHODS), "url": url}, "fullUrl": draw(JSON)}
    return {name: value for name, value in entry.items() if draw(st.integers(0, 9)) > 0}


@given(mangled())
def test_no_mangled_resource_raises_or_vanishes(resource: Json) -> None:
    decoded = read(resource)

    assert decoded.accepted or decoded.rejected or decoded.ignored


@given(st.lists(entries() | JSON, min_size=1, max_size=4))
def test_no_entry_of_a_bundle_raises_or_vanishes(found: list[object]) -> None:
    decoded = read({"resourceType": "Bundle", "type": "transaction", "entry": found})

    assert len(decoded.accepted) + len(decoded.rejected) + len(decoded.ignored) >= len(found)


@given(WRITTEN, st.data())
def test_no_damage_to_the_bytes_raises_or_vanishes(resource: Json, data: st.DataObject) -> None:
    raw = json.dumps(resource).encode()
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, len(raw)))

    decoded = read(raw[:start] + data.draw(st.binary(max_size=4)) + raw[end:])

    assert decoded.accepted or decoded.rejected or decoded.ignored


HUGE = "a number beyond all bounds"
LONE, IN_A_BUNDLE = b"%b", b'{"resourceType":"Bundle","entry":[{"resource":%b}]}'
IN_A_REPORT = b'{"resourceType":"DiagnosticReport","status":"final","contained":[%b]}'


def huge(resource: Json, around: bytes, number: bytes = b"1e500") -> bytes:
    """A resource in which such a number stands as it does in JSON, though no library writes one."""
    return around % json.dumps(resource).encode().replace(json.dumps(HUGE).encode(), number)


@pytest.mark.parametrize("around", [LONE, IN_A_BUNDLE, IN_A_REPORT])
@pytest.mark.parametrize("number", [b"1e500", b"-1e500", b"9" * 500])
def test_a_number_beyond_all_bounds_is_none(number: bytes, around: bytes) -> None:
    for result in (
        without(ALT, valueQuantity=quantity(HUGE)),
        without(ALT, referenceRange=[{"low": quantity(HUGE), "high": quantity(45)}]),
        without(ALT, referenceRange=[{"high": quantity(HUGE)}]),
    ):
        assert [reason for reason, _ in refused(read(huge(result, around, number)))] == ["bad-number"]


def test_an_age_beyond_all_bounds_is_none() -> None:
    record = {"resourceType": "Patient", "id": "4711", "birthDate": "1988-01-02"}
    result = without(ALT, referenceRange=[{"high": quantity(45), "age": {"low": quantity(HUGE, "a")}}])
    bundle = {"resourceType": "Bundle", "entry": [{"resource": record}, {"resource": result}]}

    assert len(read(huge(bundle, LONE)).accepted) == 2


@given(WRITTEN, st.sampled_from((LONE, IN_A_BUNDLE)), st.data())
def test_no_number_beyond_all_bounds_raises_or_vanishes(said: Json, around: bytes, data: st.DataObject) -> None:
    resource = copy.deepcopy(said)
    container, name = data.draw(st.sampled_from(list(places(resource))))
    container[name] = HUGE

    decoded = read(huge(resource, around))

    assert decoded.accepted or decoded.rejected or decoded.ignored


@given(st.binary(max_size=200))
def test_no_bytes_raise(raw: bytes) -> None:
    assert read(raw).rejected


@pytest.mark.parametrize(
    "shape", ['{"resourceType":"Bundle","entry":[{"resource":', '{"resourceType":"List","contained":[']
)
@pytest.mark.parametrize("depth", [10, 16, 40, 100_000])
def test_nesting_ends_in_an_outcome_however_deep(shape: str, depth: int) -> None:
    closing = "}]}" if shape.endswith(":") else "]}"
    decoded = read((shape * depth + '{"resourceType":"X"}' + closing * depth).encode())

    assert len(decoded.rejected) + len(decoded.ignored) == 1
