"""OBX-5 to OBX-8: numbers, units, ranges and findings, as laboratories write them."""

import pytest

from tests.streams.intake.hl7v2.written import obx, only, refused, result

HCG = "19080-1^hCG^LN"
ANTIBODY = "58012-6^Natalizumab Ab^LN"
TSH = "3016-3^TSH^LN"


@pytest.mark.parametrize(
    ("value", "kind", "number", "comparator"),
    [
        ("33", "NM", "33", None),
        ("33.0", "NM", "33", None),
        (" 33 ", "ST", "33", None),
        ("+33", "NM", "33", None),
        (".5", "NM", "0.5", None),
        ("1.2E2", "ST", "120", None),
        (">=100", "ST", "100", ">="),
        ("≤ 5", "TX", "5", "<="),
        ("=7", "ST", "7", None),
        (">^90", "SN", "90", ">"),
        ("^182", "SN", "182", None),
        ("182", "SN", "182", None),
        ("33", "", "33", None),
        ("33^^", "NM", "33", None),
        ("1.234", "NM", "1.234", None),
    ],
)
def test_numbers(value: str, kind: str, number: str, comparator: str | None) -> None:
    event = only(result(obx(value, "mIU/L", "", code=TSH, kind=kind)))
    assert (event["value"], event.get("comparator")) == (number, comparator)


@pytest.mark.parametrize(
    ("value", "kind", "reason"),
    [
        ("5,4", "NM", "bad-number"),
        ("hemolysed", "ST", "bad-number"),
        ("33 U/L", "ST", "bad-number"),
        ("33^44", "NM", "bad-number"),
        ("1e400", "NM", "bad-number"),
        ("NaN", "NM", "bad-number"),
        ("0x10", "NM", "bad-number"),
        ("١٢", "NM", "bad-number"),
        ("^1^:^128", "SN", "bad-number"),
        ("^1^+", "SN", "bad-number"),
        ("<>^5", "SN", "bad-number"),
        ("^100^-^200", "SN", "ambiguous-value"),
        ("12,500", "NM", "ambiguous-value"),
        ("12 500", "NM", "ambiguous-value"),
        ("1.234.567", "NM", "ambiguous-value"),
        ("-3", "NM", "bad-value"),
    ],
)
def test_what_is_no_number(value: str, kind: str, reason: str) -> None:
    assert refused(result(obx(value, "mIU/L", "", code=TSH, kind=kind))) == [(reason, "OBX[1].5")]


@pytest.mark.parametrize(
    ("limits", "low", "high"),
    [
        ("7-56", "7", "56"),
        ("7 - 56", "7", "56"),
        ("<40", None, "40"),
        ("<= 40", None, "40"),
        ("< 40^^", None, "40"),
        ("70_105", "70", "105"),
        ("13 to 18", "13", "18"),
        ("(0-45)", "0", "45"),
        ("0–45", "0", "45"),
        ("0,4-4,0", "0.4", "4"),
        (">60", "60", None),
        ("0-45 U/L", "0", "45"),
        ("up to 40", None, "40"),
        ("< or = 40", None, "40"),
        ("<OR=40", None, "40"),
        ("> or = 60", "60", None),
        ("7 - 56 (U/L)", "7", "56"),
        ("-", None, None),
        ("", None, None),
        ("45-7", None, None),
        ("0-0", None, None),
        ("M: 0-45, F: 0-35", None, None),
        ("negative", None, None),
        ("0-45~0-35", None, None),
        ("0^45", None, None),
        ("4.300-10.800", None, None),
        ("1,250-2,500", None, None),
    ],
)
def test_ranges_as_people_write_them(limits: str, low: str | None, high: str | None) -> None:
    event = only(result(obx("33", limits=limits)))
    assert (event.get("reference_low"), event.get("reference_high")) == (low, high)


@pytest.mark.parametrize(
    ("unit", "read_as"),
    [
        ("U/L^units per litre^UCUM", "U/L"),
        ("unit7^U/L^L", "U/L"),
        ("x^y^L^U/L^z^UCUM", "U/L"),
        (r"U\X2F\L", "U/L"),
    ],
)
def test_a_unit_may_stand_in_any_part_of_its_code(unit: str, read_as: str) -> None:
    assert only(result(obx("33", unit)))["unit"] == read_as


