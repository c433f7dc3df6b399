"""Holds that a physician has evaluated and lifts."""

import pytest

from tests.alerts.story import Told, on, tell

LIVER = "liver-uln"
RAISED = "10:00 alt opened critical hold-therapy"


def alt(at: str, value: int, accepted: str | None = None) -> Told:
    return on(at, "lab-result", accepted=accepted, alert=None, analyte="alt", value=value, unit="U/L")


def seen(at: str, alert: str, accepted: str | None = None, event_id: str | None = None) -> Told:
    return on(at, "alert-acknowledged", accepted=accepted, alert=alert, event_id=event_id)


def cleared(at: str, rule: str, **fields: str) -> Told:
    return on(at, "hold-cleared", rule=rule, **fields)


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param([alt("10:00", 130), cleared("11:00", LIVER)], [RAISED, "11:00 alt resolved cleared"], id="lifted"),
        pytest.param(
            [alt("10:00", 130), cleared("11:00", LIVER, subject="alt")],
            [RAISED, "11:00 alt resolved cleared"],
            id="by name",
        ),
        pytest.param([alt("10:00", 130), cleared("11:00", LIVER, subject="ast")], [RAISED], id="another subject"),
        pytest.param([alt("10:00", 130), cleared("11:00", "pregnancy")], [RAISED], id="another rule"),
        pytest.param([alt("10:00", 130), cleared("11:00", "no-such-rule")], [RAISED], id="an unknown rule"),
        pytest.param([alt("10:00", 130), cleared("10:00", LIVER)], [RAISED], id="at the collection itself"),
        pytest.param(
            [alt("10:00", 130), cleared("11:00", LIVER), alt("12:00", 130)],
            [RAISED, "11:00 alt resolved cleared", "12:00 alt opened critical hold-therapy"],
            id="a new fact opens again",
        ),
        pytest.param(
            [alt("10:00", 130), cleared("11:00", LIVER), alt("10:30", 500, accepted="12:00")],
            [RAISED, "11:00 alt resolved cleared"],
            id="a fact that was recorded before it is covered, although it arrives later",
        ),
        pytest.param(
            [alt("10:00", 130), cleared("11:00", LIVER), on("12:00", "event-retracted", retracts="e2")],
            [RAISED, "11:00 alt resolved cleared", "12:00 alt opened critical hold-therapy since 10:00"],
            id="it is retracted",
        ),
        pytest.param(
            [alt("10:00", 130), seen("10:30", LIVER), cleared("11:00", LIVER)],
            [
                RAISED,
                "10:30 alt acknowledged critical hold-therapy since 10:00",
                "11:00 alt resolved cleared",
            ],
            id="after an acknowledgement",
        ),
        pytest.param(
            [alt("10:00", 130), alt("10:30", 500), cleared("11:00", LIVER), alt("12:00", 200)],
            [
                *(RAISED, "10:30 alt worsened critical hold-therapy", "11:00 alt resolved cleared"),
                "12:00 alt opened critical hold-therapy",
            ],
            id="both grades are lifted",
        ),
    ],
)
def test_a_physician_lifts_a_hold(story: list[Told], told: list[str]) -> None:
    assert tell(*story, about=LIVER, until="14:00") == told


def test_nobody_lifts_a_discontinuation() -> None:
    rule = "antibody-persistent"
    positive = {"analyte": "natalizumab-antibody", "finding": "positive"}
    story = [
        on("2026-01-01", "lab-result", alert=None, accepted=None, **positive),
        on("2026-02-12", "lab-result", alert=None, accepted=None, **positive),
        cleared("2026-02-13", rule),
        seen("2026-02-14", rule),
    ]
    assert tell(*story, about=rule, until="2026-03-01") == [
        "2026-02-12 00:00 patient opened critical discontinue",
        "2026-02-14 00:00 patient acknowledged critical discontinue since 2026-02-12 00:00",
    ]


@pytest.mark.parametrize("rule", ["paediatric", "prohibited-route", "infused-while-held"])
def test_nobody_lifts_what_is_no_hold(rule: str) -> None:
    story = [
        on("08:00", "demographics", birth_date="2015-01-01"),
        on("09:00", "condition-started", kind="infection"),
        on("10:00", "infusion-started", route="iv-bolus"),
    ]
    untouched = tell(*story, about=rule, until="10:30")
    assert untouched
    assert tell(*story, cleared("10:15", rule), about=rule, until="10:30") == untouched


def test_a_hold_that_was_lifted_lets_a_dose_be_prepared() -> None:
    story = [
        on("08:00", "therapy-started"),
        on("09:00", "condition-started", kind="infection"),
        on("10:00", "dose-prepared"),
        cleared("11:00", "active-infection"),
        on("12:00", "dose-prepared", preparation_id="second"),
    ]
    assert tell(*story, about="prepared-while-held", until="14:00") == [
        "10:00 bag opened critical discard-dose",
        "11:00 bag resolved cleared",
    ]
