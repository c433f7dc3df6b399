"""What people say about alerts."""

import pytest

from alerts.advance import Outcome, Patient, advance
from alerts.judge import Judge
from models.log import AlertAcknowledged
from models.policy import Policy
from tests.alerts.story import Told, on, revisions, tell, when

ROUTE = "prohibited-route"
BOLUS = on("10:00", "infusion-started", route="iv-bolus")
STOPPED = on("10:10", "infusion-stopped", reason="aborted")
OPENED = "10:00 drip opened critical stop-infusion"
REVIEW = "10:10 drip updated critical review since 10:00"

LIVER = "liver-uln"
RAISED = "10:00 alt opened critical hold-therapy"
SEEN = "11:00 alt acknowledged critical hold-therapy since 10:00"


def alt(at: str, value: int, accepted: str | None = None) -> Told:
    return on(at, "lab-result", accepted=accepted, alert=None, analyte="alt", value=value, unit="U/L")


def seen(at: str, alert: str, accepted: str | None = None, event_id: str | None = None) -> Told:
    return on(at, "alert-acknowledged", accepted=accepted, alert=alert, event_id=event_id)


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param([BOLUS, seen("10:05", ROUTE)], [OPENED, "10:05 drip resolved acknowledged"], id="it ends it"),
        pytest.param(
            [BOLUS, STOPPED, seen("10:20", ROUTE)],
            [OPENED, REVIEW, "10:20 drip resolved acknowledged"],
            id="after the stop",
        ),
        pytest.param(
            [BOLUS, seen("10:05", ROUTE), STOPPED],
            [OPENED, "10:05 drip resolved acknowledged"],
            id="what goes on at the same rank stays set aside",
        ),
        pytest.param(
            [BOLUS, seen("10:00", ROUTE)],
            [OPENED, "10:00 drip resolved acknowledged"],
            id="at the instant at which it began",
        ),
        pytest.param([BOLUS, seen("09:59:59", ROUTE, accepted="10:05")], [OPENED], id="said before it began"),
        pytest.param(
            [BOLUS, seen("10:01", ROUTE, accepted="10:05")],
            [OPENED, "10:05 drip resolved acknowledged"],
            id="it is applied when it is accepted",
        ),
        pytest.param(
            [BOLUS, seen("10:05", ROUTE), seen("10:06", ROUTE)],
            [OPENED, "10:05 drip resolved acknowledged"],
            id="of a resolved alert",
        ),
        pytest.param(
            [BOLUS, seen("10:05", ROUTE), on("10:06", "event-retracted", retracts="e2")],
            [OPENED, "10:05 drip resolved acknowledged"],
            id="retracting it changes nothing",
        ),
        pytest.param(
            [on("09:00", "event-retracted", retracts="e3"), BOLUS, seen("10:05", ROUTE)],
            [OPENED, "10:05 drip resolved acknowledged"],
            id="nor does retracting it beforehand",
        ),
        pytest.param(
            [
                *(BOLUS, seen("10:05", ROUTE), on("10:06", "event-retracted", retracts="e1")),
                on("10:00", "infusion-started", accepted="10:07", route="iv-bolus"),
            ],
            [OPENED, "10:05 drip resolved acknowledged"],
            id="what it covers is set aside when it comes back",
        ),
        pytest.param(
            [
                *(BOLUS, seen("10:05", ROUTE), on("10:06", "event-retracted", retracts="e1")),
                on("10:05:01", "infusion-started", accepted="10:07", route="iv-bolus"),
            ],
            [OPENED, "10:05 drip resolved acknowledged", "10:07 drip opened critical stop-infusion since 10:05:01"],
            id="what began after it is not",
        ),
        pytest.param(
            [BOLUS, on("11:00", "infusion-started", infusion_id="second", route="iv-bolus"), seen("11:05", ROUTE)],
            [OPENED, "11:00 second opened critical stop-infusion", "11:05 second resolved acknowledged"],
            id="it is about one subject",
        ),
    ],
)
def test_an_acknowledgement_ends_what_a_person_ends(story: list[Told], told: list[str]) -> None:
    assert tell(*story, about=ROUTE, until="12:00") == told


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param([alt("10:00", 130), seen("11:00", LIVER)], [RAISED, SEEN], id="its status changes, it goes on"),
        pytest.param(
            [alt("10:00", 130), seen("11:00", LIVER), seen("12:00", LIVER)], [RAISED, SEEN], id="a second one"
        ),
        pytest.param([alt("10:00", 130), seen("09:00", LIVER, accepted="11:00")], [RAISED], id="said before it began"),
        pytest.param(
            [alt("10:00", 130), seen("11:00", LIVER), alt("12:00", 500)],
            [RAISED, SEEN, "12:00 alt worsened critical hold-therapy"],
            id="worse",
        ),
        pytest.param(
            [alt("10:00", 500), seen("11:00", LIVER), alt("12:00", 130)],
            [RAISED, SEEN, "12:00 alt eased critical hold-therapy since 10:00"],
            id="better",
        ),
        pytest.param(
            [alt("10:00", 500), seen("11:00", LIVER), alt("12:00", 130), alt("13:00", 600)],
            [
                *(RAISED, SEEN, "12:00 alt eased critical hold-therapy since 10:00"),
                "13:00 alt worsened critical hold-therapy",
            ],
            id="better, and worse again",
        ),
        pytest.param(
            [alt("10:00", 130), seen("11:00", LIVER), alt("12:00", 30)],
            [RAISED, SEEN, "12:00 alt resolved cleared"],
            id="over",
        ),
        pytest.param(
            [alt("10:00", 130), seen("11:00", LIVER), alt("12:00", 30), alt("13:00", 130)],
            [RAISED, SEEN, "12:00 alt resolved cleared", "13:00 alt opened critical hold-therapy"],
            id="a new episode is a new alert",
        ),
        pytest.param(
            [alt("10:00", 130), seen("11:00", LIVER), on("12:00", "event-retracted", retracts="e2")],
            [RAISED, SEEN],
            id="retracting it changes nothing",
        ),
        pytest.param(
            [
                *(alt("10:00", 130), seen("11:00", LIVER, event_id="said"), alt("12:00", 500)),
                seen("13:00", LIVER, event_id="said"),
            ],
            [RAISED, SEEN, "12:00 alt worsened critical hold-therapy"],
            id="it is applied once for each event id",
        ),
        pytest.param(
            [alt("10:00", 130), seen("11:00", LIVER), alt("12:00", 500), seen("13:00", LIVER)],
            [
                *(RAISED, SEEN, "12:00 alt worsened critical hold-therapy"),
                "13:00 alt acknowledged critical hold-therapy since 12:00",
            ],
            id="acknowledged anew after it worsened",
        ),
    ],
)
def test_an_acknowledgement_of_anything_else_is_a_status(story: list[Told], told: list[str]) -> None:
    assert tell(*story, about=LIVER, until="14:00") == told


