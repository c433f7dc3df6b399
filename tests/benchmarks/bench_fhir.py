"""What FHIR costs, in CPU time of this machine: decoding to checked events, beside the library fhir.resources.

The library reads a message into its models and validates it; what it would cost to make events of them is not counted.
"""

import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from timeit import repeat
from typing import Any, Final

import pytest
from fhir.resources.R4B import get_fhir_model_class

from models.decoded import DecodeContext
from streams.intake.fhir import decode

CONTEXT: Final = DecodeContext(now=datetime(2026, 6, 1, tzinfo=UTC))
LOINC: Final = "http://loinc.org"


def units(value: float) -> dict[str, Any]:
    return {"value": value, "unit": "U/L", "system": "http://unitsofmeasure.org", "code": "U/L"}


def result(number: int, code: str) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "id": f"o{number}",
        "meta": {"versionId": "1", "lastUpdated": "2026-03-01T08:00:00Z", "source": "https://lis.example"},
        "status": "final",
        "code": {"coding": [{"system": LOINC, "code": code, "display": "An analyte"}]},
        "subject": {"reference": "Patient/4711"},
        "effectiveDateTime": "2026-03-01T07:00:00+01:00",
        "issued": "2026-03-01T08:00:00Z",
        "valueQuantity": units(33.5),
        "referenceRange": [{"low": units(0), "high": units(45)}],
    }


def written_out(number: int, code: str) -> dict[str, Any]:
    """A result with what laboratory systems send around it."""
    table = "<table><tr><td>An analyte</td><td>33.5 U/L</td><td>0 - 45</td></tr></table>"
    category = "http://terminology.hl7.org/CodeSystem/observation-category"
    interpretation = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"
    return result(number, code) | {
        "text": {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{table}</div>'},
        "identifier": [{"use": "official", "system": "https://lis.example/results", "value": f"R-{number}"}],
        "basedOn": [{"reference": "ServiceRequest/17"}],
        "category": [{"coding": [{"system": category, "code": "laboratory", "display": "Laboratory"}]}],
        "encounter": {"reference": "Encounter/e1"},
        "performer": [{"reference": "Organization/lab", "display": "Port Laboratory"}],
        "interpretation": [{"coding": [{"system": interpretation, "code": "N", "display": "Normal"}]}],
        "method": {"text": "Photometry"},
        "specimen": {"reference": "Specimen/s1", "display": "Serum"},
        "note": [{"text": "Slightly haemolytic"}],
    }


def bundle(*resources: dict[str, Any]) -> dict[str, Any]:
    entries = [
        {"fullUrl": f"https://fhir.example/{each['resourceType']}/{each['id']}", "resource": each} for each in resources
    ]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


INFUSION: Final[dict[str, Any]] = {
    "resourceType": "MedicationAdministration",
    "id": "m1",
    "meta": {"versionId": "3", "lastUpdated": "2026-03-01T11:10:00Z"},
    "status": "completed",
    "medicationCodeableConcept": {
        "coding": [
            {"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "354770", "display": "natalizumab"}
        ]
    },
    "subject": {"reference": "Patient/4711"},
    "effectivePeriod": {"start": "2026-03-01T10:00:00+01:00", "end": "2026-03-01T11:05:00+01:00"},
    "dosage": {"route": {"coding": [{"system": "http://snomed.info/sct", "code": "47625008"}]}},
}
ORDER: Final[dict[str, Any]] = {
    "resourceType": "MedicationRequest",
    "id": "q1",
    "meta": {"versionId": "1", "lastUpdated": "2026-03-01T11:10:00Z"},
    "status": "active",
    "intent": "order",
    "medicationCodeableConcept": {
        "coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "1256", "display": "azathioprine"}]
    },
    "subject": {"reference": "Patient/4711"},
    "authoredOn": "2026-03-01T10:00:00+01:00",
}
REPORT: Final[dict[str, Any]] = {
    "resourceType": "DiagnosticReport",
    "id": "r1",
    "status": "final",
    "code": {"coding": [{"system": LOINC, "code": "24325-3"}]},
    "subject": {"reference": "Patient/4711"},
    "effectiveDateTime": "2026-03-01T07:00:00+01:00",
    "contained": [result(number, "1742-6") for number in range(2)],
    "result": [{"reference": "#o0"}, {"reference": "#o1"}],
}
SHAPES: Final[dict[str, dict[str, Any]]] = {
    "a plain result": result(1, "1742-6"),
    "a result written out": written_out(1, "1742-6"),
    "a result that is not ours": written_out(1, "2345-7"),
    "an infusion": INFUSION,
    "an order": ORDER,
    "a report with two results in it": REPORT,
    "a report and its two results": bundle(
        {name: value for name, value in REPORT.items() if name != "contained"}
        | {"result": [{"reference": f"Observation/o{number}"} for number in range(2)]},
        *(written_out(number, "1742-6") for number in range(2)),
    ),
    "30 results, 3 of ours": bundle(*(written_out(n, "1742-6" if n % 10 == 0 else "2345-7") for n in range(30))),
    "30 results, all ours": bundle(*(written_out(n, "1742-6") for n in range(30))),
}


def sent(shape: dict[str, Any], count: int) -> list[bytes]:
    """Messages of a shape, each with a patient, a day and a value of its own, as a sender's are."""
    text = json.dumps(shape)
    return [
        text.replace("Patient/4711", f"Patient/{n}")
        .replace("2026-03-01", f"2026-03-{n % 28 + 1:02}")
        .replace("33.5", f"{20 + n}.5")
        .encode()
        for n in range(count)
    ]


def microseconds(read: Callable[[bytes], object], messages: list[bytes]) -> float:
    """What a message takes, in the best of some rounds over all of them."""

    def work() -> None:
        for raw in messages:
            read(raw)

    return min(repeat(work, number=1, repeat=7, timer=time.process_time)) / len(messages) * 1e6


def test_cost_of_a_message() -> None:
    all_ours = all_theirs = 0.0
    for what, shape in SHAPES.items():
        size = len(json.dumps(shape))
        messages = sent(shape, max(10, 300_000 // size))
        model = get_fhir_model_class(shape["resourceType"])
        ours = microseconds(lambda raw: decode(raw, CONTEXT), messages)
        theirs = microseconds(model.model_validate_json, messages)
        all_ours, all_theirs = all_ours + ours, all_theirs + theirs
        tell(f"{what} ({size} bytes)", ours, theirs)
    tell("all of these together", all_ours, all_theirs)


def tell(what: str, ours: float, theirs: float) -> None:
    sys.stdout.write(
        f"\n{what}: decoded in {ours:.1f} µs; parsed and validated by fhir.resources in {theirs:.0f} µs, "
        f"{theirs / ours:.1f} times that\n"
    )


@pytest.mark.parametrize(("what", "code"), [("none ours", "2345-7"), ("all ours", "1742-6")])
def test_cost_of_a_mebibyte(what: str, code: str) -> None:
    count = (1 << 20) // len(json.dumps(bundle(written_out(1000, code)))) - 1
    raw = json.dumps(bundle(*(written_out(n, code) for n in range(count)))).encode()
    took = min(repeat(partial(decode, raw, CONTEXT), number=1, repeat=5, timer=time.process_time))
    sys.stdout.write(f"\n{len(raw)} bytes, {count} results, {what}: {took * 1e3:.0f} ms\n")
