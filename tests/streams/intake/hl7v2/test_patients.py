"""ADT and PPR: birth dates, pregnancies, diagnoses, problems, merges."""

from typing import Any

import pytest

from tests.streams.intake.hl7v2.written import PID, ignored, message, only, read, refused, said

EVN = "EVN||20260405080000+0200"
PREGNANT = "PV1|1|O|||||||||||||B6||||V-12" + "|" * 25 + "20260405073000+0200"


def adt(*segments: str, trigger: str = "A08", control: str = "M-1", sent: str = "20260405102000+0200") -> str:
    return message(EVN, *segments, kind=f"ADT^{trigger}", control=control, sent=sent)


def prb(action: str = "AD", code: str = "J18.9^Pneumonia^I10", rest: str = "") -> str:
    return f"PRB|{action}|20260404090000+0200|{code}|PI-3|||20260403090000+0200{rest}"


def ppr(problem: str, trigger: str = "PC1") -> str:
    return message(PID, problem, kind=f"PPR^{trigger}")


@pytest.mark.parametrize("trigger", ["A01", "A04", "A08", "A28", "A31"])
def test_a_birth_date_is_known_from_admission(trigger: str) -> None:
    event = only(read(adt(PID, trigger=trigger)))
    assert (event["type"], event["birth_date"], event["occurred_at"]) == (
        "demographics",
        "1979-07-04",
        "2026-04-05T06:00:00Z",
    )


def test_a_later_birth_date_replaces_the_earlier_one() -> None:
    first = only(read(adt(PID)))
    later = only(read(adt(PID.replace("19790704", "19790705"), control="M-2", sent="20260406102000+0200")))
    assert first["event_id"] == later["event_id"]
    assert first["recorded_at"] < later["recorded_at"]


@pytest.mark.parametrize("birth", ["197907041130+0200", "19790704"])
def test_a_time_of_birth_is_a_date(birth: str) -> None:
    assert only(read(adt(PID.replace("19790704", birth))))["birth_date"] == "1979-07-04"


@pytest.mark.parametrize("birth", ["1979", "197913", "19790230", "04.07.1979"])
def test_a_birth_date_that_is_none_is_refused(birth: str) -> None:
    assert refused(read(adt(PID.replace("19790704", birth)))) == [("bad-value", "PID[1].7")]


def test_without_a_birth_date_nothing_is_said() -> None:
    assert ignored(read(adt(PID.replace("19790704", "")))) == [("no-result", "PID-7")]


def test_admissions_of_nobody_have_no_patient() -> None:
    assert refused(read(adt())) == [("no-patient", "PID")]
    assert refused(read(adt("PID|1||||NEMO||19790704"))) == [("no-patient", "PID[1].3")]


def test_an_ambulatory_status_may_say_pregnant() -> None:
    event = said(read(adt(PID, PREGNANT)))[1]
    assert (event["type"], event["kind"], event["occurred_at"]) == (
        "condition-started",
        "pregnancy",
        "2026-04-05T05:30:00Z",
    )
    assert len(said(read(adt(PID, PREGNANT.replace("B6", "A0"))))) == 1
    assert len(said(read(adt(PID, PREGNANT.replace("B6", "A0~B6"))))) == 2


def conditions(text: str) -> list[dict[str, Any]]:
    return [dict(event) for event in said(read(text)) if event["type"].startswith("condition")]


def test_what_is_said_again_is_the_same_event() -> None:
    diagnosis = "DG1|1||J18.9^Pneumonia^I10||20260404090000+0200|W"
    once = conditions(adt(PID, PREGNANT, diagnosis))
    again = conditions(adt(PID, PREGNANT, diagnosis, control="M-2", sent="20260407102000+0200"))
    assert len(once) == 2
    assert once == again


def test_a_diagnosis_is_a_condition() -> None:
    event = conditions(adt(PID, "DG1|1||J18.9^Pneumonia^I10||20260404090000+0200|W"))[0]
    assert (event["kind"], event["code"], event["occurred_at"]) == ("infection", "J18.9", "2026-04-04T07:00:00Z")


def test_the_code_system_of_a_diagnosis_may_stand_before_it() -> None:
    assert conditions(adt(PID, "DG1|1|I10|J18.9^Pneumonia||20260404090000+0200|W"))[0]["kind"] == "infection"
    assert conditions(adt(PID, "DG1|1|I9|J18.9^Pneumonia||20260404090000+0200|W")) == []


def test_a_diagnosis_that_is_deleted_is_taken_back() -> None:
    identified = "DG1|1||J18.9^Pneumonia^I10||20260404090000+0200|W||||||||||||||D-1|{}"
    started = conditions(adt(PID, identified.format("A")))[0]
    retracted = said(read(adt(PID, identified.format("D"))))[1]
    assert (retracted["type"], retracted["retracts"]) == ("event-retracted", started["event_id"])