def test_a_worsening_fires_again_and_an_update_does_not() -> None:
    story = [alt("10:00", 130), seen("11:00", LIVER), alt("12:00", 140), alt("13:00", 500)]
    told = [(str(alert.change), str(alert.status)) for alert in revisions(*story) if alert.rule == LIVER]
    assert told == [
        ("opened", "firing"),
        ("acknowledged", "acknowledged"),
        ("updated", "acknowledged"),
        ("worsened", "firing"),
    ]


def test_what_was_set_aside_comes_back_at_a_higher_rank() -> None:
    rule = "wrong-dose"
    story = [
        on("08:00", "dose-prepared", dose_mg=150),
        seen("08:30", rule),
        on("09:00", "infusion-started", preparation_id="bag"),
        seen("09:30", rule),
    ]
    assert tell(*story, about=rule) == [
        "08:00 bag opened critical discard-dose",
        "08:30 bag acknowledged critical discard-dose since 08:00",
        "09:00 bag worsened critical review",
        "09:30 bag resolved acknowledged",
    ]


def test_an_alert_that_nobody_acknowledged_is_not_over_because_another_one_was() -> None:
    rule = "reaction-late"
    story = [
        on("08:00", "infusion-started"),
        on("09:00", "infusion-stopped"),
        on("12:00", "reaction-observed"),
        seen("13:00", rule),
        on("14:00", "reaction-observed"),
        on("15:00", "event-retracted", retracts="e5"),
    ]
    assert tell(*story, about=rule) == [
        "12:00 drip opened warning review",
        "13:00 drip resolved acknowledged",
        "14:00 drip opened warning review",
        "15:00 drip resolved retracted",
    ]


def test_an_unfit_dose_that_was_not_infused_after_all_is_still_to_be_discarded() -> None:
    rule = "wrong-dose"
    story = [
        on("08:00", "dose-prepared", dose_mg=150),
        on("09:00", "infusion-started", preparation_id="bag"),
        seen("09:30", rule),
        on("10:00", "event-retracted", retracts="e2"),
        on("11:00", "dose-discarded"),
    ]
    told = [
        (str(alert.change), str(alert.status), str(alert.effect)) for alert in revisions(*story) if alert.rule == rule
    ]
    assert told == [
        ("opened", "firing", "discard-dose"),
        ("worsened", "firing", "review"),
        ("resolved", "resolved", "review"),
        ("opened", "acknowledged", "discard-dose"),
        ("resolved", "resolved", "discard-dose"),
    ]


def test_what_is_said_about_an_unknown_alert_is_counted_and_ignored() -> None:
    event = AlertAcknowledged(
        event_id="e1",
        patient_id="patient-1",
        occurred_at=when("10:00"),
        accepted_at=when("10:00"),
        alert_id="nobody's",
        by="nurse",
        reason="seen",
    )
    step = advance(Patient("patient-1"), event, Judge(Policy.parse("")))
    assert (step.revisions, step.outcome) == ((), Outcome.ACKNOWLEDGEMENT_IGNORED)
