"""What hospitals really send: each defect has its one outcome."""

from zoneinfo import ZoneInfo

import pytest

from models.decoded import DecodeContext
from tests.streams.intake.hl7v2.written import (
    BERLIN,
    OBR,
    PID,
    ignored,
    message,
    obx,
    only,
    read,
    refused,
    result,
)


def test_a_corrected_result_is_a_new_version_of_the_same_result() -> None:
    first = only(read(message(PID, OBR, obx("310"), control="M-1")))
    corrected = only(read(message(PID, OBR, obx("31", status="C"), sent="20260405150000+0200", control="M-2")))
    assert corrected["status"] == "corrected"
    assert corrected["result_id"] == first["result_id"]
    assert corrected["recorded_at"] > first["recorded_at"]


@pytest.mark.parametrize(("status", "word"), [("W", "entered-in-error"), ("D", "cancelled")])
def test_a_result_taken_back_has_no_value(status: str, word: str) -> None:
    event = only(result(obx('""', status=status)))
    assert event["status"] == word
    assert "value" not in event


@pytest.mark.parametrize("status", ["X", "N", "I", "O"])
def test_a_status_without_a_result_is_no_result_whatever_the_value(status: str) -> None:
    assert ignored(result(obx("33", status=status))) == [("no-result", "1742-6")]


def test_an_explicit_null_is_no_zero() -> None:
    assert refused(result(obx('""'))) == [("bad-number", "OBX[1].5")]


def test_a_structured_number_has_its_comparator() -> None:
    event = only(result(obx("<^0.18", "{index_val}", "<0.20", code="100977-8^JCV index^LN", kind="SN")))
    assert (event["value"], event["comparator"], event["analyte"]) == ("0.18", "<", "jcv-index")


def test_a_comparator_in_text_is_read() -> None:
    event = only(result(obx(">120", "mIU/L", "0.4-4.0", code="3016-3^TSH^LN", kind="ST")))
    assert (event["value"], event["comparator"]) == ("120", ">")


def test_a_value_that_repeats_is_ambiguous() -> None:
    assert refused(result(obx("61~122"))) == [("ambiguous-value", "OBX[1].5")]


def test_a_point_that_may_separate_thousands_is_ambiguous() -> None:
    assert refused(result(obx("11.200", "/uL", "4.500-10.500", code="6690-2^WBC^LN"))) == [
        ("ambiguous-value", "OBX[1].5")
    ]


def test_a_coded_finding_is_read() -> None:
    event = only(result(obx("260373001^Detected^SCT", "", "", code="70173-0^JCV Ab^LN", kind="CWE")))
    assert (event["analyte"], event["finding"]) == ("jcv-antibody", "positive")


def test_units_go_by_many_names() -> None:
    event = only(result(obx("7.9", "giga.l-1", "4-11", code="6690-2^WBC^LN")))
    assert (event["unit"], event["value"], event["reference_high"]) == ("giga.l-1", "7.9", "11")


def test_a_value_without_a_unit_is_refused() -> None:
    assert refused(result(obx("1.2", "", "0.2-1.2", code="1975-2^Bilirubin^LN"))) == [("unknown-unit", "OBX[1].6")]


def test_the_unit_decides_against_the_code() -> None:
    event = only(result(obx("17.1", "umol/L", "3-21", code="1975-2^Bilirubin total^LN")))
    assert (event["unit"], event["value"]) == ("umol/L", "17.1")


def test_a_range_is_in_the_unit_of_its_value() -> None:
    event = only(result(obx("98400", "{cells}/uL", "4500 to 10500", code="26464-8^WBC^LN")))
    assert (event["value"], event["reference_low"], event["reference_high"]) == ("98400", "4500", "10500")


def test_a_percentage_is_not_the_count() -> None:
    assert ignored(result(obx("41", "%", "20-45", code="736-9^Lymphocytes^LN"))) == [("unmapped-code", "736-9")]


def test_a_loinc_code_may_be_the_alternate() -> None:
    event = only(result(obx("33", code="GPT7^GPT^L^1742-6^ALT^LN")))
    assert event["analyte"] == "alt"


def test_a_loinc_code_may_be_the_second_alternate() -> None:
    second = "^^^^1742-6^ALT^LN"
    event = only(result(obx("33", code=f"GPT7^GPT^L^x^y^z{second}")))
    assert event["analyte"] == "alt"
    contradicted = result(obx("33", code=f"1920-8^AST^LN^x^y^z{second}"))
    assert refused(contradicted) == [("ambiguous-value", "OBX[1].3")]


def test_two_records_of_one_patient_become_one() -> None:
    merge = message(
        "EVN|A40|20260405", "PID|1||P-77^^^WARD^MR", "MRG|P-70^^^WARD^MR", kind="ADT^A40^ADT_A39", sent="20260405"
    )
    event = only(read(merge, BERLIN))
    assert (event["patient_id"], event["prior_patient_id"]) == ("P-77", "P-70")
    assert event["occurred_at"] == "2026-04-04T22:00:00Z"


def test_a_result_of_nobody_has_no_patient() -> None:
    assert refused(read(message(OBR, obx("33")))) == [("no-patient", "PID")]
    assert refused(read(message("PID|1||^^^WARD^MR", OBR, obx("33")))) == [("no-patient", "PID[1].3")]


def test_times_without_a_zone_have_the_sites() -> None:
    observation = obx("33", time="20260329023000")
    text = message(PID, "OBR|1|PL-1|FI-1|24325-3||", observation, sent="20260405102000")
    assert only(read(text, BERLIN))["occurred_at"] == "2026-03-29T01:30:00Z"
    assert refused(read(text)) == [("time-without-zone", "OBX[1].14")]


def test_a_dose_that_was_refused_was_not_given() -> None:
    given = "RXA|0|1|20260405090000+0200|20260405090000+0200|354770^natalizumab^RXNORM|999||||||||||||NA^reaction||RE|A"
    assert ignored(read(message(PID, "ORC|RE|PL-9", given, "RXR|IV^Intravenous^HL70162", kind="RAS^O17"))) == [
        ("no-result", "354770")
    ]


def test_the_sites_own_codes_are_read() -> None:
    local = DecodeContext(zone=ZoneInfo("UTC"), local_codes={"LEBER-1": "alt", "LEBER-2": "spleen"})
    assert only(result(obx("33", code="LEBER-1^GPT^L"), local))["analyte"] == "alt"
    assert refused(result(obx("33", code="LEBER-2^x^L"), local)) == [("unknown-analyte", "OBX[1].3")]


def test_a_message_may_say_what_it_is_by_its_structure_alone() -> None:
    assert only(read(message(PID, OBR, obx("31"), kind="ORU_R01")))["analyte"] == "alt"
