"""Whatever is repeated up to a mebibyte: twice as much takes twice the work, and the room has a bound."""

import json
import sys
import tracemalloc
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.decoders import CONTEXT, DECODERS
from tests.fuzz.seeds import SEEDS
from tests.streams.intake.fhir.resources import ALT, INFUSION, SUBJECT, without

MEBIBYTE = 1 << 20
ROOM = 64 << 20
HALF = MEBIBYTE // 16
LONG = 20_000
FRAGMENTS = {
    "hl7v2": ["|", "^", "~", "\\", "&", "\r", "\n", "\x0b", "\x1c", "MSH|", "OBX", "BTS", " ", "\x00", '""', "\ufeff"],
    "fhir": ["{", "}", "[", "]", '"', ":", ",", '{"resourceType":"Observation"},', '"a":1,', "9", "\\u0000", "\n"],
    "canonical": ["{", "}", "[", "]", '"', ":", ",", '"type":"lab-result",', "9", "-", "\\u0000", "\n", "e"],
}


@st.composite
def repeated(draw: st.DrawFn, name: str) -> tuple[bytes, bytes]:
    """The beginning of a message, and what is said over and over after it."""
    seed = draw(st.sampled_from(SEEDS[name]))
    start = draw(st.integers(0, len(seed)))
    piece = seed[start : start + draw(st.integers(1, 200))]
    again = draw(st.sampled_from([piece, *(fragment.encode() for fragment in FRAGMENTS[name])])) or b"|"
    return seed[:start], again + draw(st.sampled_from([b"", b"\r", again]))


def calls(work: Callable[[], object]) -> int:
    """How many functions are called, in Python and in C: the same every time, as seconds are not."""
    count = 0

    def called(_frame: FrameType, event: str, _of: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(called)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def grown(head: bytes, again: bytes, size: int) -> bytes:
    return head + again * ((size - len(head)) // len(again))


@pytest.mark.parametrize("name", DECODERS)
@settings(max_examples=25)
@given(data=st.data())
def test_twice_as_much_takes_no_more_than_twice_the_work(name: str, data: st.DataObject) -> None:
    head, again = data.draw(repeated(name))
    once, twice = (calls(partial(DECODERS[name], grown(head, again, size), CONTEXT)) for size in (HALF, 2 * HALF))
    assert twice <= 2.2 * once + 2_000


@pytest.mark.parametrize("name", DECODERS)
@settings(max_examples=8)
@given(data=st.data())
def test_a_mebibyte_takes_no_more_than_so_much_room(name: str, data: st.DataObject) -> None:
    raw = grown(*data.draw(repeated(name)), MEBIBYTE)
    tracemalloc.start()
    try:
        DECODERS[name](raw, CONTEXT)
        assert tracemalloc.get_traced_memory()[1] < ROOM
    finally:
        tracemalloc.stop()


MANY = [{"code": f"c{number}"} for number in range(LONG // 2)]
PARTS = [{"itemCodeableConcept": {"coding": [each]}} for each in MANY]
BAG = [{"itemCodeableConcept": {"coding": [*MANY, {"code": "L04AG03", "system": "http://www.whocc.no/atc"}]}}, PARTS[0]]
ORDER = {"resourceType": "MedicationRequest", "status": "active", "subject": SUBJECT}
DISPENSE = {"resourceType": "MedicationDispense", "status": "completed", "subject": SUBJECT}
LESIONS = {"coding": [*MANY, {"code": "mri-gd-count", "system": "urn:x"}]}
ILLNESS = {"coding": [*MANY, {"code": "126485001", "system": "http://snomed.info/sct"}]}
WHOLE = without(INFUSION, "id") | {"note": [{"text": each["code"]} for each in MANY]}
SHARED: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "patient": (
        {"resourceType": "Patient", "identifier": [{"value": each["code"]} for each in MANY]},
        INFUSION | {"subject": {"reference": "urn:uuid:1"}},
    ),
    "medicine by its codes": ({"code": {"coding": MANY}}, ORDER),
    "medicine by its parts": ({"ingredient": PARTS}, ORDER),
    "medicine beside one that is contained": ({"ingredient": PARTS}, ORDER | {"contained": [{"id": "x"}]}),
    "bag": ({"ingredient": BAG}, DISPENSE),
    "bag of many parts": ({"ingredient": [*BAG, *PARTS]}, DISPENSE),
    "lesions": (
        without(ALT, "valueQuantity") | {"code": LESIONS, "valueInteger": 1},
        {"resourceType": "DiagnosticReport", "status": "final", "result": [{"reference": "urn:uuid:1"}]},
    ),
    "lesions in many words": (
        without(ALT, "valueQuantity")
        | {"code": {"coding": LESIONS["coding"][-1:]}, "valueCodeableConcept": {"coding": MANY}},
        {"resourceType": "DiagnosticReport", "status": "final", "result": [{"reference": "urn:uuid:1"}]},
    ),
    "illness": (
        {"resourceType": "Condition", "code": ILLNESS},
        {
            "resourceType": "AdverseEvent",
            "actuality": "actual",
            "subject": SUBJECT,
            "date": "2026-03-01T07:00:00Z",
            "resultingCondition": [{"reference": "urn:uuid:1"}],
        },
    ),
    "whole": (WHOLE, INFUSION | {"partOf": [{"reference": "urn:uuid:1"}]}),
}
"""A resource of very many elements, and one that asks for it."""


def asked_for(shared: dict[str, Any], asks: dict[str, Any], count: int) -> bytes:
    of_medicine = {} if "resourceType" in shared else {"medicationReference": {"reference": "urn:uuid:1"}}
    one = {"fullUrl": "urn:uuid:1", "resource": {"resourceType": "Medication"} | shared}
    return json.dumps({"resourceType": "Bundle", "entry": [one, *[{"resource": asks | of_medicine}] * count]}).encode()


@pytest.mark.parametrize("name", SHARED)
def test_what_many_ask_for_is_read_once(name: str) -> None:
    messages = [asked_for(*SHARED[name], count) for count in (20, 40)]
    assert max(map(len, messages)) < MEBIBYTE
    few, more = (calls(partial(DECODERS["fhir"], raw, CONTEXT)) for raw in messages)
    assert more - few < LONG


def of_one_long_patient(count: int) -> bytes:
    """Infusions of one patient, who has very many numbers, of which none is the one to be known by."""
    given = "RXA|0|1|20260405090000+0200|20260405101000+0200|354770^natalizumab^RXNORM|115|mL\r"
    return f"MSH|^~\\&|A|B|||20260405||RAS^O17|1\rPID|||{'~' * LONG}\r{given * count}".encode()


def test_the_patient_of_many_infusions_is_read_once() -> None:
    few, more = (calls(partial(DECODERS["hl7v2"], of_one_long_patient(count), CONTEXT)) for count in (20, 40))
    assert more - few < LONG
