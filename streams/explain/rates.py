"""The rates of a clinic beside those that the document gives."""

from collections.abc import Callable
from typing import NamedTuple

from alerts.chart.revise import charted
from alerts.cohort import Cohort, Member, counted
from streams.replay.lines import Refused
from streams.replay.run import Replay, replayed


class Rate(NamedTuple):
    """One rate: what it is of, as seen here, and as the document gives it."""

    what: str
    seen: str
    document: str


def cohort_of(what: Replay, refuse: Callable[[Refused], None]) -> Cohort:
    """Count over all patients of a replay."""
    ended = replayed(what, refuse, lambda _rule, _patient: None)
    members = []
    for patient_id, patient in ended.patients.items():
        if patient.clock is not None:
            judge = ended.judge_of(patient_id)
            chart = charted(patient.facts, judge.policy)
            found = judge.judged(chart).findings
            rules = frozenset(rule for (rule, _), findings in found.items() if findings)
            members.append(Member(chart, rules, patient.clock))
    return counted(members)


def rates_of(cohort: Cohort) -> tuple[Rate, ...]:
    """The rates, as people read them."""

    def share(count: int) -> str:
        return f"{count / cohort.patients:.1%} ({count})" if cohort.patients else "-"

    per_year = cohort.infections / cohort.patient_years if cohort.patient_years else None
    return (
        Rate("severe reactions, of patients", share(cohort.severe_reactions), "1.3 %"),
        Rate("infections, per patient-year", "-" if per_year is None else f"{per_year:.2f}", "about 1"),
        Rate("thyroiditis (TSH or free T4 out of range), of patients", share(cohort.thyroiditis), "about 6 %"),
        Rate("antibodies, of patients", share(cohort.antibodies), "about 10 %"),
        Rate("persistent antibodies, of patients", share(cohort.persistent), "6 %"),
    )
