"""An event made of fields that were read already is the one that the check gives, or is left to the check."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.events import check
from models.instants import to_text
from models.plain.read import event_of
from models.rejections import Rejected

NOW = datetime(2026, 4, 5, 8, 30, tzinfo=UTC)
COMMON: Mapping[str, Any] = {"event_id": "e", "patient_id": "p", "occurred_at": NOW, "recorded_at": NOW, "source": "s"}
PLAIN: Mapping[str, Mapping[str, Any]] = {
    "infusion-started": {
        "infusion_id": "i",
        "preparation_id": "r",
        "route": "iv-infusion",
        "rate_ml_per_h": Decimal(9),
    },
    "infusion-stopped": {"infusion_id": "i", "reason": "completed", "volume_infused_ml": Decimal("115.5")},
    "medication-started": {"order_id": "o", "atc": "L04AX01", "rxnorm": "1256", "name": "azathioprine"},
    "medication-stopped": {"order_id": "o", "name": "azathioprine"},
    "dose-prepared": {
        "preparation_id": "r",
        "dose_mg": Decimal(300),
        "diluent": "sodium-chloride-0.9",
        "diluent_volume_ml": Decimal(100),
        "storage": "refrigerated",
    },
    "dose-discarded": {"preparation_id": "r"},
    "condition-started": {"condition_id": "c", "kind": "pregnancy", "code": "O09.9"},
    "condition-resolved": {"condition_id": "c", "kind": "infection"},
    "demographics": {"birth_date": date(1979, 7, 4)},
    "event-retracted": {"retracts": "e0"},
    "lab-result": {
        "result_id": "r",
        "status": "final",
        "analyte": "alt",
        "value": "33.5",
        "unit": "U/L",
        "comparator": "<",
        "reference_low": Decimal(0),
        "reference_high": Decimal(45),
        "finding": None,
    },
}
TEXTS = st.sampled_from(
    [
        *("", "e", "x" * 128, "x" * 129, "x" * 1024, "x" * 1025, "a\tb", "a\x7f", "\xa0", "\xe4"),
        *("iv-bolus", "12.5", "0", "1e5", "\u0663", ">", "positive", "cancelled", "hcg", "ukat/L"),
    ]
)
NUMBERS = st.sampled_from(["0", "46", "-0", "0.5", "-1", "NaN", "Infinity", "1E+308", "1.8E+308", "1E-400"]).map(
    Decimal
)
TURNS = [
    NOW.replace(year=year, month=month, day=day) for year, month, day in ((1899, 12, 31), (1900, 1, 1), (2201, 1, 1))
]
INSTANTS = st.sampled_from([*TURNS, NOW.replace(microsecond=5), NOW.astimezone(timezone(timedelta(hours=2)))])
DAYS = st.sampled_from([date(1899, 12, 31), date(1900, 1, 1), date(2200, 12, 31), date(2201, 1, 1)])


def written(value: object) -> object:
    """As a message has it."""
    if isinstance(value, datetime):
        return to_text(value)
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize("name", PLAIN)
def test_a_plain_event_is_made(name: str) -> None:
    fields = {"type": name, **COMMON, **PLAIN[name]}
    event = event_of(fields)
    assert event is not None
    assert event == check({field: written(value) for field, value in fields.items()}, None, timedelta(0))


def others(value: object) -> st.SearchStrategy[object]:
    """Other values of a field: mostly of the kind that it holds."""
    kinds = {str: TEXTS, Decimal: NUMBERS, datetime: INSTANTS, date: DAYS}
    return st.one_of(kinds.get(type(value), TEXTS), kinds.get(type(value), TEXTS), st.none(), *kinds.values())


@settings(max_examples=500)
@given(st.sampled_from(sorted(PLAIN)), st.data())
def test_what_is_made_is_what_the_check_gives(name: str, data: st.DataObject) -> None:
    fields = {"type": name, **COMMON, **PLAIN[name]}
    changed = data.draw(st.sets(st.sampled_from(sorted(set(fields) - {"type"})), min_size=1, max_size=2))
    fields |= {field: data.draw(others(fields[field])) for field in changed}
    made = event_of(fields)
    present = {field: written(value) for field, value in fields.items() if value is not None and value != ""}
    try:
        checked = check(present, None, timedelta(0))
    except Rejected:
        checked = None
    assert made is None or made == checked


@pytest.mark.parametrize(("name", "field"), [("infusion-started", "volume_ml"), ("lab-result", "reference_high")])
def test_a_zero_that_the_check_refuses_is_left_to_it(name: str, field: str) -> None:
    assert event_of({"type": name, **COMMON, **PLAIN[name], field: Decimal(0)}) is None


def test_what_is_not_known_is_left_to_the_check() -> None:
    assert event_of({"type": "dose-moved", "preparation_id": "r", "storage": "refrigerated", **COMMON}) is None
    assert event_of({"type": "lab-result", **COMMON, **PLAIN["lab-result"], "version": 2}) is None
    assert event_of({"type": "dose-discarded", "preparation_id": "r", "unknown": "x", **COMMON}) is None
