import pytest

from tests.alerts.story import Told, on, revisions, tell

RULE = "infusion-too-short"
START = on("10:00", "infusion-started")
HALF = "10:30 drip opened warning review"


def stop(at: str, reason: str = "completed", volume: object = None, accepted: str | None = None) -> Told:
    return on(at, "infusion-stopped", reason=reason, accepted=accepted, volume_infused_ml=volume)


def pause(at: str) -> Told:
    return on(at, "infusion-paused")


def resume(at: str) -> Told:
    return on(at, "infusion-resumed")


def rate(at: str, rate: object) -> Told:
    return on(at, "infusion-rate-changed", rate_ml_per_h=rate)


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param(
            [START, stop("10:30", "aborted"), stop("10:30", "aborted", 60)],
            [HALF],
            id="of two stops at once the one that says that more had run",
        ),
        pytest.param([START, stop("11:00")], [], id="an hour"),
        pytest.param(
            [on("10:00", "infusion-started", rate_ml_per_h=0), stop("12:00")],
            ["12:00 drip opened warning review"],
            id="started at a rate of zero, and never set otherwise",
        ),
        pytest.param([START, stop("11:00:01")], [], id="more than an hour"),
        pytest.param(
            [START, stop("10:59:59.999999")],
            ["10:59:59.999999 drip opened warning review"],
            id="less than an hour",
        ),
        pytest.param([START, stop("10:00")], ["10:00 drip opened warning review"], id="stopped at once"),
        pytest.param(
            [START, pause("10:10"), resume("10:20"), stop("11:09:59")],
            ["11:09:59 drip opened warning review"],
            id="less than an hour without the pause",
        ),
        pytest.param([START, pause("10:10"), resume("10:20"), stop("11:10")], [], id="an hour without the pause"),
        pytest.param(
            [START, rate("10:10", 0), rate("10:20", 60), stop("11:09:59")],
            ["11:09:59 drip opened warning review"],
            id="a rate of 0 is a pause",
        ),
        pytest.param([START, rate("10:10", 0), rate("10:20", 60), stop("11:10")], [], id="which another rate ends"),
        pytest.param([START, rate("10:10", 0), resume("10:20"), stop("11:10")], [], id="or a resumption"),
        pytest.param(
            [START, pause("10:50"), stop("12:00")],
            ["12:00 drip opened warning review"],
            id="a pause that nobody ended lasts to the stop",
        ),
        pytest.param(
            [START, pause("10:10"), rate("10:20", 60), stop("12:00")],
            ["12:00 drip opened warning review"],
            id="a rate that is set during a pause does not end it",
        ),
        pytest.param([START, resume("10:10"), stop("11:00")], [], id="a resumption without a pause"),
        pytest.param([START, pause("10:10"), resume("10:10"), stop("11:00")], [], id="a pause of no time at all"),
        pytest.param([START, resume("10:10"), pause("10:10"), stop("11:00")], [], id="told the other way round"),
        pytest.param(
            [START, pause("10:10"), resume("10:20"), pause("10:20"), resume("10:30"), stop("11:10")],
            ["11:10 drip opened warning review"],
            id="two pauses that touch are one",
        ),
        pytest.param(
            [START, pause("10:10"), pause("10:15"), resume("10:20"), stop("11:10")], [], id="told of the pause twice"
        ),
        pytest.param([pause("09:50"), START, stop("11:00")], [], id="a pause from before the start"),
        pytest.param(
            [START, pause("10:10"), stop("11:00"), resume("11:10")],
            ["11:00 drip opened warning review"],
            id="a resumption after the stop",
        ),
        pytest.param([START, stop("11:00"), pause("11:00"), pause("11:10")], [], id="a pause at the stop or after it"),
        pytest.param([START, stop("10:30", "aborted")], [], id="aborted, nobody knows what had run"),
        pytest.param([START, stop("10:30", "aborted", "57.5")], [], id="aborted, exactly as much as may have run"),
        pytest.param([START, stop("10:30", "aborted", "57.51")], [HALF], id="aborted, more had run"),
        pytest.param([START, stop("10:30", "reaction", "57.51")], [HALF], id="stopped for a reaction, more had run"),
        pytest.param([START, stop("10:30", "other", "57.51")], [HALF], id="stopped for another reason, more had run"),
        pytest.param([START, stop("10:30", "aborted", 0)], [], id="aborted, nothing had run"),
        pytest.param([START, stop("10:00", "aborted", 0)], [], id="aborted at once, nothing had run"),
        pytest.param(
            [START, stop("10:00", "aborted", "0.1")],
            ["10:00 drip opened warning review"],
            id="aborted at once, something had run",
        ),
        pytest.param(
            [START, pause("10:10"), stop("10:30", "aborted", "19.17")],
            [HALF],
            id="aborted during a pause, more had run in 10 min",
        ),
        pytest.param([START, pause("10:10"), stop("10:30", "aborted", "19.16")], [], id="aborted during a pause"),
        pytest.param([START, stop("11:00", "aborted", 300)], [], id="aborted after an hour"),
        pytest.param([START, stop("10:30", "completed", 1)], [HALF], id="completed, whatever had run"),
        pytest.param(
            [on("10:00", "infusion-started", volume_ml=100), stop("10:30", "aborted", 50)], [], id="its own volume"
        ),
        pytest.param(
            [on("10:00", "infusion-started", volume_ml=100), stop("10:30", "aborted", "50.01")],
            [HALF],
            id="its own volume, more had run",
        ),
        pytest.param(
            [
                on("09:00", "dose-prepared", diluent_volume_ml=85),
                on("10:00", "infusion-started", preparation_id="bag"),
                stop("10:30", "aborted", "50.01"),
            ],
            [HALF],
            id="its dose's volume, more had run",
        ),
        pytest.param(
            [START, stop("10:30"), stop("11:00", "aborted")],
            [HALF, "11:00 drip resolved cleared"],
            id="of two stops the later counts",
        ),
        pytest.param(
            [START, stop("10:30", "aborted"), stop("10:30")], [HALF], id="of two stops at one instant the worse counts"
        ),
        pytest.param(
            [START, stop("10:30", "other", "57.51"), stop("10:30", "other", 1)],
            [HALF],
            id="of two stops at one instant the worse counts, here the volume",
        ),
        pytest.param(
            [START, stop("10:30"), on("09:45", "infusion-started", accepted="10:40")],
            [HALF, "10:40 drip updated warning review since 10:30"],
            id="an earlier start",
        ),
        pytest.param(
            [START, stop("10:30"), on("09:30", "infusion-started", accepted="10:40")],
            [HALF, "10:40 drip resolved cleared"],
            id="an earlier start makes it an hour",
        ),
        pytest.param(
            [START, stop("10:30"), on("10:40", "alert-acknowledged", alert=RULE)],
            [HALF, "10:40 drip resolved acknowledged"],
            id="acknowledged",
        ),
        pytest.param(
            [START, stop("10:30"), on("10:40", "event-retracted", retracts="e2"), stop("11:00")],
            [HALF, "10:40 drip resolved retracted"],
            id="the stop is retracted",
        ),
        pytest.param(
            [START, stop("10:30", accepted="12:00")], ["12:00 drip opened warning review since 10:30"], id="heard late"
        ),
        pytest.param([on("10:00", "infusion-started", route="iv-bolus"), stop("10:01")], [], id="no infusion at all"),
        pytest.param([START], [], id="no stop is recorded, though it counts as over"),
        pytest.param([stop("10:30")], [], id="no start is known"),
    ],
)
def test_when_an_infusion_was_too_short(story: list[Told], told: list[str]) -> None:
    assert tell(*story, about=RULE, until="20:00") == told


