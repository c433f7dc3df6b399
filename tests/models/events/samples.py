"""A plain event of each shape, and what becomes of it when one thing is changed."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from models.events import Event, check
from models.rejections import Rejected
from tests.strategies.events import Fields

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TOLERANCE = timedelta(minutes=5)
ABSENT = object()

COMMON: Fields = {"event_id": "e-1", "patient_id": "4711", "occurred_at": "2026-03-01T07:00:00+01:00"}
LAB: Fields = COMMON | {
    "type": "lab-result",
    "result_id": "r-1",
    "status": "final",
    "analyte": "alt",
    "value": Decimal("182.5"),
    "unit": "U/L",
    "reference_low": 0,
    "reference_high": Decimal("39.6"),
}
FINDING: Fields = COMMON | {
    "type": "lab-result",
    "result_id": "r-1",
    "status": "final",
    "analyte": "natalizumab-antibody",
    "finding": "positive",
}
INFUSION: Fields = COMMON | {"type": "infusion-started", "infusion_id": "i-1", "route": "iv-infusion"}
STOP: Fields = COMMON | {"type": "infusion-stopped", "infusion_id": "i-1", "reason": "completed"}
DOSE: Fields = COMMON | {
    "type": "dose-prepared",
    "preparation_id": "p-1",
    "dose_mg": 300,
    "diluent": "sodium-chloride-0.9",
    "diluent_volume_ml": 100,
}
ORDER: Fields = COMMON | {"type": "medication-started", "order_id": "o-1", "atc": "L04AX01"}
MRI: Fields = COMMON | {"type": "mri-reported", "gd_enhancing_lesions": 0, "new_t2_lesions": 0}
EDSS: Fields = COMMON | {"type": "edss-scored", "score": Decimal("2.5")}
BIRTH: Fields = COMMON | {"type": "demographics", "birth_date": "1988-02-29"}
CLEARED: Fields = COMMON | {"type": "hold-cleared", "rule": "liver-uln", "by": "dr", "reason": "seen"}
MERGE: Fields = COMMON | {"type": "patient-merged", "prior_patient_id": "0815"}


def changed(base: Fields, **changes: object) -> Fields:
    return {name: value for name, value in (base | changes).items() if value is not ABSENT}


def accepted(message: Fields) -> Event:
    return check(message, NOW, TOLERANCE)


def refused(message: Fields) -> tuple[str, str]:
    with pytest.raises(Rejected) as caught:
        check(message, NOW, TOLERANCE)
    return caught.value.reason.value, caught.value.where
