import pytest

from tests.alerts.story import Told, on, revisions, tell

RULE = "observation-too-short"
START = on("10:00", "infusion-started")
STOP = on("11:00", "infusion-stopped")


def released(at: str, accepted: str | None = None) -> Told:
    return on(at, "observation-ended", accepted=accepted)


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param([START, STOP, released("12:00")], [], id="an hour"),
        pytest.param([START, STOP, released("12:00:01")], [], id="more than an hour"),
        pytest.param(
            [START, STOP, released("11:59:59.999999")],
            ["11:59:59.999999 drip opened critical review"],
            id="less than an hour",
        ),
        pytest.param([START, STOP, released("11:00")], ["11:00 drip opened critical review"], id="not at all"),
        pytest.param(
            [START, released("10:50"), STOP], ["11:00 drip opened critical review"], id="released before the stop"
        ),
        pytest.param([START, released("10:50")], [], id="no stop is recorded"),
        pytest.param([START, STOP], [], id="no release is recorded"),
        pytest.param([STOP, released("11:30")], ["11:30 drip opened critical review"], id="no start is known"),
        pytest.param(
            [START, STOP, released("12:30"), released("11:30", accepted="12:40")],
            ["12:40 drip opened critical review since 11:30"],
            id="of two releases the earlier counts",
        ),
        pytest.param(
            [START, STOP, released("12:00"), on("11:10", "infusion-stopped", accepted="12:10")],
            ["12:10 drip opened critical review since 12:00"],
            id="of two stops the later counts",
        ),
        pytest.param(
            [on("10:00", "infusion-started", route="subcutaneous"), STOP, released("11:30")],
            ["11:30 drip opened critical review"],
            id="every route",
        ),
        pytest.param(
            [START, STOP, released("11:30"), on("11:40", "alert-acknowledged", alert=RULE), released("11:50")],
            ["11:30 drip opened critical review", "11:40 drip resolved acknowledged"],
            id="acknowledged",
        ),
        pytest.param(
            [START, STOP, released("11:30"), on("11:40", "event-retracted", retracts="e3"), released("12:00")],
            ["11:30 drip opened critical review", "11:40 drip resolved retracted"],
            id="the release is retracted",
        ),
        pytest.param(
            [START, STOP, released("11:30"), on("11:40", "event-retracted", retracts="e2")],
            ["11:30 drip opened critical review", "11:40 drip resolved retracted"],
            id="the stop is retracted",
        ),
        pytest.param(
            [
                *(START, STOP, released("11:30")),
                on("10:30", "infusion-stopped", event_id="e2", recorded_at="11:45", accepted="11:45"),
            ],
            ["11:30 drip opened critical review", "11:45 drip resolved corrected"],
            id="the stop is corrected",
        ),
        pytest.param(
            [START, released("11:30"), on("11:00", "infusion-stopped", accepted="13:00")],
            ["13:00 drip opened critical review since 11:30"],
            id="heard of the stop late",
        ),
    ],
)
def test_when_the_observation_is_too_short(story: list[Told], told: list[str]) -> None:
    assert tell(*story, about=RULE, until="20:00") == told


def test_a_site_may_observe_for_longer() -> None:
    policy = '[infusion]\nobservation = "2 h"'
    assert tell(STOP, released("12:59:59"), about=RULE, policy=policy) == ["12:59:59 drip opened critical review"]
    assert tell(STOP, released("13:00"), about=RULE, policy=policy) == []


@pytest.mark.parametrize(("at", "minutes"), [("11:25", 25), ("11:25:59", 25), ("10:50", 0)])
def test_what_it_says(at: str, minutes: int) -> None:
    (alert,) = (alert for alert in revisions(released(at), STOP) if alert.rule == RULE)
    assert alert.summary == f"Released after {minutes} min of observation; 1 h at least"