def test_other_diagnoses_and_allergies_are_not_ours() -> None:
    decoded = read(adt(PID, "DG1|1||I10^Hypertension^I10||20260404", "AL1|1|DA|PCN^Penicillin"))
    assert [(each.kind.value, each.code) for each in decoded.ignored] == [
        ("unmapped-code", "I10"),
        ("unsupported", "AL1"),
    ]


def test_a_problem_begins() -> None:
    event = only(read(ppr(prb())))
    assert (event["type"], event["kind"], event["occurred_at"]) == (
        "condition-started",
        "infection",
        "2026-04-03T07:00:00Z",
    )


@pytest.mark.parametrize("rest", ["||20260405090000+0200", "||||||RESOLVED"])
def test_a_problem_ends(rest: str) -> None:
    began, ended = said(read(ppr(prb("UP", rest=rest), "PC2")))
    assert (began["type"], ended["type"]) == ("condition-started", "condition-resolved")
    assert began["condition_id"] == ended["condition_id"]


@pytest.mark.parametrize(("action", "trigger"), [("DE", "PC1"), ("AD", "PC3")])
def test_a_problem_that_is_deleted_is_taken_back(action: str, trigger: str) -> None:
    began = only(read(ppr(prb())))
    retracted = only(read(ppr(prb(action), trigger)))
    assert (retracted["type"], retracted["retracts"]) == ("event-retracted", began["event_id"])


def test_an_exacerbation_is_a_relapse() -> None:
    relapse = prb(code="192929006^Exacerbation of multiple sclerosis^SCT")
    event = only(read(ppr(relapse)))
    assert (event["type"], event["occurred_at"]) == ("relapse-reported", "2026-04-03T07:00:00Z")
    retracted = only(read(ppr(relapse.replace("|AD|", "|DE|"))))
    assert (retracted["type"], retracted["retracts"]) == ("event-retracted", event["event_id"])
    disease = prb(code="24700007^Multiple sclerosis^SCT")
    assert ignored(read(ppr(disease))) == [("unmapped-code", "24700007")]


def test_the_day_of_an_onset_is_enough_at_the_end_of_a_message() -> None:
    whole = ppr(prb(rest="|||||||||20260402")).rstrip("\r")
    assert only(read(whole))["occurred_at"] == "2026-04-01T22:00:00Z"
    assert refused(read(whole[:-1])) == [("truncated", "PRB[1].16")]
    hernia = prb(code="K40.9^Hernia^I10", rest="|||||||||20260402")
    assert ignored(read(ppr(hernia).rstrip("\r"))) == [("unmapped-code", "K40.9")]


def test_other_problems_are_not_ours() -> None:
    assert ignored(read(ppr(prb(code="596.5^Bladder^I9")))) == [("unmapped-code", "596.5")]
    assert ignored(read(message(PID, kind="PPR^PC1"))) == [("unsupported", "PPR")]


@pytest.mark.parametrize("trigger", ["A18", "A30", "A34", "A36", "A40", "A47"])
def test_merges(trigger: str) -> None:
    event = only(read(adt(PID, "MRG|P-70^^^WARD^MR", trigger=trigger)))
    assert (event["type"], event["patient_id"], event["prior_patient_id"]) == ("patient-merged", "P-77", "P-70")


def test_several_merges_in_one_message() -> None:
    events = said(read(adt(PID, "MRG|P-70", PID.replace("P-77", "P-78"), "MRG|P-71", trigger="A40")))
    assert [(event["patient_id"], event["prior_patient_id"]) for event in events] == [
        ("P-77", "P-70"),
        ("P-78", "P-71"),
    ]


def test_the_prior_number_is_of_the_same_kind() -> None:
    event = only(read(adt(PID, "MRG|A-9^^^X^AN~P-70^^^WARD^MR", trigger="A40")))
    assert event["prior_patient_id"] == "P-70"


def test_merges_that_lack_something_are_refused() -> None:
    assert refused(read(adt("MRG|P-70", trigger="A40"))) == [("no-patient", "PID")]
    assert refused(read(adt(PID, "MRG|", trigger="A40"))) == [("bad-value", "MRG[1].1")]
    assert refused(read(adt(PID, trigger="A40"))) == [("bad-value", "MRG")]
    assert refused(read(adt(PID, "MRG|P-77^^^WARD^MR", trigger="A40"))) == [("bad-value", "MRG[1].1")]


def test_a_prior_number_that_may_have_been_cut_merges_nobody() -> None:
    assert [reason for reason, _ in refused(read(adt(PID, trigger="A40") + "MRG|P-7"))] == ["truncated"]
    assert only(read(adt(PID, trigger="A40") + "MRG|P-70^^^WARD^MR"))["prior_patient_id"] == "P-70"


def test_merges_of_accounts_are_no_merges_of_patients() -> None:
    assert ignored(read(adt(PID, "MRG|P-70", trigger="A41"))) == [("unsupported", "ADT^A41")]
