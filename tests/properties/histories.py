"""Histories of one patient: events that meet, each with the instant at which it was accepted."""

from datetime import datetime, timedelta
from typing import Final

import msgspec
from hypothesis import strategies as st

from alerts.advance import Patient, advance, run_to
from alerts.facts.facts import Facts
from alerts.facts.learn import learn
from alerts.judge import Judge
from models.alerts import Alert
from models.events import EVENT_TYPES, line
from models.log import ClinicalEvent, Internal, LogEvent, decode_line
from models.policy import Policy
from tests.strategies.events import events

PATIENT: Final = "patient-1"
FACTS: Final = tuple(name for name in EVENT_TYPES if name not in {"patient-merged", "alert-acknowledged"})
JUDGE: Final = Judge(Policy())
YEAR: Final = timedelta(days=366)


@st.composite
def histories(draw: st.DrawFn, types: tuple[str, ...] = FACTS, most: int = 24) -> list[ClinicalEvent]:
    """Events in the order in which they are accepted: most soon after they occurred, some long after."""
    drawn = draw(st.lists(events(types, [PATIENT]), min_size=1, max_size=most))
    late = draw(st.lists(st.sampled_from((0, 0, 0, 1, 60, 1500)), min_size=len(drawn), max_size=len(drawn)))
    accepted = [(event.occurred_at + timedelta(hours=hours), event) for event, hours in zip(drawn, late, strict=True)]
    return [clinical(decode_line(line(event, at))) for at, event in sorted(accepted, key=lambda each: each[0])]


def clinical(event: LogEvent) -> ClinicalEvent:
    assert not isinstance(event, Internal)
    return event


def learned(history: list[ClinicalEvent]) -> Facts:
    facts = Facts()
    for event in history:
        facts = learn(facts, event).facts
    return facts


def lived(history: list[ClinicalEvent], patient: Patient | None = None) -> tuple[Patient, list[Alert]]:
    """The patient after the history, and every revision."""
    patient = patient or Patient(PATIENT)
    revisions: list[Alert] = []
    for event in history:
        step = advance(patient, event, JUDGE)
        patient = step.patient
        revisions.extend(step.revisions)
    return patient, revisions


def later(patient: Patient, instant: datetime) -> tuple[Patient, list[Alert]]:
    step = run_to(patient, instant, JUDGE)
    return step.patient, list(step.revisions)


def said(facts: Facts) -> dict[tuple[str, str], tuple[object, ...]]:
    """The facts without the order in which they came, and when each was accepted."""
    return {
        (kind, name): tuple(msgspec.structs.replace(event, accepted_at=event.occurred_at) for event in about)
        for kind, things in facts.things.items()
        for name, about in things.items()
    }


def shown(patient: Patient) -> dict[tuple[str, str], tuple[object, ...]]:
    """What is open about the patient, without ids, revisions and when it was opened."""
    return {
        about: (alert.finding.rank, alert.finding.effect, alert.finding.holds_from, alert.finding.due_at)
        for about, alert in patient.published.alerts.items()
    }
