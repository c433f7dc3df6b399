"""What is accepted of an event, and the first reason for which it is not."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.events import EVENT_TYPES, Event, check
from models.rejections import Reason, Rejected
from tests.strategies.events import Fields, events, fields

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


def test_without_an_arrival_no_time_lies_in_the_future() -> None:
    assert check(changed(LAB, occurred_at="2200-12-31T23:59:59Z"), None, TOLERANCE).type == "lab-result"


@pytest.mark.parametrize(
    "number",
    [
        "5,4", "", " 5", "5 ", "5.4.3", "1_000", "1 000", "0x10", "five", "٣", "NaN", "Infinity", "-inf", "1e400",
        "-1e400", "1e999", "+", ".", "e5", "1e", "9" * 401, "5\n", "\ud800", True, False, [], [5], {}, 5.4,
        Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), Decimal("1e400"), Decimal("-1e400"),
        Decimal("1.7976931348623158E+308"), 10**400,
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    ("base", "field"), [(LAB, "value"), (LAB, "reference_low"), (DOSE, "dose_mg"), (EDSS, "score")]
)
def test_where_no_number_can_be_read(base: Fields, field: str, number: object) -> None:
    assert refused(changed(base, **{field: number})) == ("bad-number", field)


@pytest.mark.parametrize(
    ("number", "value"),
    [
        (182, "182"), (Decimal("182.50"), "182.5"), ("182.5", "182.5"), ("0.3", "0.3"), ("+5", "5"), (".5", "0.5"),
        ("5.", "5"), ("007", "7"), ("1e2", "100"), ("1E-3", "0.001"), (0, "0"), (Decimal("-0.0"), "0"), (-0, "0"),
        ("0.1000000000000000055511151231257827021181583404541015625",
         "0.1000000000000000055511151231257827021181583404541015625"),
        (Decimal("1.7976931348623157E+308"), "1.7976931348623157E+308"), (2**70, str(2**70)),
    ],
)  # fmt: skip
def test_a_number_is_read_exactly(number: object, value: str) -> None:
    result = accepted(changed(LAB, value=number))
    assert result.__dict__["value"] == Decimal(value)


@pytest.mark.parametrize(
    ("base", "field", "number"),
    [
        (LAB, "value", -1),
        (LAB, "value", "-0.1"),
        (INFUSION, "rate_ml_per_h", -1),
        (INFUSION, "volume_ml", 0),
        (INFUSION, "volume_ml", "-115"),
        (STOP, "volume_infused_ml", -1),
        (DOSE, "dose_mg", -300),
        (DOSE, "diluent_volume_ml", -100),
        (MRI, "gd_enhancing_lesions", -1),
        (MRI, "new_t2_lesions", Decimal("1.5")),
        (MRI, "new_t2_lesions", "1"),
        (EDSS, "score", Decimal("0.5")),
        (EDSS, "score", "10.5"),
        (EDSS, "score", Decimal("2.25")),
        (EDSS, "score", -1),
    ],
)
def test_a_number_outside_its_values_is_a_bad_value(base: Fields, field: str, number: object) -> None:
    assert refused(changed(base, **{field: number})) == ("bad-value", field)


@pytest.mark.parametrize(
    ("base", "field", "number"),
    [
        (INFUSION, "rate_ml_per_h", 0),
        (INFUSION, "volume_ml", "0.1"),
        (STOP, "volume_infused_ml", 0),
        (DOSE, "dose_mg", 0),
        (DOSE, "diluent_volume_ml", 0),
        (MRI, "new_t2_lesions", Decimal("2.0")),
        (EDSS, "score", 0),
        (EDSS, "score", "1.0"),
        (EDSS, "score", Decimal("10.00")),
    ],
)
def test_a_number_at_the_edge_of_its_values_is_accepted(base: Fields, field: str, number: object) -> None:
    assert accepted(changed(base, **{field: number})).type == base["type"]


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


FAULTS: dict[str, Fields] = {
    "unknown-type": {"type": "lab"},
    "no-patient": {"patient_id": ""},
    "no-time": {"occurred_at": None},
    "time-without-zone": {"recorded_at": "2026-03-01T07:00:00"},
    "future-time": {"occurred_at": "2026-03-02T00:00:00Z"},
    "bad-status": {"status": "finall"},
    "unknown-analyte": {"analyte": "sodium"},
    "unknown-unit": {"unit": "furlong"},
    "bad-number": {"value": "5,4"},
    "bad-value": {"event_id": ""},
}


@given(
    st.sets(st.sampled_from(sorted(FAULTS)), min_size=1).filter(lambda faults: not {"no-time", "future-time"} <= faults)
)
def test_of_several_faults_the_first_in_the_order_of_reasons_is_given(faults: set[str]) -> None:
    message = LAB
    for fault in sorted(faults, reverse=True):
        message = message | FAULTS[fault]
    first = min((Reason(fault) for fault in faults), key=lambda reason: reason.precedence)
    assert refused(message)[0] == first


@given(fields())
def test_every_message_that_is_drawn_is_accepted(message: Fields) -> None:
    event = check(message, None, timedelta(0))
    assert isinstance(event, EVENT_TYPES[str(message["type"])])


@given(events(), st.sampled_from(["event_id", "type", "occurred_at"]))
def test_an_event_cannot_be_changed(event: Event, field: str) -> None:
    with pytest.raises(ValueError, match="frozen"):
        setattr(event, field, "other")


def why(message: Fields) -> str | None:
    """The field for which it is refused; None if it is accepted."""
    try:
        check(message, NOW, TOLERANCE)
    except Rejected as rejected:
        return rejected.where
    return None


junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals()
    | st.text(st.characters(), max_size=8)
    | st.sampled_from(["", "\ud800", "final", "alt", "U/L", "positive", "2026-03-01T07:00:00Z", "2026-03-01T07:00:00"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=2),
    max_leaves=4,
)


@given(fields(), st.data())
def test_any_change_of_an_event_is_accepted_or_refused_with_a_reason(message: Fields, data: st.DataObject) -> None:
    model = EVENT_TYPES[str(message["type"])]
    for field in data.draw(st.lists(st.sampled_from(sorted(model.model_fields)), min_size=1, max_size=3)):
        message[field] = data.draw(junk)
    assert why(message) in {None, *model.model_fields}
