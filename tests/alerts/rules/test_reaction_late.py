import pytest

from tests.alerts.story import Told, on, revisions, tell

RULE = "reaction-late"
START = on("10:00", "infusion-started")
STOP = on("11:00", "infusion-stopped")
LATE = "13:30 drip opened warning review"


def seen(at: str, symptom: str = "urticaria", severity: str = "mild", **fields: str) -> Told:
    return on(at, "reaction-observed", symptom=symptom, severity=severity, **fields)


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param([START, STOP, seen("13:00")], [], id="2 h after the stop is not late"),
        pytest.param(
            [START, STOP, seen("13:00:00.000001")],
            ["13:00:00.000001 drip opened warning review"],
            id="just later than 2 h after the stop",
        ),
        pytest.param(
            [START, STOP, seen("2026-01-02 11:00")],
            ["2026-01-02 11:00 drip opened warning review"],
            id="24 h after the stop",
        ),
        pytest.param([START, STOP, seen("2026-01-02 11:00:01")], [], id="later than 24 h after the stop"),
        pytest.param([START, seen("16:00")], [], id="2 h after it counts as over"),
        pytest.param(
            [START, seen("16:00:01")], ["16:00:01 drip opened warning review"], id="later than it counts as over"
        ),
        pytest.param(
            [START, seen("2026-01-02 14:00")],
            ["2026-01-02 14:00 drip opened warning review"],
            id="24 h after it counts as over",
        ),
        pytest.param([START, seen("2026-01-02 14:00:01")], [], id="later than 24 h after it counts as over"),
        pytest.param([START, STOP, seen("13:30", "anaphylaxis", "severe")], [LATE], id="severe"),
        pytest.param([START, STOP, seen("13:30", "rash")], [], id="another symptom"),
        pytest.param([STOP, seen("13:30")], [], id="no start is known"),
        pytest.param(
            [START, STOP, on("13:00", "infusion-started", infusion_id="second"), seen("13:30")],
            [],
            id="another infusion has begun: it is no late one of the first",
        ),
        pytest.param([START, STOP, seen("13:30"), seen("14:00")], [LATE], id="of two the first"),
        pytest.param(
            [START, STOP, seen("13:30"), seen("13:10", accepted="14:00")],
            [LATE, "14:00 drip updated warning review since 13:10"],
            id="heard late of the first",
        ),
        pytest.param(
            [START, STOP, seen("13:30"), on("14:00", "alert-acknowledged", alert=RULE)],
            [LATE, "14:00 drip resolved acknowledged"],
            id="acknowledged",
        ),
        pytest.param(
            [START, STOP, seen("13:30"), seen("13:50"), on("14:00", "alert-acknowledged", alert=RULE)],
            [LATE, "14:00 drip resolved acknowledged"],
            id="both acknowledged at once",
        ),
        pytest.param(
            [START, STOP, seen("13:30"), on("14:00", "alert-acknowledged", alert=RULE), seen("15:00")],
            [LATE, "14:00 drip resolved acknowledged", "15:00 drip opened warning review"],
            id="a new one opens again",
        ),
        pytest.param(
            [START, STOP, seen("13:30"), on("14:00", "hold-cleared", rule=RULE)], [LATE], id="there is nothing to clear"
        ),
        pytest.param(
            [START, STOP, seen("13:30"), on("14:00", "event-retracted", retracts="e3")],
            [LATE, "14:00 drip resolved retracted"],
            id="retracted",
        ),
        pytest.param(
            [START, STOP, seen("13:30"), on("12:00", "infusion-stopped", accepted="14:00")],
            [LATE, "14:00 drip resolved cleared"],
            id="heard of a later stop: it is no late one",
        ),
    ],
)
def test_when_a_reaction_is_late(story: list[Told], told: list[str]) -> None:
    assert tell(*story, about=RULE, until="2026-01-03") == told


def test_a_site_may_look_for_longer() -> None:
    policy = '[reaction]\nlate_window = "48 h"'
    assert tell(START, STOP, seen("2026-01-03 11:00"), about=RULE, policy=policy) == [
        "2026-01-03 11:00 drip opened warning review"
    ]
    assert tell(START, STOP, seen("2026-01-03 11:00:01"), about=RULE, policy=policy) == []


def test_what_it_says() -> None:
    (alert,) = (alert for alert in revisions(START, STOP, seen("13:30", "hypotension")) if alert.rule == RULE)
    assert alert.summary == "Late reaction to an infusion: hypotension, mild"
