"""A chart that is kept up to date is the chart that all facts give."""

from hypothesis import given, settings
from msgspec.structs import replace

from alerts.advance import Patient, advance
from alerts.chart.revise import charted
from models.log import ClinicalEvent
from tests.properties.histories import FACTS, JUDGE, PATIENT, histories

THERAPY = (
    "therapy-started",
    "therapy-discontinued",
    "dose-prepared",
    "dose-discarded",
    "infusion-started",
    "event-retracted",
)


def is_kept_up_to_date(history: list[ClinicalEvent]) -> None:
    patient = Patient(PATIENT)
    for event in history:
        patient = advance(patient, event, JUDGE).patient
        assert patient.view is not None
        kept = patient.view.chart
        readings = {analyte: found for analyte, found in kept.readings.items() if found}
        assert replace(kept, since=None, open_since={}, readings=readings) == charted(patient.facts, JUDGE.policy)


@settings(max_examples=100)
@given(histories(FACTS, 24))
def test_after_every_event(history: list[ClinicalEvent]) -> None:
    is_kept_up_to_date(history)


@settings(max_examples=200)
@given(histories(THERAPY, 9))
def test_after_everything_that_bears_on_therapies(history: list[ClinicalEvent]) -> None:
    is_kept_up_to_date(history)
