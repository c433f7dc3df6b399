"""What becomes of a record that is another one from now on: its alerts end, and what still comes under it is noted."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from alerts.advance import Outcome, Patient, advance
from alerts.chart.chart import Chart
from alerts.judge import Judge
from alerts.merge import note, supersede
from alerts.rule import Rule
from models.findings import Finding
from models.log import AlertAcknowledged, ClinicalEvent
from models.policy import Policy
from tests.alerts.story import event_of, on, shown, when

JUDGE = Judge(Policy.parse(""))
MERGE = when("12:00")


def prior(*events: ClinicalEvent) -> Patient:
    patient = Patient("prior")
    for event in events:
        patient = advance(patient, event, JUDGE).patient
    return patient


def happened(at: str, kind: str, number: int, **fields: str) -> ClinicalEvent:
    return event_of(on(at, kind, patient_id="prior", **fields), number)


DILUTED = happened("08:00", "dose-prepared", 1, diluent="glucose-5")
BOLUS = happened("08:00", "infusion-started", 1, route="iv-bolus")


def test_what_was_due_before_the_merge_is_said_and_then_every_alert_is_superseded() -> None:
    step = supersede(prior(happened("00:00", "dose-prepared", 1)), MERGE, JUDGE)
    assert step.outcome is Outcome.MERGED
    assert [shown(alert) for alert in step.revisions if alert.rule.startswith("dilution")] == [
        "07:00 bag opened info review due 08:00",
        "08:00 bag opened warning discard-dose due 08:00",
        "08:00 bag resolved superseded",
        "12:00 bag resolved superseded",
    ]
    assert not step.patient.published.alerts
    assert step.patient.next_at is None


def test_a_record_of_which_nothing_was_known_has_nothing_to_end() -> None:
    step = supersede(Patient("prior"), MERGE, JUDGE)
    assert (step.revisions, step.outcome) == ((), Outcome.MERGED)


def test_alerts_are_superseded_even_where_a_rule_fails_on_the_record() -> None:
    def fails(_chart: Chart, _policy: Policy) -> Iterator[Finding]:
        raise ArithmeticError

    fragile = Judge(JUDGE.policy, rules=(*JUDGE.rules, Rule("fragile", "nobody", frozenset(), fails)))
    step = supersede(replace(prior(DILUTED), view=None), MERGE, fragile)
    assert [shown(alert) for alert in step.revisions if alert.rule == "wrong-diluent"] == [
        "12:00 bag resolved superseded"
    ]


@pytest.mark.parametrize(
    ("event", "again"),
    [
        pytest.param(happened("13:00", "relapse-reported", 2), happened("13:00", "relapse-reported", 2), id="an event"),
        pytest.param(
            happened("13:00", "alert-acknowledged", 2, alert_id="a"),
            happened("13:00", "alert-acknowledged", 2, alert_id="a"),
            id="an acknowledgement",
        ),
    ],
)
def test_what_comes_under_the_record_is_passed_on_once(event: ClinicalEvent, again: ClinicalEvent) -> None:
    merged = supersede(prior(BOLUS), MERGE, JUDGE).patient
    noted = note(merged, event)
    assert noted.is_new
    assert not note(noted.record, again).is_new
    if not isinstance(event, AlertAcknowledged):
        assert event.key in {each.key for each in noted.record.facts.events()}
