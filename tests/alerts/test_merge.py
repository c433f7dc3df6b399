"""What one record hands over to another when the two are one patient."""

import pytest

from alerts.advance import Outcome, Patient, advance, run_to
from alerts.judge import Judge
from alerts.merge import handed_over, handed_to, inherit, supersede, wake
from alerts.record import decode, encode
from models.alerts import Alert, Status
from models.log import AlertAcknowledged, ClinicalEvent, SetAside
from models.policy import Policy
from tests.alerts.story import Told, event_of, on, shown, when

JUDGE = Judge(Policy.parse(""))
AT = when("12:00")
PAST = [
    event_of(on(at, happened, patient_id="prior", kind="infection", event_id=event_id))
    for at, happened, event_id in (
        ("08:00", "therapy-started", "e1"),
        ("09:00", "condition-started", "e2"),
        ("10:00", "condition-resolved", "e3"),
        ("11:00", "condition-started", "e4"),
    )
]


def lived(events: list[ClinicalEvent], patient: Patient) -> tuple[Patient, list[Alert]]:
    told: list[Alert] = []
    for event in events:
        patient, revisions, *_ = advance(patient, event, JUDGE)
        told += revisions
    return patient, told


def given(prior: Patient, survivor: Patient) -> tuple[Patient, list[Alert]]:
    """The survivor after all that the prior record hands over; a worker that is killed after each says the same."""
    told: list[Alert] = []
    told_by_another: list[Alert] = []
    handed, restarted = handed_over(prior, AT), survivor
    for number, each in enumerate(handed, start=1):
        more = number < len(handed)
        survivor, revisions, *_ = inherit(survivor, each, JUDGE, more=more)
        told += revisions
        restarted, revisions, *_ = inherit(decode(encode(restarted)), each, JUDGE, more=more)
        told_by_another += revisions
    assert told == told_by_another
    return survivor, told


def infections(alerts: list[Alert]) -> list[str]:
    return [shown(alert) for alert in alerts if alert.rule == "active-infection"]


def test_the_latest_is_handed_over_first_and_is_accepted_at_the_merge() -> None:
    handed = handed_over(lived(PAST, Patient("prior"))[0], AT)
    assert [not isinstance(each, SetAside) and each.event_id for each in handed] == ["e4", "e3", "e2", "e1"]
    assert {event.accepted_at for event in handed} == {AT}


def test_what_still_holds_opens_once_at_the_merge() -> None:
    _, told = given(lived(PAST, Patient("prior"))[0], Patient("survivor"))
    assert infections(told) == ["12:00 condition opened critical hold-therapy since 11:00"]


def test_what_is_over_does_not_open_again() -> None:
    _, told = given(lived(PAST[:3], Patient("prior"))[0], Patient("survivor"))
    assert infections(told) == []


def test_alerts_do_not_wait_for_what_never_comes() -> None:
    handed = handed_over(lived(PAST, Patient("prior"))[0], AT)
    waiting = inherit(Patient("survivor"), handed[-1], JUDGE, more=True).patient
    waiting, revisions, *_ = inherit(waiting, handed[0], JUDGE, more=True)
    assert revisions == ()
    assert waiting.next_at == AT
    assert infections(list(run_to(waiting, AT, JUDGE).revisions)) == [
        "12:00 condition opened critical hold-therapy since 11:00"
    ]


def test_what_is_due_before_the_merge_is_seen_before_it() -> None:
    bag = event_of(on("08:00", "dose-prepared", patient_id="survivor", event_id="bag"))
    survivor, _ = lived([bag], Patient("survivor"))
    later = when("23:00")
    handed = handed_over(lived(PAST[:1], Patient("prior"))[0], later)
    step = inherit(survivor, handed[0], JUDGE, more=False)
    assert [shown(alert) for alert in step.revisions if alert.rule == "dilution-expired"] == [
        "16:00 bag opened warning discard-dose due 16:00"
    ]


def acknowledged(patient: Patient, rule: str, at: str) -> Patient:
    alert_id = next(alert.alert_id for (about, _), alert in patient.published.alerts.items() if about == rule)
    said = AlertAcknowledged(
        event_id=f"ack of {rule}",
        patient_id=patient.patient_id,
        occurred_at=when(at),
        accepted_at=when(at),
        alert_id=alert_id,
        by="dr-who",
        reason="seen",
    )
    return advance(patient, said, JUDGE).patient


def test_what_is_due_at_the_merge_is_said_of_the_record_that_goes_on_alone() -> None:
    bag = event_of(on("08:00", "dose-prepared", patient_id="prior", event_id="bag"))
    superseded = supersede(lived([bag], Patient("prior"))[0], when("16:00"), JUDGE)
    step = inherit(Patient("survivor"), handed_over(superseded.patient, when("16:00"))[0], JUDGE, more=False)
    told = [shown(alert) for alert in (*superseded.revisions, *step.revisions) if alert.subject == "bag"]
    assert told == [
        "15:00 bag opened info review due 16:00",
        "16:00 bag resolved superseded",
        "16:00 bag opened warning discard-dose due 16:00",
    ]


