"""What one record hands over to another when the two are one patient."""

from alerts.advance import Patient, advance
from alerts.facts.facts import Facts
from alerts.facts.learn import learn
from alerts.judge import Judge
from alerts.merge import handed_over, inherit
from models.log import ClinicalEvent, PatientMerged
from models.policy import Policy
from tests.alerts.story import event_of, on, shown, when

JUDGE = Judge(Policy.parse(""))
MERGE = PatientMerged(
    event_id="m",
    patient_id="survivor",
    prior_patient_id="prior",
    occurred_at=when("12:00"),
    accepted_at=when("12:00"),
)
PAST = [
    event_of(on(at, happened, patient_id="prior", kind="infection", event_id=event_id))
    for at, happened, event_id in (
        ("08:00", "therapy-started", "e1"),
        ("09:00", "condition-started", "e2"),
        ("10:00", "condition-resolved", "e3"),
        ("11:00", "condition-started", "e4"),
    )
]


def known(events: list[ClinicalEvent]) -> Facts:
    facts = Facts()
    for event in events:
        facts = learn(facts, event).facts
    return facts


def test_the_latest_is_handed_over_first_and_is_accepted_at_the_merge() -> None:
    handed = handed_over(known(PAST), MERGE.accepted_at)
    assert [event.event_id for event in handed] == ["e4", "e3", "e2", "e1"]
    assert {event.accepted_at for event in handed} == {MERGE.accepted_at}


def test_line_by_line_what_is_over_does_not_open_again() -> None:
    survivor, told = Patient("survivor"), []
    for event in handed_over(known(PAST[:3]), MERGE.accepted_at):
        survivor, revisions, *_ = advance(survivor, event, JUDGE)
        told += [shown(alert) for alert in revisions if alert.rule == "active-infection"]
    assert told == []


def test_all_at_once_what_still_holds_opens_once_at_the_merge() -> None:
    handed = handed_over(known(PAST), MERGE.accepted_at)
    step = inherit(Patient("survivor"), handed, MERGE, JUDGE)
    assert [shown(alert) for alert in step.revisions if alert.rule == "active-infection"] == [
        "12:00 condition opened critical hold-therapy since 11:00"
    ]
