import pytest

from tests.alerts.story import Told, on, tell

RULE = "observation-missed"
START = on("10:00", "infusion-started")
STOP = on("11:00", "infusion-stopped")
OPENED = "12:30 drip opened warning review"


def released(at: str, accepted: str | None = None) -> Told:
    return on(at, "observation-ended", accepted=accepted)


@pytest.mark.parametrize(
    ("story", "until", "told"),
    [
        pytest.param([START, STOP], "12:29:59.999999", [], id="the grace is not over"),
        pytest.param([START, STOP], "12:30", [OPENED], id="the grace is over"),
        pytest.param([START, STOP, released("12:30")], "20:00", [], id="recorded at the very limit"),
        pytest.param([START, STOP, released("12:00")], "20:00", [], id="recorded in time"),
        pytest.param([START, STOP, released("11:10")], "20:00", [], id="too short is not missed"),
        pytest.param([START, released("10:50"), STOP], "20:00", [], id="before the stop is not missed"),
        pytest.param(
            [START, STOP, released("12:30:01")],
            "20:00",
            [OPENED, "12:30:01 drip resolved cleared"],
            id="recorded after the limit",
        ),
        pytest.param(
            [START, STOP, released("12:00", accepted="13:00")],
            "20:00",
            [OPENED, "13:00 drip resolved cleared"],
            id="heard of the release late",
        ),
        pytest.param([START], "20:00", [], id="no stop is recorded"),
        pytest.param([STOP], "20:00", [OPENED], id="no start is known"),
        pytest.param(
            [on("10:00", "infusion-started", route="iv-bolus"), STOP], "20:00", [OPENED], id="every route, a bolus too"
        ),
        pytest.param(
            [START, STOP, on("11:30", "infusion-stopped", accepted="12:40")],
            "20:00",
            [OPENED, "12:40 drip resolved cleared", "13:00 drip opened warning review"],
            id="heard of a later stop",
        ),
        pytest.param(
            [START, STOP, released("12:00"), on("13:00", "event-retracted", retracts="e3")],
            "20:00",
            ["13:00 drip opened warning review since 12:30"],
            id="it comes back when the release is retracted",
        ),
        pytest.param(
            [START, STOP, on("13:00", "event-retracted", retracts="e2")],
            "20:00",
            [OPENED, "13:00 drip resolved retracted"],
            id="it goes when the stop is retracted",
        ),
        pytest.param(
            [START, STOP, on("13:00", "alert-acknowledged", alert=RULE), released("14:00")],
            "20:00",
            [OPENED, "13:00 drip acknowledged warning review since 12:30", "14:00 drip resolved cleared"],
            id="acknowledged it stays",
        ),
    ],
)
def test_when_the_end_of_the_observation_is_missed(story: list[Told], until: str, told: list[str]) -> None:
    assert tell(*story, about=RULE, until=until) == told


def test_a_site_may_give_no_grace() -> None:
    policy = '[infusion]\nobservation_grace = "0 min"'
    assert tell(STOP, about=RULE, until="12:00", policy=policy) == ["12:00 drip opened warning review"]