@pytest.mark.parametrize(
    "taken_back",
    [
        [on("05:00", "event-retracted", retracts="nothing")],
        [on("05:00", "lab-result", status="cancelled", analyte="alt")],
        [
            on("05:00", "lab-result", result_id="r", analyte="alt", value=30, unit="U/L"),
            on(
                "05:00", "lab-result", result_id="r", version=2, status="corrected", analyte="alt", value=31, unit="U/L"
            ),
        ],
    ],
    ids=["a retraction", "a result that was cancelled", "a result that was corrected"],
)
def test_what_was_taken_back_in_the_prior_record_is_not_why_an_alert_of_the_other_is_over(
    taken_back: list[Told],
) -> None:
    start = on("06:00", "infusion-started", patient_id="survivor", event_id="start")
    stop = on("07:00", "infusion-stopped", patient_id="prior", event_id="stop")
    survivor, _ = lived([event_of(start)], Patient("survivor"))
    events = [event_of(each, number) for number, each in enumerate(taken_back)]
    prior, _ = lived([handed_to(each, "prior") for each in [*events, event_of(stop)]], Patient("prior"))
    told = [shown(alert) for alert in given(prior, survivor)[1] if alert.rule == "infusion-not-closed"]
    assert told == ["10:00 drip opened warning review", "12:00 drip resolved cleared"]


def test_what_was_acknowledged_under_the_prior_record_pages_nobody_again() -> None:
    prior = acknowledged(lived(PAST, Patient("prior"))[0], "active-infection", "11:30")
    prior, ended, *_ = supersede(prior, AT, JUDGE)
    survivor, told = given(decode(encode(prior)), Patient("survivor"))
    (alert,) = [alert for alert in told if alert.rule == "active-infection"]
    assert {(each.status, each.reason) for each in ended} == {(Status.RESOLVED, "superseded")}
    assert (alert.revision, alert.change, alert.status) == (1, "opened", Status.ACKNOWLEDGED)
    assert survivor.published.aside == ()


def test_what_was_acknowledged_is_handed_on_along_a_chain() -> None:
    first = acknowledged(lived(PAST, Patient("prior"))[0], "active-infection", "11:30")
    second, _ = given(supersede(first, AT, JUDGE).patient, Patient("second"))
    third, told = given(supersede(second, AT, JUDGE).patient, Patient("third"))
    assert [alert.status for alert in told if alert.rule == "active-infection"] == [Status.ACKNOWLEDGED]
    assert third.published.alerts["active-infection", "condition"].set_aside_at == when("11:30")


def test_what_began_after_the_acknowledgement_fires() -> None:
    prior = supersede(
        acknowledged(lived(PAST[:2], Patient("prior"))[0], "active-infection", "09:30"), AT, JUDGE
    ).patient
    over, again = (handed_to(each, "survivor") for each in PAST[2:])
    survivor, told = given(prior, lived([over], Patient("survivor"))[0])
    assert infections(told) == []
    _, told = lived([again], survivor)
    assert [alert.status for alert in told if alert.rule == "active-infection"] == [Status.FIRING]


def test_what_a_person_ended_under_the_prior_record_does_not_open_again() -> None:
    bolus = event_of(on("09:00", "infusion-started", patient_id="prior", route="iv-bolus", infusion_id="i"))
    prior, told = lived([bolus], Patient("prior"))
    assert "prohibited-route" in {alert.rule for alert in told}
    prior = acknowledged(prior, "prohibited-route", "10:00")
    prior = supersede(prior, AT, JUDGE).patient
    _, told = given(prior, Patient("survivor"))
    assert "prohibited-route" not in {alert.rule for alert in told}


def test_what_a_person_ended_under_the_prior_record_is_acknowledged_under_the_other_too() -> None:
    bolus = event_of(on("09:00", "infusion-started", patient_id="prior", route="iv-bolus", infusion_id="i"))
    prior = acknowledged(lived([bolus], Patient("prior"))[0], "prohibited-route", "10:00")
    survivor, _ = lived([handed_to(bolus, "survivor")], Patient("survivor"))
    _, told = given(supersede(prior, AT, JUDGE).patient, survivor)
    assert [shown(alert) for alert in told if alert.rule == "prohibited-route"] == ["12:00 i resolved acknowledged"]


def test_a_record_to_which_a_ring_comes_back_is_judged_again() -> None:
    slept = supersede(lived(PAST, Patient("prior"))[0], AT, JUDGE).patient
    step = wake(decode(encode(slept)), when("13:00"), JUDGE)
    assert step.outcome is Outcome.MERGED
    assert infections(list(step.revisions)) == ["13:00 condition opened critical hold-therapy since 11:00"]


@pytest.mark.parametrize("times", [1, 3])
def test_a_repeated_handing_over_changes_nothing(times: int) -> None:
    prior = supersede(lived(PAST, Patient("prior"))[0], AT, JUDGE).patient
    survivor, _ = given(prior, Patient("survivor"))
    for _ in range(times):
        survivor, told = given(prior, survivor)
        assert told == []
