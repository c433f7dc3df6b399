"""The messages of the benchmark: a year of history for each patient, then new laboratory results."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec

from models.instants import to_text

CYCLES = 13
CYCLE = timedelta(days=28)
ANALYTES = {
    "alt": ("U/L", "30", None, "40"),
    "ast": ("U/L", "25", None, "40"),
    "tsh": ("mIU/L", "2.1", "0.4", "4"),
    "free-t4": ("pmol/L", "15", "9", "23"),
    "neutrophils": ("10*9/L", "4", "1.5", "7.5"),
    "lymphocytes": ("10*9/L", "2", "1", "4.8"),
    "monocytes": ("10*9/L", "0.5", "0.2", "1"),
}
_encode = msgspec.json.Encoder().encode


def history(patient: str, now: datetime) -> Iterator[bytes]:
    """A year: an infusion every four weeks, blood every twelve; some hundred events."""
    for cycle in range(CYCLES):
        at = now - CYCLE * (CYCLES - cycle) + timedelta(days=7)
        bag, drip = f"{patient}-bag-{cycle}", f"{patient}-drip-{cycle}"
        dose = {"dose_mg": 300, "diluent": "sodium-chloride-0.9", "diluent_volume_ml": 100, "storage": "refrigerated"}
        yield _event(patient, f"p{cycle}", at, "dose-prepared", preparation_id=bag, **dose)
        start = {"infusion_id": drip, "preparation_id": bag, "route": "iv-infusion", "rate_ml_per_h": 110}
        yield _event(patient, f"s{cycle}", at + timedelta(hours=1), "infusion-started", **start)
        stopped = {"infusion_id": drip, "reason": "completed"}
        yield _event(patient, f"t{cycle}", at + timedelta(hours=2, minutes=3), "infusion-stopped", **stopped)
        yield _event(patient, f"o{cycle}", at + timedelta(hours=3, minutes=9), "observation-ended", infusion_id=drip)
        if cycle % 3 == 0:
            for analyte in ANALYTES:
                yield result(patient, f"h{cycle}-{analyte}", at, analyte)


def result(patient: str, number: str, at: datetime, analyte: str) -> bytes:
    """One plain laboratory result, inside its range."""
    unit, value, low, high = ANALYTES[analyte]
    limits = {"reference_high": high} if low is None else {"reference_low": low, "reference_high": high}
    fields = {"result_id": number, "status": "final", "analyte": analyte, "value": value, "unit": unit, **limits}
    return _event(patient, number, at, "lab-result", **fields)


def _event(patient: str, number: str, at: datetime, kind: str, **fields: object) -> bytes:
    common = {"type": kind, "event_id": f"{patient}-{number}", "patient_id": patient, "occurred_at": to_text(at)}
    return _encode({**common, "source": "lis", **fields})
