"""What the clinic reports as OBX: scores, lesions, pregnancy, breastfeeding."""

import pytest

from tests.streams.intake.hl7v2.written import OBR, PID, ignored, message, obx, only, read, refused, result


def test_a_disability_score_is_scored() -> None:
    event = only(result(obx("3.5", "", "", code="273554001^Kurtzke^SCT")))
    assert (event["type"], event["score"]) == ("edss-scored", "3.5")
    corrected = only(
        read(message(PID, OBR, obx("4.0", "", "", code="273554001^Kurtzke^SCT", status="C"), control="M-2"))
    )
    assert corrected["event_id"] == event["event_id"]
    withdrawn = only(read(message(PID, OBR, obx("", "", "", code="273554001^Kurtzke^SCT", status="D"), control="M-3")))
    assert (withdrawn["type"], withdrawn["retracts"]) == ("event-retracted", event["event_id"])


@pytest.mark.parametrize("score", ["0.5", "10.5", "3.25", "<^3"])
def test_a_score_that_does_not_exist_is_refused(score: str) -> None:
    decoded = result(obx(score, "", "", code="EDSS^EDSS^99NEURO", kind="SN"))
    assert refused(decoded) == [("bad-value", "OBX[1].5")]


def test_lesion_counts_of_one_order_make_one_report() -> None:
    enhancing, new = (
        obx("2", "", "", code="mri-gd-count^Gd^L"),
        obx(">=3", "", "", code="mri-t2-new-count^T2^L", kind="ST"),
    )
    event = only(read(message(PID, OBR, enhancing, new)))
    assert (event["type"], event["gd_enhancing_lesions"], event["new_t2_lesions"]) == ("mri-reported", 2, 3)
    assert refused(read(message(PID, OBR, enhancing))) == [("bad-value", "OBX[1]")]
    assert refused(read(message(PID, OBR, enhancing, new.replace(">=3", "some")))) == [("bad-number", "OBX[2].5")]


def test_a_pregnancy_status_begins_and_ends_a_pregnancy() -> None:
    began = only(result(obx("LA15173-0^Pregnant^LN", "", "", code="82810-3^Pregnancy status^LN", kind="CWE")))
    ended = only(result(obx("60001007^Not pregnant^SCT", "", "", code="82810-3^Pregnancy status^LN", kind="CWE")))
    assert (began["type"], ended["type"]) == ("condition-started", "condition-resolved")
    assert began["condition_id"] == ended["condition_id"]
    unknown = result(obx("LA4489-6^Unknown^LN", "", "", code="82810-3^Pregnancy status^LN", kind="CWE"))
    assert ignored(unknown) == [("no-result", "82810-3")]


@pytest.mark.parametrize(
    ("answer", "kind", "event"),
    [
        ("Y^Yes^HL70136", "CWE", "condition-started"),
        ("N^No^HL70136", "CWE", "condition-resolved"),
        ("Y", "ID", "condition-started"),
        ("No", "ST", "condition-resolved"),
        ("NOT PREGNANT", "ST", "condition-resolved"),
        ("P1^Pregnant^L", "CE", "condition-started"),
    ],
)
def test_a_plain_answer_says_whether_somebody_is_pregnant(answer: str, kind: str, event: str) -> None:
    asked = result(obx(answer, "", "", code="11449-6^Pregnant?^LN", kind=kind))
    assert only(asked)["type"] == event


@pytest.mark.parametrize("answer", ["U^Unknown^HL70136", "UNK^unknown^NULLFL", "possibly pregnant", "not yes"])
def test_an_answer_that_decides_nothing_changes_nothing(answer: str) -> None:
    asked = result(obx(answer, "", "", code="82810-3^Pregnancy status^LN", kind="CWE"))
    assert ignored(asked) == [("no-result", "82810-3")]


def test_answers_that_contradict_each_other_are_refused() -> None:
    asked = result(obx("77386006^Pregnant^SCT^N^No^HL70136", "", "", code="82810-3^Pregnancy status^LN", kind="CWE"))
    assert refused(asked) == [("ambiguous-value", "OBX[1].5")]


def test_breastfeeding_is_lactation() -> None:
    event = only(result(obx("LA29252-6^yes^LN", "", "", code="63895-7^Breastfeeding^LN", kind="CWE")))
    assert (event["type"], event["kind"]) == ("condition-started", "lactation")
