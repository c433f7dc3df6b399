"""FHIR resources to start from, and how a test reads what becomes of them."""

import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from models.decoded import DecodeContext, Decoded
from models.events import line
from streams.intake.fhir import decode

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 6, 1, tzinfo=UTC)
SUBJECT = {"reference": "Patient/4711"}
LOINC, RXNORM, SNOMED = "http://loinc.org", "http://www.nlm.nih.gov/research/umls/rxnorm", "http://snomed.info/sct"
UCUM = "http://unitsofmeasure.org"


def coded(system: str, code: str) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code}]}


def quantity(value: object, unit: str = "U/L", **more: object) -> dict[str, Any]:
    return {"value": value, "unit": unit, "system": UCUM, "code": unit, **more}


ALT: dict[str, Any] = {
    "resourceType": "Observation",
    "id": "o1",
    "status": "final",
    "code": coded(LOINC, "1742-6"),
    "subject": SUBJECT,
    "effectiveDateTime": "2026-03-01T07:00:00+01:00",
    "valueQuantity": quantity(30),
}
INFUSION: dict[str, Any] = {
    "resourceType": "MedicationAdministration",
    "id": "m1",
    "status": "completed",
    "medicationCodeableConcept": coded(RXNORM, "354770"),
    "subject": SUBJECT,
    "effectivePeriod": {"start": "2026-03-01T10:00:00+01:00", "end": "2026-03-01T10:20:00+01:00"},
}


def without(resource: dict[str, Any], *names: str, **more: object) -> dict[str, Any]:
    return {**{name: value for name, value in resource.items() if name not in names}, **more}


def read(resource: object, zone: ZoneInfo | None = None) -> Decoded:
    raw = resource if isinstance(resource, bytes) else json.dumps(resource).encode()
    return decode(raw, DecodeContext(now=NOW, zone=zone))


def events(decoded: Decoded) -> list[dict[str, Any]]:
    assert decoded.rejected == ()
    return [json.loads(line(event, None)) for event in decoded.accepted]


def refused(decoded: Decoded) -> list[tuple[str, str]]:
    assert decoded.accepted == ()
    return [(each.reason.value, each.where) for each in decoded.rejected]
