"""Whatever is sent as FHIR, nothing raises and nothing vanishes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.streams.intake.fhir.resources import ALT, INFUSION, read, refused, without


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"[]", "not-json"),
        (b"\xff", "not-json"),
        (b'{"resourceType": "Observation", "status": "final", "status": "amended"}', "duplicate-key"),
        (b"{}", "unknown-type"),
        (b'{"resourceType": "Bundle", "entry": {}}', "bad-value"),
    ],
)
def test_what_is_no_resource_has_its_reason(raw: bytes, reason: str) -> None:
    assert [found for found, _ in refused(read(raw))] == [reason]


MANGLED = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(("final", "Patient/4711", "U/L")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(tuple({**ALT, **INFUSION})), inner),
    max_leaves=8,
)


@given(st.sampled_from((ALT, INFUSION)), st.sampled_from(tuple({**ALT, **INFUSION})), MANGLED)
def test_no_mangled_resource_raises_or_vanishes(resource: dict[str, Any], name: str, value: object) -> None:
    decoded = read(without(resource, **{name: value}))

    assert decoded.accepted or decoded.rejected or decoded.ignored


@given(st.binary(max_size=200))
def test_no_bytes_raise(raw: bytes) -> None:
    assert read(raw).rejected
