"""ORU and OUL: which result of whom an OBX is."""

import pytest

from tests.streams.intake.hl7v2.written import OBR, PID, ignored, message, obx, only, read, refused, result, said


@pytest.mark.parametrize("kind", ["ORU^R01", "ORU^R30", "ORU^R32", "ORU", "OUL^R21", "OUL^R22", "OUL^R24"])
def test_messages_of_results(kind: str) -> None:
    assert only(read(message(PID, OBR, obx("33"), kind=kind)))["value"] == "33"


def test_an_event_says_where_it_came_from() -> None:
    event = only(result(obx("33")))
    assert event["source"] == "LAB/WARD"
    assert event["result_id"] == "LAB/FI-1/1742-6"
    assert event["event_id"] == "M-1/20260405102000+0200/OBX[1]"
    assert event["recorded_at"] == "2026-04-05T08:20:00Z"


def test_a_message_read_again_says_the_same() -> None:
    assert said(result(obx("33"))) == said(result(obx("33")))


def test_a_message_without_a_number_is_named_by_what_it_says() -> None:
    one = only(read(message(PID, OBR, obx("33"), control="")))
    other = only(read(message(PID, OBR, obx("34"), control="")))
    assert one["event_id"] != other["event_id"]


@pytest.mark.parametrize(
    ("status", "word"),
    [
        ("P", "preliminary"),
        ("R", "preliminary"),
        ("S", "preliminary"),
        ("F", "final"),
        ("U", "final"),
        ("A", "corrected"),
    ],
)
def test_statuses(status: str, word: str) -> None:
    assert only(result(obx("33", status=status)))["status"] == word


@pytest.mark.parametrize("status", ["", "Q", "f"])
def test_a_status_that_is_none_is_refused(status: str) -> None:
    assert refused(result(obx("33", status=status))) == [("bad-status", "OBX[1].11")]


def test_a_status_changed_without_a_value_is_no_result() -> None:
    assert ignored(result(obx("", status="U"))) == [("no-result", "1742-6")]


def test_a_blank_final_value_is_refused() -> None:
    assert refused(result(obx(""))) == [("bad-value", "OBX[1].5")]


def test_the_patients_own_number_is_preferred() -> None:
    several = "PID|1||V-1^^^X^VN~N-1^^^X^PI~M-1^^^X^MR||NEMO"
    assert only(read(message(several, OBR, obx("33"))))["patient_id"] == "N-1"
    assert only(read(message("PID|1||V-1^^^X^VN~S-1^^^X^SS", OBR, obx("33"))))["patient_id"] == "S-1"
    assert only(read(message("PID|1||V-1^^^X^VN~A-1^^^X^AN", OBR, obx("33"))))["patient_id"] == "V-1"
    assert only(read(message("PID|1||A-1^^^X^AN~M-1^^^X^MRN", OBR, obx("33"))))["patient_id"] == "M-1"
    assert only(read(message("PID|1||M-2^^^X^MRN~M-1^^^X^MR", OBR, obx("33"))))["patient_id"] == "M-1"
    assert only(read(message('PID|1||""~V-1', OBR, obx("33"))))["patient_id"] == "V-1"


def test_several_patients_in_one_message_are_kept_apart() -> None:
    two = message(PID, OBR, obx("33"), PID.replace("P-77", "P-78"), OBR, obx("34"))
    assert [event["patient_id"] for event in said(read(two))] == ["P-77", "P-78"]


def test_every_order_has_its_own_number() -> None:
    orders = message(
        PID, OBR, obx("33"), OBR.replace("FI-1", "FI-2"), obx("34"), "ORC|RE|PL-3|FI-3", "OBR|3", obx("35")
    )
    assert [event["result_id"].split("/")[1] for event in said(read(orders))] == ["FI-1", "FI-2", "FI-3"]


def test_an_order_without_any_number_is_told_by_its_time() -> None:
    def first(time: str) -> str:
        return str(only(read(message(PID, f"OBR|1||||||{time}", obx("33"))))["result_id"])

    assert first("20260401080000+0200") == first("20260401080000+0200")
    assert first("20260401080000+0200") != first("20260402080000+0200")


