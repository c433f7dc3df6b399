import pytest

from tests.alerts.story import Told, on, tell

RULE = "infusion-too-fast"
OPENED = "10:00 drip opened critical stop-infusion"
OVER = "14:00 drip resolved cleared"


def start(rate: object = None, volume: object = None, **fields: str) -> Told:
    return on("10:00", "infusion-started", rate_ml_per_h=rate, volume_ml=volume, **fields)


def rate(at: str, rate: object, accepted: str | None = None) -> Told:
    return on(at, "infusion-rate-changed", rate_ml_per_h=rate, accepted=accepted)


def stop(at: str) -> Told:
    return on(at, "infusion-stopped")


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param(
            [start(100), rate("10:10", 300, accepted="10:20")],
            ["10:20 drip opened critical stop-infusion since 10:10", OVER],
            id="heard of the rate late",
        ),
        pytest.param(
            [start(230), rate("10:10", 60, accepted="10:30"), rate("10:20", 400)],
            [
                OPENED,
                "10:30 drip resolved cleared",
                "10:30 drip opened critical stop-infusion since 10:20",
                OVER,
            ],
            id="heard of two rates late",
        ),
        pytest.param(
            [start(100), rate("10:10", 300), on("10:20", "event-retracted", retracts="e2")],
            ["10:10 drip opened critical stop-infusion", "10:20 drip resolved retracted"],
            id="the rate is retracted",
        ),
        pytest.param(
            [start(230), rate("10:10", 60), on("10:20", "event-retracted", retracts="e2")],
            [
                OPENED,
                "10:10 drip resolved cleared",
                "10:20 drip opened critical stop-infusion since 10:00",
                OVER,
            ],
            id="it comes back when the slowing is retracted",
        ),
        pytest.param(
            [start(230), on("10:05", "event-retracted", retracts="e1")],
            [OPENED, "10:05 drip resolved retracted"],
            id="the start is retracted",
        ),
        pytest.param(
            [
                start(230),
                on("10:00", "infusion-started", rate_ml_per_h=23, event_id="e1", recorded_at="10:05", accepted="10:05"),
            ],
            [OPENED, "10:05 drip resolved corrected"],
            id="the start is corrected",
        ),
        pytest.param(
            [start(), on("10:02", "infusion-started", rate_ml_per_h=230)],
            ["10:02 drip opened critical stop-infusion", OVER],
            id="a second source knows the rate",
        ),
        pytest.param(
            [start(110), on("10:02", "infusion-started", volume_ml=100)],
            ["10:02 drip opened critical stop-infusion since 10:00", OVER],
            id="a second source knows the volume",
        ),
        pytest.param(
            [start(230), on("10:10", "alert-acknowledged", alert=RULE), rate("10:20", 50)],
            [OPENED, "10:10 drip acknowledged critical stop-infusion since 10:00", "10:20 drip resolved cleared"],
            id="acknowledged it stays",
        ),
        pytest.param([start(230, route="subcutaneous")], [], id="a route that is no infusion"),
        pytest.param([rate("10:00", 999), stop("10:20")], [], id="no start is known"),
    ],
)
def test_what_is_known_late_or_taken_back(story: list[Told], told: list[str]) -> None:
    assert tell(*story, about=RULE, until="20:00") == told
