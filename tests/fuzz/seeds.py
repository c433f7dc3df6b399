"""What fuzzing starts from: messages of the other tests, invented ones all of them."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from tests.models.events import samples
from tests.streams.intake.fhir import resources
from tests.streams.intake.hl7v2.test_any_bytes import SHAPES

_CANONICAL = (samples.LAB, samples.FINDING, samples.INFUSION, samples.STOP, samples.DOSE)
_PATIENT = {"resourceType": "Patient", "id": "4711", "birthDate": "1979-07-04"}
_BUNDLE = {
    "resourceType": "Bundle",
    "type": "transaction",
    "entry": [{"resource": each} for each in (_PATIENT, resources.ALT, resources.INFUSION)],
}

SEEDS: Mapping[str, Sequence[bytes]] = {
    "canonical": [json.dumps(each, default=lambda number: float(Decimal(number))).encode() for each in _CANONICAL],
    "fhir": [json.dumps(each).encode() for each in (resources.ALT, resources.INFUSION, _PATIENT, _BUNDLE)],
    "hl7v2": [shape.encode() for shape in SHAPES],
}
"""By decoder."""


def write(name: str, folder: Path) -> None:
    """Writes the seeds of a decoder as a corpus, one a file."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, raw in enumerate(SEEDS[name]):
        (folder / f"seed-{number}").write_bytes(raw)