def test_two_values_that_no_field_tells_apart_both_count() -> None:
    events = said(read(message(PID, OBR, obx("33"), obx("34"))))
    assert len({event["result_id"] for event in events}) == 2


def test_sub_identifiers_tell_values_apart() -> None:
    events = said(read(message(PID, OBR, obx("33", sub="a"), obx("34", sub="b"))))
    assert [event["result_id"] for event in events] == ["LAB/FI-1/1742-6/a", "LAB/FI-1/1742-6/b"]


def test_a_preliminary_and_its_final_in_one_message_are_one_result() -> None:
    events = said(read(message(PID, OBR, obx("33", status="P"), obx("34"))))
    assert len({event["result_id"] for event in events}) == 1


def test_identifiers_that_are_too_long_are_digested() -> None:
    event = only(read(message(PID, OBR.replace("FI-1", "F" * 300), obx("33"), control="C" * 300)))
    assert len(event["result_id"]) <= 128
    assert len(event["event_id"]) <= 128


def test_two_codes_that_disagree_are_ambiguous() -> None:
    assert refused(result(obx("33", code="1742-6^ALT^LN^1920-8^AST^LN"))) == [("ambiguous-value", "OBX[1].3")]


def test_a_code_without_a_system_is_loincs_if_it_is_in_the_table() -> None:
    assert only(result(obx("33", code="1742-6^ALT")))["analyte"] == "alt"
    assert ignored(result(obx("33", code="1742-6^ALT^99LAB"))) == [("unmapped-code", "1742-6")]


def test_an_unmapped_code_with_a_name_like_ours_says_so() -> None:
    decoded = result(obx("33", code="4711^ALT (SGPT)^99LAB"))
    assert [(each.code, each.resembles) for each in decoded.ignored] == [("4711", "alt")]
    decoded = result(obx("33", code="736-9^Lymphocytes^LN"))
    assert [(each.code, each.resembles) for each in decoded.ignored] == [("736-9", "")]


def test_a_part_of_a_code_system_names_no_observation() -> None:
    assert refused(result(obx("3.5", code="LP241977-0^EDSS^LN"))) == [("bad-value", "OBX[1].3")]


def test_a_message_without_results_has_none() -> None:
    assert ignored(read(message(PID, OBR))) == [("no-result", "ORU")]


def test_nothing_is_read_of_messages_that_are_not_ours() -> None:
    for kind in ("ORU^R03", "SIU^S12", "VXU^V04", "ACK", "QRY^A19", "MFN^M02", "RDS^O25", "MDM^T02"):
        code = kind if "^" in kind else f"{kind}^"
        assert ignored(read(message(PID, OBR, obx("910"), kind=kind))) == [("unsupported", code)]


def test_a_message_that_does_not_say_what_it_is_is_refused() -> None:
    assert refused(read(message(PID, OBR, obx("33"), kind=""))) == [("bad-value", "MSH[1].9")]


@pytest.mark.parametrize("kind", ["ORU", "ORU^", "ORU^^ORU_R01", "ORU^R01~x", "oru^r01", "ORU^R01^ORU_R01"])
def test_a_message_of_results_says_so_in_many_ways(kind: str) -> None:
    assert only(read(message(PID, OBR, obx("33"), kind=kind)))["value"] == "33"


def test_units_come_with_whatever_micro_sign_an_analyser_writes() -> None:
    event = only(result(obx("12", r"\Z03BC\mol/L^\Z03BC\mol/L^A400", "3-21", code="1975-2^Bilirubin^LN")))
    assert (event["unit"], event["value"]) == ("\u03bcmol/L", "12")


def test_the_canadian_list_of_codes_is_of_loinc() -> None:
    event = only(result(obx("10.1", r"10\S\9/L", "3.1-9.7", code="301^WBC^L^6690-2^Leukocytes^pCLOCD")))
    assert (event["analyte"], event["unit"]) == ("leukocytes", "10^9/L")