@pytest.mark.parametrize("unit", ["thou/mcL", "x10^3/uL", r"x10\S\3/uL", "10E3/uL", "k/uL^thousands^L"])
def test_a_count_of_cells_may_be_spelled_in_other_ways(unit: str) -> None:
    event = only(result(obx("8.2", unit, "4.3-10.8", code="6690-2^WBC^LN")))
    assert (event["value"], event["unit"], event["reference_high"]) == ("8.2", "10*9/L", "10.8")


def test_a_caret_in_a_unit_is_no_delimiter() -> None:
    event = only(result(obx("7.9", "10^9/L", "4-11", code="6690-2^WBC^LN")))
    assert event["unit"] == "10^9/L"
    escaped = only(result(obx("7.9", r"10\S\9/L", "4-11", code="6690-2^WBC^LN")))
    assert escaped["unit"] == "10^9/L"


@pytest.mark.parametrize("unit", ["", '""', "mg/dL", "K/uL", "%"])
def test_a_unit_of_something_else_is_refused(unit: str) -> None:
    assert refused(result(obx("33", unit))) == [("unknown-unit", "OBX[1].6")]


def test_an_index_needs_no_unit() -> None:
    assert only(result(obx("1.7", "", "<0.20", code="100977-8^JCV index^LN")))["value"] == "1.7"


@pytest.mark.parametrize(
    ("value", "kind", "finding"),
    [
        ("Not detected", "ST", "negative"),
        ("POSITIVE", "TX", "positive"),
        ("260415000^not detected^SCT", "CWE", "negative"),
        ("LA6576-8^Positive^LN", "CE", "positive"),
        ("POS^^HL70078", "CWE", "positive"),
        ("X1^Equivocal^L", "CE", "indeterminate"),
        ("X1^seen^L^10828004^^SCT", "CWE", "positive"),
        ("^^^^^^^^Negative", "CWE", "negative"),
    ],
)
def test_findings(value: str, kind: str, finding: str) -> None:
    event = only(result(obx(value, "", "", code=ANTIBODY, kind=kind)))
    assert event["finding"] == finding
    assert "value" not in event


@pytest.mark.parametrize(
    ("value", "limits", "finding"),
    [
        ("3", "<5", "negative"),
        ("5", "<5", "positive"),
        ("5", "0-5", "negative"),
        ("812", "<5", "positive"),
        ("<2", "<5", "negative"),
        (">1000", "<5", "positive"),
    ],
)
def test_a_number_is_a_finding_beside_the_laboratorys_own_cutoff(value: str, limits: str, finding: str) -> None:
    event = only(result(obx(value, "mIU/mL", limits, code=HCG)))
    assert event["finding"] == finding
    assert event["unit"] == "mIU/mL"


@pytest.mark.parametrize(
    ("value", "unit", "finding"),
    [
        ("38120", "IU/L", "positive"),
        ("25", "mIU/mL", "positive"),
        (">1000", "mIU/mL", "positive"),
        ("0.2", "[IU]/mL", "positive"),
        ("<5", "mIU/mL", "negative"),
        ("0", "IU/L", "negative"),
    ],
)
def test_a_number_beyond_doubt_needs_no_cutoff(value: str, unit: str, finding: str) -> None:
    assert only(result(obx(value, unit, "", code=HCG)))["finding"] == finding


@pytest.mark.parametrize(("value", "unit"), [("12", "mIU/mL"), ("<30", "IU/L"), (">3", "IU/L"), ("812", "furlong")])
def test_a_number_in_doubt_is_no_finding(value: str, unit: str) -> None:
    assert refused(result(obx(value, unit, "", code=HCG))) == [("bad-value", "OBX[1].5")]


def test_a_number_that_the_cutoff_does_not_decide_is_no_finding() -> None:
    assert refused(result(obx("812", "ng/mL", "", code=ANTIBODY))) == [("bad-value", "OBX[1].5")]
    assert refused(result(obx("<10", "mIU/mL", "<5", code=HCG))) == [("bad-value", "OBX[1].5")]


def test_a_flag_says_what_a_number_does_not() -> None:
    event = only(result(obx("812", "AU/mL", "", code=ANTIBODY, flags="POS")))
    assert event["finding"] == "positive"
    assert "value" not in event


@pytest.mark.parametrize("value", ["see comment", "10828004^Negative^SCT", "ED^x^y"])
def test_what_says_nothing_or_two_things_is_refused(value: str) -> None:
    reasons = [reason for reason, _ in refused(result(obx(value, "", "", code=ANTIBODY, kind="CWE")))]
    assert reasons in (["bad-value"], ["ambiguous-value"])
