"""What a reader remembers is bounded, however long the texts are that come in."""

import gc
import json
import tracemalloc
from collections.abc import Callable

import pytest

from models.decoded import DecodeContext, Decoded
from streams.intake import fhir, hl7v2
from tests.streams.intake.fhir.resources import ALT, INFUSION, LOINC, coded, without
from tests.streams.intake.hl7v2.written import CONTEXT, OBR, PID, message, obx

_LONG, _MANY, _KEPT = 20_000, 60, 300_000


def _hl7(text: str) -> bytes:
    fields = (
        obx("33", code=f"X^{text}^L"),
        obx("33", code=f"{text}^ALT^LN"),
        obx("33", code=f"1742-6^ALT^{text}"),
        obx("33", text),
        obx("33", limits=text),
        obx("8", text, code="6690-2^WBC^LN"),
        obx("positive", text, text, code="58012-6^Ab^LN", kind="ST"),
    )
    return message(PID, OBR, *fields).encode()


def _fhir(text: str) -> bytes:
    resources = (
        without(ALT, code={"text": text}),
        without(ALT, code=coded(text, "1742-6")),
        without(ALT, code=coded(LOINC, text)),
        without(ALT, valueQuantity={"value": 33, "unit": text}),
        without(ALT, referenceRange=[{"text": text}]),
        without(
            ALT, code=coded(LOINC, "58012-6"), valueQuantity={"value": 3, "unit": text}, referenceRange=[{"text": "<5"}]
        ),
        without(INFUSION, medicationCodeableConcept={"text": text}),
    )
    entries = [{"resource": each} for each in resources]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode()


@pytest.mark.parametrize(("decode", "written"), [(hl7v2.decode, _hl7), (fhir.decode, _fhir)])
def test_long_texts_are_not_kept(
    decode: Callable[[bytes, DecodeContext], Decoded], written: Callable[[str], bytes]
) -> None:
    decode(written("warm"), CONTEXT)
    gc.collect()
    tracemalloc.start()
    try:
        for number in range(_MANY):
            decode(written(f"{number:06}" + "x" * _LONG), CONTEXT)
        gc.collect()
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < _KEPT
