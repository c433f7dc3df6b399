import pytest

from tests.alerts.story import Told, on, tell

RULE = "infusion-not-closed"
START = on("10:00", "infusion-started")
OPENED = "14:00 drip opened warning review"


@pytest.mark.parametrize(
    ("story", "until", "told"),
    [
        pytest.param([START], "13:59:59.999999", [], id="4 h are not over"),
        pytest.param([START], "14:00", [OPENED], id="4 h are over"),
        pytest.param([START, on("13:59:59", "infusion-stopped")], "20:00", [], id="stopped before"),
        pytest.param([START, on("14:00", "infusion-stopped")], "20:00", [], id="stopped at the very limit"),
        pytest.param(
            [START, on("14:00:01", "infusion-stopped")],
            "20:00",
            [OPENED, "14:00:01 drip resolved cleared"],
            id="stopped after",
        ),
        pytest.param(
            [START, on("11:00", "infusion-stopped", accepted="15:00")],
            "20:00",
            [OPENED, "15:00 drip resolved cleared"],
            id="heard of the stop late",
        ),
        pytest.param([START, on("09:00", "infusion-stopped")], "20:00", [OPENED], id="a stop from before the start"),
        pytest.param([START, on("10:00", "infusion-stopped")], "20:00", [], id="a stop at the start"),
        pytest.param([START, on("12:00", "observation-ended")], "20:00", [OPENED], id="a release is no stop"),
        pytest.param([START, on("12:00", "infusion-paused")], "20:00", [OPENED], id="a pause is no stop"),
        pytest.param(
            [START, on("09:30", "infusion-started")], "20:00", ["13:30 drip opened warning review"], id="told twice"
        ),
        pytest.param(
            [on("10:00", "infusion-started", route="iv-bolus")], "20:00", [OPENED], id="every route, a bolus too"
        ),
        pytest.param(
            [START, on("11:00", "infusion-stopped"), on("15:00", "event-retracted", retracts="e2")],
            "20:00",
            ["15:00 drip opened warning review since 14:00"],
            id="it comes back when the stop is retracted",
        ),
        pytest.param(
            [START, on("15:00", "event-retracted", retracts="e1")],
            "20:00",
            [OPENED, "15:00 drip resolved retracted"],
            id="it goes when the start is retracted",
        ),
        pytest.param(
            [START, on("15:00", "alert-acknowledged", alert=RULE), on("16:00", "infusion-stopped")],
            "20:00",
            [OPENED, "15:00 drip acknowledged warning review since 14:00", "16:00 drip resolved cleared"],
            id="acknowledged it stays",
        ),
        pytest.param([on("10:00", "infusion-stopped")], "20:00", [], id="no start is known"),
    ],
)
def test_when_an_infusion_is_not_closed(story: list[Told], until: str, told: list[str]) -> None:
    assert tell(*story, about=RULE, until=until) == told


def test_a_site_may_wait_longer() -> None:
    assert tell(START, about=RULE, until="16:00", policy='[infusion]\nclose_after = "6 h"') == [
        "16:00 drip opened warning review"
    ]
