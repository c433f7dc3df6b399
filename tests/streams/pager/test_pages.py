import pytest

from streams.pager.console import render
from streams.pager.pages import Delivery, Intent, page_of
from streams.pager.subjects import Kind, Subject, subject_of
from tests.streams.pager.fakes import MakeAlert


def hidden(identifier: str) -> str:
    return f"#{len(identifier)}"


@pytest.mark.parametrize(
    ("rule", "subject", "expected"),
    [
        ("liver-uln", "alt", Subject(Kind.ANALYTE, "alt")),
        ("pregnancy", "hcg", Subject(Kind.ANALYTE, "hcg")),
        ("pregnancy", "COND-77", Subject(Kind.CONDITION, "#7")),
        ("mri-overdue", "patient", Subject(Kind.PATIENT, "patient")),
        ("dilution-expired", "BAG-1", Subject(Kind.PREPARATION, "#5")),
        ("infused-while-held", "INF-22", Subject(Kind.INFUSION, "#6")),
        ("concomitant-immunosuppressant", "ORD-333", Subject(Kind.ORDER, "#7")),
        ("a-rule-of-tomorrow", "MRN-4711", Subject(Kind.OTHER, "#8")),
    ],
)
def test_a_subject_is_a_known_word_or_a_pseudonym(alert: MakeAlert, rule: str, subject: str, expected: Subject) -> None:
    assert subject_of(alert(rule=rule, subject=subject), hidden) == expected


def test_an_operations_alert_is_about_no_patient(alert: MakeAlert) -> None:
    page = page_of(alert(patient_id=None, rule="flood", subject="lab-results"), hidden)
    assert (page.patient, str(page.subject)) == (None, "operations lab-results")


def test_a_page_names_nobody(alert: MakeAlert) -> None:
    page = page_of(alert(rule="infused-while-held", subject="INF-SECRET"), hidden)
    assert "MRN-4711" not in repr(page)
    assert "INF-SECRET" not in repr(page)


def test_the_console_writes_what_to_do(alert: MakeAlert) -> None:
    page = page_of(alert(due_at="2026-03-08T00:00:00Z"), hidden)
    assert render(Delivery(Intent.PAGE, page, 1)) == (
        "CRITICAL  2026-03-01T08:05:00Z  liver-uln  analyte alt  patient #8  [a1]\n"
        "          ALT 182 U/L is 4.6 × ULN (39.6)\n"
        "          > Suspend natalizumab; repeat ALT/AST.\n"
        "          due 2026-03-08T00:00:00Z\n"
    )


def test_the_console_closes_a_page_in_one_line(alert: MakeAlert) -> None:
    page = page_of(alert("resolved", revision=2), hidden)
    assert render(Delivery(Intent.RESOLVE, page, 1)) == (
        "over      2026-03-01T08:05:00Z  liver-uln  analyte alt  patient #8  [a1]\n"
    )


def test_what_is_about_the_patient_as_a_whole_says_so_once(alert: MakeAlert) -> None:
    page = page_of(alert("acknowledged", revision=2, rule="mri-overdue", subject="patient"), hidden)
    assert render(Delivery(Intent.ACKNOWLEDGE, page, 1)) == (
        "taken     2026-03-01T08:05:00Z  mri-overdue  patient #8  [a1]\n"
    )
