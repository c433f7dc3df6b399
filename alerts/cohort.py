"""The rates that the document gives, counted over a clinic. They are reported, and page nobody."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from alerts.chart.chart import Chart
from models.analytes import Analyte
from models.terms import ConditionKind, Finding, ReactionSeverity, Symptom

_YEAR = timedelta(days=365, hours=6)
_THYROID = "thyroid-abnormal"
_PERSISTENT = "antibody-persistent"
ASKED = frozenset({_THYROID, _PERSISTENT})
"""The rules on whose findings the counts rest."""


class Member(NamedTuple):
    """One patient of the clinic: the chart, the rules that ever found something, and up to when it is known."""

    chart: Chart
    rules: frozenset[str]
    until: datetime


class Cohort(NamedTuple):
    """Counts over all patients who were ever on therapy."""

    patients: int
    patient_years: float
    severe_reactions: int
    infections: int
    thyroiditis: int
    antibodies: int
    persistent: int


NOBODY = Cohort(0, 0.0, 0, 0, 0, 0, 0)
"""A clinic without patients."""


def together(one: Cohort, other: Cohort) -> Cohort:
    """Two parts of a clinic that have no patient in common."""
    return Cohort(
        patients=one.patients + other.patients,
        patient_years=one.patient_years + other.patient_years,
        severe_reactions=one.severe_reactions + other.severe_reactions,
        infections=one.infections + other.infections,
        thyroiditis=one.thyroiditis + other.thyroiditis,
        antibodies=one.antibodies + other.antibodies,
        persistent=one.persistent + other.persistent,
    )


def counted(members: Iterable[Member]) -> Cohort:
    """Count over the clinic; who was never on therapy does not count."""
    treated = [member for member in members if member.chart.therapies]
    return Cohort(
        patients=len(treated),
        patient_years=sum(_years(member) for member in treated),
        severe_reactions=sum(_reacted_severely(member.chart) for member in treated),
        infections=sum(_infections(member.chart) for member in treated),
        thyroiditis=sum(_THYROID in member.rules for member in treated),
        antibodies=sum(_positive(member.chart) for member in treated),
        persistent=sum(_PERSISTENT in member.rules for member in treated),
    )


def _years(member: Member) -> float:
    spans = (min(each.end, member.until) - each.start for each in member.chart.therapies if each.start < member.until)
    return sum(spans, timedelta()) / _YEAR


def _reacted_severely(chart: Chart) -> bool:
    return any(
        each.severity is ReactionSeverity.SEVERE or each.symptom is Symptom.ANAPHYLAXIS for each in chart.reactions
    )


def _infections(chart: Chart) -> int:
    """Infections that began on therapy."""
    return sum(
        onset.kind is ConditionKind.INFECTION and chart.therapy_at(onset.occurred_at) is not None
        for condition in chart.conditions
        for onset, _ in condition.onsets
    )


def _positive(chart: Chart) -> bool:
    tests = chart.of(Analyte.NATALIZUMAB_ANTIBODY)
    return any(test.result.finding is Finding.POSITIVE for test in tests)