@pytest.mark.parametrize(
    ("stopped", "summary"),
    [
        (stop("10:30:59"), "Infused too fast: 30 min of running time; 1 h at least"),
        (stop("10:30", "aborted", "60.5"), "Infused too fast: 30 min of running time for 60.5 mL; 1 h at least"),
    ],
)
def test_what_it_says(stopped: Told, summary: str) -> None:
    (alert,) = (alert for alert in revisions(START, stopped) if alert.rule == RULE)
    assert alert.summary == summary


def test_a_site_may_infuse_for_longer() -> None:
    policy = '[infusion]\nminimum_duration = "90 min"'
    assert tell(START, stop("11:29:59"), about=RULE, policy=policy) == ["11:29:59 drip opened warning review"]
    assert tell(START, stop("11:30"), about=RULE, policy=policy) == []


@pytest.mark.parametrize(
    "before",
    [
        pytest.param(on("09:00", "infusion-started", infusion_id="a"), id="one that runs"),
        pytest.param(on("09:00", "infusion-stopped", infusion_id="a", reason="completed"), id="one without a start"),
        pytest.param(on("09:00", "infusion-started", infusion_id="a", route="iv-bolus"), id="one by another route"),
    ],
)
def test_an_infusion_that_cannot_be_judged_hides_none_after_it(before: Told) -> None:
    assert tell(before, START, stop("10:30"), about=RULE) == [HALF]
