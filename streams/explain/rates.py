"""The rates of a clinic beside those that the document gives."""

from collections.abc import Callable
from typing import NamedTuple

from alerts.cohort import Cohort, Member, counted
from models.canary import is_canary
from streams.explain.known import known_of
from streams.replay.lines import Refused
from streams.replay.run import Replay, replayed
from streams.replay.ward import Complaint


class Rate(NamedTuple):
    """One rate: what it is of, as seen here, and as the document gives it."""

    what: str
    seen: str
    document: str


def cohort_of(what: Replay, refuse: Callable[[Refused], None], complain: Complaint) -> Cohort:
    """Count over all patients of a replay, each by the policy that is in force for it."""
    ended = replayed(what, refuse, complain)
    members = []
    for patient_id, patient in ended.patients.items():
        if patient.clock is not None and not (is_canary(patient_id) or ended.goes_on_as(patient_id)):
            known = known_of(patient, ended.judge_of(patient_id))
            members.append(Member(known.chart, frozenset(each.rule for each in known.findings), patient.clock))
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
