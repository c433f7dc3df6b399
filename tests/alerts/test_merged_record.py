"""What becomes of a record that is another one from now on: its alerts end, and what still comes under it is noted."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from alerts.advance import CannotJudgeError, Outcome, Patient, advance
from alerts.chart.chart import Chart
from alerts.judge import Judge
from alerts.merge import handed_over, inherit, note, supersede
from alerts.rule import Rule
from models.findings import Finding
from models.log import AlertAcknowledged, ClinicalEvent, PatientMerged, SetAside
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


def _fails(_chart: Chart, _policy: Policy) -> Iterator[Finding]:
    raise ArithmeticError


FRAGILE = Judge(JUDGE.policy, rules=(*JUDGE.rules, Rule("fragile", "nobody", frozenset(), _fails)))


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
    step = supersede(replace(prior(DILUTED), view=None), MERGE, FRAGILE)
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


def test_what_was_set_aside_is_passed_on_once() -> None:
    aside = SetAside(
        patient_id="prior",
        accepted_at=MERGE,
        rule="prohibited-route",
        subject="drip",
        rank=(2, 0),
        at=when("09:00"),
        for_good=True,
    )
    merged = supersede(prior(BOLUS), MERGE, JUDGE).patient
    noted = note(merged, aside)
    assert noted.is_new
    assert not note(noted.record, aside).is_new


def test_a_survivor_on_whom_a_rule_fails_takes_in_all_that_is_handed_over_before_it_says_so() -> None:
    survivor = replace(prior(happened("00:00", "dose-prepared", 1)), patient_id="survivor", view=None)
    first, last = handed_over(prior(BOLUS, happened("09:00", "relapse-reported", 2)), MERGE)
    step = inherit(survivor, first, FRAGILE, more=True)
    with pytest.raises(CannotJudgeError) as failed:
        inherit(step.patient, last, FRAGILE, more=False)
    assert failed.value.rule == "fragile"
    assert {event.event_id for event in failed.value.patient.facts.events()} == {"e1", "e2"}
    assert "prohibited-route" in {
        alert.rule for alert in inherit(failed.value.patient, last, JUDGE, more=False).revisions
    }


def test_a_merge_that_a_record_is_told_of_lets_its_clock_pass_what_was_due() -> None:
    merged = PatientMerged(
        event_id="m", patient_id="prior", prior_patient_id="other", occurred_at=MERGE, accepted_at=MERGE
    )
    step = advance(prior(happened("00:00", "dose-prepared", 1)), merged, JUDGE)
    assert (step.outcome, step.patient.clock) == (Outcome.MERGED, MERGE)
    assert "dilution-expired" in {alert.rule for alert in step.revisions}
