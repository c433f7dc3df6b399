"""What is accepted of an event, and the reason for which it is not."""

from decimal import Decimal

import pytest

from models.events import check
from tests.models.events.samples import (
    ABSENT,
    BIRTH,
    CLEARED,
    DOSE,
    EDSS,
    FINDING,
    INFUSION,
    LAB,
    MERGE,
    MRI,
    ORDER,
    STOP,
    TOLERANCE,
    accepted,
    changed,
    refused,
)
from tests.strategies.events import Fields


@pytest.mark.parametrize("base", [LAB, FINDING, INFUSION, STOP, DOSE, ORDER, MRI, EDSS, BIRTH, CLEARED, MERGE])
def test_a_plain_event_is_accepted(base: Fields) -> None:
    assert accepted(base).type == base["type"]


@pytest.mark.parametrize(
    "name", ["", "lab", "Lab-Result", "time-reached", "policy-changed", None, 5, ["lab-result"], "\ud800"]
)
def test_an_unknown_type_is_refused_whatever_else_is_wrong(name: object) -> None:
    assert refused({"type": name, "patient_id": ""}) == ("unknown-type", "type")
    assert refused({}) == ("unknown-type", "type")


@pytest.mark.parametrize(
    ("field", "reason"),
    [("patient_id", "no-patient"), ("occurred_at", "no-time"), ("event_id", "bad-value"), ("result_id", "bad-value")],
)
@pytest.mark.parametrize("nothing", [ABSENT, None, ""])
def test_what_must_be_there(field: str, reason: str, nothing: object) -> None:
    assert refused(changed(LAB, **{field: nothing})) == (reason, field)


@pytest.mark.parametrize("field", ["patient_id", "event_id", "result_id", "source"])
@pytest.mark.parametrize(
    "identifier",
    ["x" * 129, "a\nb", "a\x00", "\x7f", "\x85", "\ud800", 4711, True, ["4711"], {"id": "4711"}],
)
def test_a_malformed_identifier_is_a_bad_value(field: str, identifier: object) -> None:
    assert refused(changed(LAB, **{field: identifier})) == ("bad-value", field)


@pytest.mark.parametrize("identifier", ["x", "x" * 128, "ü" * 128, "😀" * 128, "4711/8 ^&~|", " "])
def test_an_identifier_is_1_to_128_characters(identifier: str) -> None:
    assert accepted(changed(LAB, patient_id=identifier)).patient_id == identifier


@pytest.mark.parametrize(
    ("changes", "reason", "where"),
    [
        ({"occurred_at": "2026-03-01T07:00:00"}, "time-without-zone", "occurred_at"),
        ({"recorded_at": "2026-03-01T07:00:00"}, "time-without-zone", "recorded_at"),
        ({"occurred_at": "yesterday"}, "bad-value", "occurred_at"),
        ({"occurred_at": "2026-03-01"}, "bad-value", "occurred_at"),
        ({"occurred_at": 1772348400}, "bad-value", "occurred_at"),
        ({"occurred_at": "1772348400"}, "bad-value", "occurred_at"),
        ({"occurred_at": "2026-02-29T07:00:00Z"}, "bad-value", "occurred_at"),
        ({"occurred_at": "1899-12-31T23:59:59Z"}, "bad-value", "occurred_at"),
        ({"occurred_at": "2201-01-01T00:00:00Z"}, "bad-value", "occurred_at"),
        ({"occurred_at": "\ud800"}, "bad-value", "occurred_at"),
        ({"recorded_at": ""}, "bad-value", "recorded_at"),
        ({"recorded_at": "2201-01-01T00:00:00Z"}, "bad-value", "recorded_at"),
        ({"occurred_at": "2026-03-01T12:05:00.000001Z"}, "future-time", "occurred_at"),
        ({"occurred_at": "2062-03-01T08:00:00Z"}, "future-time", "occurred_at"),
        ({"status": "finall"}, "bad-status", "status"),
        ({"status": ABSENT}, "bad-status", "status"),
        ({"status": None}, "bad-status", "status"),
        ({"status": ["final"]}, "bad-status", "status"),
        ({"analyte": "ALT"}, "unknown-analyte", "analyte"),
        ({"analyte": ABSENT}, "unknown-analyte", "analyte"),
        ({"analyte": None}, "unknown-analyte", "analyte"),
        ({"analyte": {}}, "unknown-analyte", "analyte"),
        ({"unit": "u/L"}, "unknown-unit", "unit"),
        ({"unit": "mg/dL"}, "unknown-unit", "unit"),
        ({"unit": ABSENT}, "unknown-unit", "unit"),
        ({"unit": None}, "unknown-unit", "unit"),
        ({"unit": ""}, "unknown-unit", "unit"),
        ({"unit": 1}, "unknown-unit", "unit"),
        ({"unit": "x" * 5000}, "unknown-unit", "unit"),
        ({"unit": "\ud800"}, "unknown-unit", "unit"),
        ({"status": "entered-in-error", "unit": "furlong"}, "unknown-unit", "unit"),
        ({"value": ABSENT}, "bad-value", "value"),
        ({"value": None}, "bad-value", "value"),
        ({"value": ABSENT, "status": "preliminary"}, "bad-value", "value"),
        ({"value": "5,4"}, "bad-number", "value"),
        ({"comparator": "~"}, "bad-value", "comparator"),
        ({"comparator": ""}, "bad-value", "comparator"),
        ({"finding": "maybe"}, "bad-value", "finding"),
        ({"reference_low": -1}, "bad-value", "reference_low"),
        ({"reference_high": 0}, "bad-value", "reference_high"),
        ({"reference_high": "0.0"}, "bad-value", "reference_high"),
        ({"reference_high": "n/a"}, "bad-number", "reference_high"),
        ({"reference_low": 40}, "bad-value", "reference_low"),
        ({"analyte": "natalizumab-antibody", "value": ABSENT, "unit": ABSENT}, "bad-value", "finding"),
        ({"analyte": "hcg", "unit": "IU/L"}, "bad-value", "finding"),
        ({"analyte": "jcv-antibody", "finding": "negative", "unit": "index"}, "unknown-unit", "unit"),
        ({"analyte": "jcv-index", "unit": "U/L"}, "unknown-unit", "unit"),
        ({"version": -1}, "bad-value", "version"),
        ({"version": Decimal("1.5")}, "bad-value", "version"),
        ({"version": "2"}, "bad-value", "version"),
        ({"version": 2**53}, "bad-value", "version"),
        ({"version": True}, "bad-number", "version"),
        ({"version": "two"}, "bad-number", "version"),
    ],
)
def test_a_faulty_lab_result_is_refused(changes: Fields, reason: str, where: str) -> None:
    assert refused(changed(LAB, **changes)) == (reason, where)


