"""What becomes of a record that is another one from now on: its alerts end, and what still comes under it is noted."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from alerts.acknowledge import COVERS
from alerts.advance import CannotJudgeError, Outcome, Patient, advance
from alerts.chart.chart import Chart
from alerts.facts.bounds import VERSIONS
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
    assert failed.value.revisions == ()
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


def test_a_record_ends_under_its_own_name_and_never_goes_back_in_time() -> None:
    step = supersede(advance(prior(DILUTED), happened("13:00", "relapse-reported", 2), JUDGE).patient, MERGE, JUDGE)
    assert {(alert.patient_id, alert.changed_at) for alert in step.revisions} == {("prior", when("13:00"))}
    assert step.patient.clock == when("13:00")


def test_of_too_much_that_was_set_aside_the_oldest_goes() -> None:
    record = Patient("prior")
    for minute in range(COVERS + 1):
        at = when(f"{minute // 60:02}:{minute % 60:02}")
        aside = SetAside(
            patient_id="prior",
            accepted_at=MERGE,
            rule="prohibited-route",
            subject=f"{COVERS - minute:03}",
            rank=(2, 0),
            at=at,
            for_good=True,
        )
        record = note(record, aside).record
    assert [cover.at for cover in record.published.covers] == [
        when(f"{minute // 60:02}:{minute % 60:02}") for minute in range(1, COVERS + 1)
    ]


def test_an_event_that_nothing_has_room_for_is_not_passed_on() -> None:
    record = prior(happened("08:00", "infusion-started", 100))
    for minute in range(VERSIONS - 1):
        change = happened(f"09:{minute // 2:02}:{minute % 2:02}", "infusion-rate-changed", minute, rate_ml_per_h="100")
        record = note(record, change).record
    assert len(list(record.facts.events())) == VERSIONS
    assert not note(record, happened("08:59", "infusion-rate-changed", 200, rate_ml_per_h="100")).is_new


@pytest.mark.parametrize("more", [True, False])
def test_what_is_handed_over_is_the_survivors_from_then_on_and_what_became_of_it_is_said(*, more: bool) -> None:
    (relapse,) = handed_over(prior(happened("09:00", "relapse-reported", 2)), MERGE)
    step = inherit(Patient("survivor"), relapse, JUDGE, more=more)
    again = inherit(step.patient, relapse, JUDGE, more=more)
    assert (step.outcome, step.dropped, step.patient.clock) == (Outcome.LEARNED, 0, MERGE)
    assert (again.outcome, again.dropped, again.patient.clock) == (Outcome.REPEATED, 0, MERGE)
    assert {event.patient_id for event in again.patient.facts.events()} == {"survivor"}
    aside = SetAside(
        patient_id="prior",
        accepted_at=MERGE,
        rule="prohibited-route",
        subject="drip",
        rank=(2, 0),
        at=when("09:00"),
        for_good=True,
    )
    (handed,) = handed_over(note(Patient("prior"), aside).record, MERGE)
    assert handed == aside
    heard = inherit(again.patient, handed, JUDGE, more=more)
    assert (heard.outcome, heard.dropped) == (Outcome.MERGED, 0)


def test_what_would_begin_at_the_merge_waits_for_what_is_handed_over() -> None:
    survivor = prior(happened("00:00", "dose-prepared", 1, storage="room-temperature"))
    discarded = handed_over(prior(happened("07:30", "dose-discarded", 2)), when("08:00"))[0]
    step = inherit(survivor, discarded, JUDGE, more=False)
    assert step.patient.clock == when("08:00")
    assert "dilution-expired" not in {alert.rule for alert in step.revisions}
