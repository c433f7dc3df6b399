"""The rates of the document, counted over a clinic."""

import pytest

from alerts.advance import Patient, advance
from alerts.chart.revise import charted
from alerts.cohort import NOBODY, Cohort, Member, counted, together
from alerts.judge import Judge
from models.policy import Policy
from tests.alerts.labs import answer, lab
from tests.alerts.story import Told, event_of, on, when

BEGUN = on("2026-01-01", "therapy-started")
MONTHLY = [on(f"2026-{month:02}-01", "infusion-started", infusion_id=f"i{month}") for month in range(1, 13)]
POSITIVE = answer("2026-02-01", "natalizumab-antibody", "positive")


def member(*story: Told, until: str = "2026-07-02", policy: str = "") -> Member:
    """A patient of whom this is known, with the rules that ever found something."""
    patient, judge = Patient("patient-1"), Judge(Policy.parse(policy))
    for number, told in enumerate(story, start=1):
        patient = advance(patient, event_of(told, number), judge).patient
    chart = charted(patient.facts, judge.policy)
    found = judge.judged(chart).findings
    return Member(chart, frozenset(rule for (rule, _), findings in found.items() if findings), when(until))


def count(*members: Member) -> Cohort:
    return counted(members)


def infection(at: str) -> Told:
    return on(at, "condition-started", condition_id=at, kind="infection")


def test_who_was_never_on_therapy_does_not_count() -> None:
    assert count() == Cohort(0, 0, 0, 0, 0, 0, 0)
    assert count(member(POSITIVE, infection("2026-02-01"))) == Cohort(0, 0, 0, 0, 0, 0, 0)


def test_years_are_those_on_therapy_so_far() -> None:
    whole = member(*MONTHLY, until="2027-01-01 06:00")
    assert count(whole).patient_years == 1
    ended = member(BEGUN, on("2026-01-31", "therapy-discontinued"), until="2027-01-01")
    assert count(ended).patient_years == 30 / 365.25
    assert count(whole, ended).patient_years == pytest.approx(1 + 30 / 365.25)
    assert count(member(BEGUN, until="2026-01-01")).patient_years == 0


def test_infections_count_that_began_on_therapy() -> None:
    before, at_start, within = infection("2025-12-31"), infection("2026-01-01"), infection("2026-02-01")
    at_end, after = infection("2026-03-01"), infection("2026-03-02")
    told = [BEGUN, before, at_start, within, on("2026-03-01", "therapy-discontinued"), at_end, after]
    assert count(member(*told), member(BEGUN, within), member(BEGUN, within)).infections == 4


def test_a_patient_with_severe_reactions_counts_once() -> None:
    severe = on("2026-02-01", "reaction-observed", severity="severe")
    anaphylaxis = on("2026-02-01", "reaction-observed", symptom="anaphylaxis")
    mild = member(BEGUN, on("2026-02-01", "reaction-observed"))
    assert count(member(BEGUN, severe, severe), member(BEGUN, anaphylaxis), mild, mild).severe_reactions == 2


def test_thyroiditis_is_a_value_out_of_its_range_on_therapy() -> None:
    raised = lab("2026-02-01", "tsh", "9", "mIU/L", reference_high="4")
    normal = lab("2026-02-01", "tsh", "3", "mIU/L", reference_high="4")
    assert count(member(BEGUN, raised), member(BEGUN, normal), member(BEGUN, normal)).thyroiditis == 1


def test_antibodies_and_those_that_persist() -> None:
    again = answer("2026-03-15", "natalizumab-antibody", "positive")
    negative = answer("2026-02-01", "natalizumab-antibody", "negative")
    cohort = count(member(BEGUN, POSITIVE), member(BEGUN, POSITIVE, again), member(BEGUN, negative))
    assert (cohort.patients, cohort.antibodies, cohort.persistent) == (3, 2, 1)


def test_whether_antibodies_persist_is_said_by_the_policy_in_force() -> None:
    story = BEGUN, POSITIVE, answer("2026-02-20", "natalizumab-antibody", "positive")
    assert count(member(*story)).persistent == 0
    assert count(member(*story, policy='[antibody]\npersistence = "19 days"')).persistent == 1


def test_two_parts_of_a_clinic_are_counted_as_one() -> None:
    severe = on("2026-02-01", "reaction-observed", severity="severe")
    raised = lab("2026-02-01", "tsh", "9", "mIU/L", reference_high="4")
    again = answer("2026-03-15", "natalizumab-antibody", "positive")
    told = [BEGUN, severe, infection("2026-02-01"), raised, POSITIVE, again]
    one, other = member(*told), member(*told, infection("2026-03-01"))
    assert together(count(one), count(other)) == count(one, other)
    assert together(NOBODY, count(other)) == count(other)