@pytest.mark.parametrize(
    "changes",
    [
        {"occurred_at": "2026-03-01T12:05:00Z"},
        {"recorded_at": "2062-03-01T08:00:00Z"},
        {"recorded_at": None, "source": None, "comparator": None, "version": 7},
        {"version": 0},
        {"version": Decimal("2.0")},
        {"comparator": ">="},
        {"reference_low": ABSENT, "reference_high": ABSENT},
        {"reference_low": Decimal("39.6")},
        {"status": "cancelled", "value": ABSENT, "unit": ABSENT},
        {"status": "entered-in-error", "value": None},
        {"status": "entered-in-error"},
        {"status": "entered-in-error", "analyte": "hcg", "value": ABSENT, "unit": ABSENT},
        {"analyte": "jcv-index", "unit": ABSENT},
        {"analyte": "jcv-index", "unit": ""},
        {"analyte": "jcv-index", "unit": "{index_val}"},
        {"analyte": "hcg", "finding": "negative", "unit": "mIU/mL"},
        {"analyte": "tsh", "unit": "\u03bcIU/mL"},
        {"analyte": "tsh", "unit": "\u00b5IU/mL"},
        {"an unknown field": {"a": [1, None]}, "\ud800": "\ud800", "accepted_at": "nonsense"},
    ],
)
def test_a_lab_result_at_the_edge_is_accepted(changes: Fields) -> None:
    assert accepted(changed(LAB, **changes)).type == "lab-result"


def test_a_finding_needs_no_value_and_a_blank_unit_is_none() -> None:
    assert accepted(changed(FINDING, unit="")) == accepted(FINDING)


def test_a_result_that_says_no_version_is_the_first() -> None:
    assert accepted(changed(LAB, version=None)) == accepted(changed(LAB, version=ABSENT))


def test_without_an_arrival_no_time_lies_in_the_future() -> None:
    assert check(changed(LAB, occurred_at="2200-12-31T23:59:59Z"), None, TOLERANCE).type == "lab-result"


@pytest.mark.parametrize(
    ("base", "changes", "where"),
    [
        (INFUSION, {"route": "IV"}, "route"),
        (INFUSION, {"route": ABSENT}, "route"),
        (INFUSION, {"preparation_id": ""}, "preparation_id"),
        (STOP, {"reason": "done"}, "reason"),
        (DOSE, {"dose_mg": ABSENT}, "dose_mg"),
        (DOSE, {"dose_mg": None}, "dose_mg"),
        (DOSE, {"diluent": ""}, "diluent"),
        (DOSE, {"storage": "fridge"}, "storage"),
        (ORDER, {"atc": ABSENT}, "name"),
        (ORDER, {"type": "medication-stopped", "atc": None}, "name"),
        (ORDER, {"order_id": ABSENT}, "order_id"),
        (BIRTH, {"birth_date": "29.02.1988"}, "birth_date"),
        (BIRTH, {"birth_date": "1989-02-29"}, "birth_date"),
        (BIRTH, {"birth_date": "1988-02-29T00:00:00"}, "birth_date"),
        (BIRTH, {"birth_date": "0001-01-01"}, "birth_date"),
        (BIRTH, {"birth_date": "568080000"}, "birth_date"),
        (BIRTH, {"birth_date": 0}, "birth_date"),
        (CLEARED, {"reason": "x" * 1025}, "reason"),
        (CLEARED, {"reason": "a\x00b"}, "reason"),
        (CLEARED, {"by": ABSENT}, "by"),
        (MERGE, {"prior_patient_id": "4711"}, "prior_patient_id"),
        (MERGE, {"prior_patient_id": ABSENT}, "prior_patient_id"),
        (MERGE, {"prior_patient_id": ""}, "prior_patient_id"),
    ],
)
def test_any_other_fault_is_a_bad_value(base: Fields, changes: Fields, where: str) -> None:
    assert refused(changed(base, **changes)) == ("bad-value", where)


def test_what_a_person_wrote_may_have_lines() -> None:
    assert accepted(changed(CLEARED, reason="Seen.\r\n\tNo sign of infection.")).type == "hold-cleared"
