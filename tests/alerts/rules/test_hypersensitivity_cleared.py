import pytest

from tests.alerts.story import Told, on, tell

RULE = "hypersensitivity"
START = on("10:00", "infusion-started")
STOP = on("11:00", "infusion-stopped")
OPENED = "10:30 drip opened critical stop-infusion"
STOPPED = "11:00 drip updated critical hold-therapy since 10:30"


def seen(at: str, symptom: str = "urticaria", severity: str = "mild", **fields: str) -> Told:
    return on(at, "reaction-observed", symptom=symptom, severity=severity, **fields)


def cleared(at: str, **fields: str) -> Told:
    return on(at, "hold-cleared", rule=RULE, **fields)


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param(
            [START, seen("10:30"), STOP, cleared("12:00")],
            [OPENED, STOPPED, "12:00 drip resolved cleared"],
            id="cleared",
        ),
        pytest.param(
            [START, seen("10:30"), cleared("10:45"), STOP],
            [OPENED, "10:45 drip resolved cleared"],
            id="cleared while it runs",
        ),
        pytest.param(
            [START, seen("10:30"), STOP, cleared("12:00", subject="drip")],
            [OPENED, STOPPED, "12:00 drip resolved cleared"],
            id="cleared for this infusion",
        ),
        pytest.param(
            [START, seen("10:30"), STOP, cleared("12:00", subject="other")],
            [OPENED, STOPPED],
            id="cleared for another infusion",
        ),
        pytest.param(
            [START, seen("10:30"), STOP, on("12:00", "hold-cleared", rule="liver-uln")],
            [OPENED, STOPPED],
            id="another rule is cleared",
        ),
        pytest.param([START, seen("10:30"), STOP, cleared("10:30", accepted="12:00")], [OPENED, STOPPED], id="at once"),
        pytest.param(
            [START, seen("10:30"), STOP, cleared("10:30:01", accepted="12:00")],
            [OPENED, STOPPED, "12:00 drip resolved cleared"],
            id="a moment later",
        ),
        pytest.param(
            [START, STOP, cleared("11:30"), seen("11:20", accepted="12:00", recorded_at="11:31")],
            ["12:00 drip opened critical hold-therapy since 11:20"],
            id="the physician could not know it",
        ),
        pytest.param(
            [START, STOP, cleared("11:30"), seen("11:20", accepted="12:00", recorded_at="11:30")],
            [],
            id="the physician could know it",
        ),
        pytest.param(
            [START, STOP, cleared("11:30", recorded_at="11:35"), seen("11:20", accepted="12:00", recorded_at="11:31")],
            [],
            id="the physician could know it when he wrote it down",
        ),
        pytest.param(
            [START, seen("10:30"), STOP, cleared("12:00"), seen("12:30")],
            [OPENED, STOPPED, "12:00 drip resolved cleared", "12:30 drip opened critical hold-therapy"],
            id="a new symptom opens again",
        ),
        pytest.param(
            [
                *(START, seen("10:30"), STOP, cleared("12:00")),
                seen("11:30", accepted="12:10", recorded_at="12:05"),
            ],
            [
                OPENED,
                STOPPED,
                "12:00 drip resolved cleared",
                "12:10 drip opened critical hold-therapy since 11:30",
            ],
            id="one that he could not know opens again, from itself on",
        ),
        pytest.param(
            [START, seen("10:30"), STOP, cleared("12:00"), on("13:00", "event-retracted", retracts="e4")],
            [
                OPENED,
                STOPPED,
                "12:00 drip resolved cleared",
                "13:00 drip opened critical hold-therapy since 10:30",
            ],
            id="the clearance is retracted",
        ),
        pytest.param(
            [START, seen("10:30"), on("10:40", "event-retracted", retracts="e2"), STOP],
            [OPENED, "10:40 drip resolved retracted"],
            id="the symptom is retracted",
        ),
        pytest.param(
            [START, seen("10:30"), seen("10:30", "rash", event_id="e2", recorded_at="10:40", accepted="10:40"), STOP],
            [OPENED, "10:40 drip resolved corrected"],
            id="the symptom is corrected",
        ),
        pytest.param(
            [START, seen("10:30", severity="severe"), seen("10:35"), on("10:40", "event-retracted", retracts="e2")],
            [
                OPENED,
                "10:40 drip eased critical stop-infusion since 10:35",
                "14:00 drip updated critical hold-therapy since 10:35",
            ],
            id="the severe one is retracted, the mild one stays",
        ),
        pytest.param(
            [START, seen("10:30"), STOP, on("11:30", "event-retracted", retracts="e1")],
            [OPENED, STOPPED, "11:30 drip resolved retracted"],
            id="the start is retracted",
        ),
        pytest.param(
            [
                *(START, seen("10:30"), on("10:40", "alert-acknowledged", alert=RULE)),
                *(seen("10:50", severity="severe"), STOP),
            ],
            [
                OPENED,
                "10:40 drip acknowledged critical stop-infusion since 10:30",
                "10:50 drip worsened critical stop-infusion",
                "11:00 drip updated critical hold-therapy since 10:50",
            ],
            id="acknowledged it stays, and worsens",
        ),
        pytest.param(
            [START, seen("10:30"), STOP, on("12:00", "therapy-discontinued")],
            [OPENED, STOPPED],
            id="it outlasts the therapy",
        ),
    ],
)
def test_how_a_reaction_ends(story: list[Told], told: list[str]) -> None:
    assert tell(*story, about=RULE, until="20:00") == told
