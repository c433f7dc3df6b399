"""A rule that raises on a patient: that patient's alerts stay as they are, and nothing that was learned is lost."""

from collections.abc import Iterator
from dataclasses import replace

import msgspec
import pytest

from alerts.advance import CannotJudgeError, Patient, advance, change_policy, run_to
from alerts.chart.chart import Chart
from alerts.chart.parts import Part
from alerts.holds import Hold
from alerts.judge import Judge
from alerts.rule import Rule, RuleUnderHolds
from models.alerts import Change
from models.analytes import Analyte
from models.findings import End, Finding
from models.log import PolicyChanged
from models.policy import Policy
from tests.alerts.labs import lab
from tests.alerts.story import event_of, on, when

JUDGE = Judge(Policy())


def _broken(chart: Chart, _policy: Policy) -> Iterator[Finding]:
    if chart.of(Analyte.ALT):
        raise ZeroDivisionError
    return iter(())


def _broken_under_holds(_chart: Chart, _policy: Policy, holds: tuple[Hold, ...]) -> Iterator[Finding]:
    if holds:
        raise ZeroDivisionError
    return iter(())


FIRST = replace(JUDGE, rules=(*JUDGE.rules, Rule("broken", "none", frozenset({Analyte.ALT}), _broken)))
SECOND = replace(
    JUDGE, rules_under_holds=(RuleUnderHolds("broken", "none", frozenset({Part.HOLDS}), _broken_under_holds),)
)
BOLUS = event_of(on("2026-03-20 09:00", "infusion-started", route="iv-bolus"), 3)
BEGUN = event_of(on("07:00", "therapy-started"))
HIGH = event_of(lab("2026-03-20 08:00", "alt", "200"), 2)


@pytest.mark.parametrize("judge", [FIRST, SECOND], ids=["a rule", "a rule under holds"])
def test_the_failure_names_the_rule_and_keeps_what_was_learned_and_due(judge: Judge) -> None:
    patient = advance(Patient("patient-1"), BEGUN, judge).patient
    with pytest.raises(CannotJudgeError) as caught:
        advance(patient, HIGH, judge)
    failure = caught.value
    assert failure.rule == "broken"
    assert {(alert.rule, alert.changed_at) for alert in failure.revisions} >= {
        ("liver-overdue", when("2026-03-18 07:00"))
    }
    assert failure.patient.clock == when("2026-03-20 08:00")
    assert failure.patient.next_at is None
    mended = run_to(failure.patient, when("2026-03-21"), JUDGE)
    assert not [alert for alert in mended.revisions if alert.rule == "liver-uln"]
    for next_told in (on("2026-03-21", "relapse-reported"), on("2026-03-21", "demographics", birth_date="1990-01-01")):
        again = advance(mended.patient, event_of(next_told, 3), JUDGE)
        assert "liver-uln" in {alert.rule for alert in again.revisions}


@pytest.mark.parametrize(
    ("rule", "change", "reason"),
    [
        ("liver-uln", Change.ACKNOWLEDGED, None),
        ("prohibited-route", Change.RESOLVED, End.ACKNOWLEDGED),
    ],
    ids=["a status", "an end"],
)
def test_an_acknowledgement_while_a_rule_fails_is_heard_at_once_and_once(
    rule: str, change: Change, reason: End | None
) -> None:
    patient = advance(advance(Patient("patient-1"), HIGH, JUDGE).patient, BOLUS, JUDGE).patient
    (alert,) = [each for each in patient.published.alerts.values() if each.finding.rule == rule]
    told = on("2026-03-20 10:00", "alert-acknowledged", alert_id=alert.alert_id)
    failing = msgspec.structs.replace(patient, view=None)
    with pytest.raises(CannotJudgeError) as caught:
        advance(failing, event_of(told, 9), FIRST)
    assert [(one.patient_id, one.alert_id, one.change, one.reason) for one in caught.value.revisions] == [
        ("patient-1", alert.alert_id, change, reason)
    ]
    still_open = [each for each in caught.value.patient.published.alerts.values() if each.alert_id == alert.alert_id]
    assert [each.set_aside_at for each in still_open] == [told.accepted_at] * (reason is None)
    with pytest.raises(CannotJudgeError) as again:
        advance(caught.value.patient, event_of(told, 9), FIRST)
    assert again.value.revisions == ()
    mended = advance(again.value.patient, event_of(lab("2026-03-20 11:00", "ast", "20"), 10), JUDGE)
    assert rule not in {one.rule for one in mended.revisions}


def test_time_that_passes_shows_the_failure_again() -> None:
    known = advance(Patient("patient-1"), HIGH, JUDGE).patient
    with pytest.raises(CannotJudgeError) as caught:
        run_to(msgspec.structs.replace(known, view=None), when("2026-04-01"), FIRST)
    assert caught.value.patient.clock == when("2026-04-01")
    assert caught.value.patient.facts == known.facts


def test_a_new_policy_under_which_a_rule_fails_keeps_the_alerts() -> None:
    patient = advance(advance(Patient("patient-1"), BEGUN, JUDGE).patient, HIGH, JUDGE).patient
    line = PolicyChanged(partition=0, partitions=1, policy={}, policy_version="x", accepted_at=when("2026-04-05"))
    with pytest.raises(CannotJudgeError) as caught:
        change_policy(patient, line, JUDGE, FIRST)
    assert caught.value.rule == "broken"
    kept, about = caught.value.patient.published, ("liver-uln", "alt")
    assert kept.alerts[about] == patient.published.alerts[about]
    assert caught.value.patient.clock == when("2026-04-05")
    due = [alert.changed_at for alert in caught.value.revisions if alert.rule == "liver-overdue"]
    assert due == [when("2026-04-01 07:00")]
