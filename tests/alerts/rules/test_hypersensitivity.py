import pytest

from tests.alerts.story import Told, on, revisions, tell

RULE = "hypersensitivity"
START = on("10:00", "infusion-started")
STOP = on("11:00", "infusion-stopped")
OPENED = "10:30 drip opened critical stop-infusion"
STOPPED = "11:00 drip updated critical hold-therapy since 10:30"


def seen(at: str, symptom: str = "urticaria", severity: str = "mild", **fields: str) -> Told:
    return on(at, "reaction-observed", symptom=symptom, severity=severity, **fields)


@pytest.mark.parametrize(
    ("story", "told"),
    [
        *(
            pytest.param([START, seen("10:30", symptom), STOP], [OPENED, STOPPED], id=symptom)
            for symptom in ("urticaria", "hypotension", "dyspnoea", "anaphylaxis", "angioedema", "bronchospasm")
        ),
        *(
            pytest.param([START, seen("10:30", symptom, "severe"), STOP], [], id=symptom)
            for symptom in ("chest-pain", "fever", "rash", "other")
        ),
        pytest.param([seen("09:59:59"), START, STOP], [], id="before the start"),
        pytest.param(
            [START, seen("10:00"), STOP],
            ["10:00 drip opened critical stop-infusion", "11:00 drip updated critical hold-therapy since 10:00"],
            id="at the start",
        ),
        pytest.param(
            [START, STOP, seen("11:00")], ["11:00 drip opened critical hold-therapy"], id="at the stop there is none"
        ),
        pytest.param(
            [START, STOP, seen("13:00")], ["13:00 drip opened critical hold-therapy"], id="2 h after the stop"
        ),
        pytest.param([START, STOP, seen("13:00:00.000001")], [], id="later than 2 h after the stop"),
        pytest.param(
            [START, seen("10:30")],
            [OPENED, "14:00 drip updated critical hold-therapy since 10:30"],
            id="no stop is recorded: it counts as over after 4 h",
        ),
        pytest.param(
            [START, seen("16:00")], ["16:00 drip opened critical hold-therapy"], id="2 h after it counts as over"
        ),
        pytest.param([START, seen("16:00:01")], [], id="later than that"),
        pytest.param(
            [START, seen("15:00"), on("12:00", "infusion-stopped", accepted="15:30")],
            ["15:00 drip opened critical hold-therapy", "15:30 drip resolved cleared"],
            id="heard late that it was over long before",
        ),
        pytest.param([STOP, seen("11:30")], [], id="no start is known"),
        pytest.param([seen("11:30")], [], id="no infusion at all"),
        pytest.param(
            [on("10:00", "infusion-started", route="iv-bolus"), seen("10:30"), STOP],
            [OPENED, STOPPED],
            id="every route",
        ),
        pytest.param(
            [
                *(START, STOP, on("12:00", "infusion-started", infusion_id="second")),
                *(seen("12:30"), on("12:45", "infusion-stopped", infusion_id="second")),
            ],
            [
                "12:30 second opened critical stop-infusion",
                "12:45 second updated critical hold-therapy since 12:30",
            ],
            id="it belongs to the latest infusion before it",
        ),
        pytest.param(
            [START, STOP, seen("12:00"), on("12:00", "infusion-started", infusion_id="second", accepted="12:10")],
            [
                "12:00 drip opened critical hold-therapy",
                "12:10 drip resolved cleared",
                "12:10 second opened critical stop-infusion since 12:00",
                "16:00 second updated critical hold-therapy since 12:00",
            ],
            id="it moves to an infusion that is heard of late",
        ),
        pytest.param(
            [START, on("10:00", "infusion-started", infusion_id="longer"), seen("10:30"), STOP],
            [
                "10:30 longer opened critical stop-infusion",
                "14:00 longer updated critical hold-therapy since 10:30",
            ],
            id="of two infusions started at one instant it belongs to the one that lasted longer",
        ),
        pytest.param(
            [START, seen("10:30", severity="severe"), STOP], [OPENED, STOPPED], id="a severe one opens as critical, too"
        ),
        pytest.param(
            [START, seen("10:30"), seen("10:40", severity="moderate"), STOP], [OPENED, STOPPED], id="of two the first"
        ),
        pytest.param(
            [START, seen("10:30"), seen("10:40", severity="severe"), STOP],
            [
                OPENED,
                "10:40 drip worsened critical stop-infusion",
                "11:00 drip updated critical hold-therapy since 10:40",
            ],
            id="a severe one after a mild one",
        ),
        pytest.param(
            [START, seen("10:30"), seen("10:40", "anaphylaxis"), STOP],
            [
                OPENED,
                "10:40 drip worsened critical stop-infusion",
                "11:00 drip updated critical hold-therapy since 10:40",
            ],
            id="anaphylaxis after another, however mild",
        ),
        pytest.param(
            [START, seen("10:30", "anaphylaxis"), seen("10:40", severity="severe"), STOP],
            [OPENED, STOPPED],
            id="a severe one after anaphylaxis",
        ),
    ],
)
def test_when_there_was_a_reaction(story: list[Told], told: list[str]) -> None:
    assert tell(*story, about=RULE, until="20:00") == told


def test_a_site_may_list_other_symptoms_and_watch_for_longer() -> None:
    policy = '[reaction]\nsymptoms = ["rash"]\nwindow = "3 h"'
    assert tell(START, STOP, seen("14:00", "rash"), about=RULE, policy=policy) == [
        "14:00 drip opened critical hold-therapy"
    ]
    assert tell(START, STOP, seen("11:30", "urticaria"), about=RULE, policy=policy) == []


def test_the_patient_is_held_only_when_the_infusion_was_stopped() -> None:
    def held(*story: Told) -> list[str]:
        return tell(*story, about="prepared-while-held", until="20:00")

    dose, later = on("10:59:59", "dose-prepared"), on("11:00", "dose-prepared")
    assert held(START, seen("10:30"), dose, STOP) == []
    assert held(START, seen("10:30"), STOP, later) == ["11:00 bag opened critical discard-dose"]


def test_what_it_says() -> None:
    story = [START, seen("10:30", "dyspnoea", "moderate")]
    (alert,) = (alert for alert in revisions(*story) if alert.rule == RULE)
    assert alert.summary == "Reaction to the infusion: dyspnoea, moderate"
    assert [each.event_id for each in alert.evidence] == ["e2", "e1"]


def test_it_asks_to_stop_an_infusion_only_while_it_runs() -> None:
    told = [alert.action for alert in revisions(START, seen("10:30"), STOP) if alert.rule == RULE]
    treat = "Treat the reaction; give no more before a physician has evaluated it."
    assert told == [f"Stop the infusion. {treat}", treat]
