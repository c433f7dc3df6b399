import pytest

from tests.alerts.story import Told, on, revisions, tell

RULE = "infusion-too-fast"
OPENED = "10:00 drip opened critical stop-infusion"
OVER = "14:00 drip resolved cleared"


def start(rate: object = None, volume: object = None, **fields: str) -> Told:
    return on("10:00", "infusion-started", rate_ml_per_h=rate, volume_ml=volume, **fields)


def rate(at: str, rate: object, accepted: str | None = None) -> Told:
    return on(at, "infusion-rate-changed", rate_ml_per_h=rate, accepted=accepted)


def pause(at: str) -> Told:
    return on(at, "infusion-paused")


def resume(at: str) -> Told:
    return on(at, "infusion-resumed")


def stop(at: str) -> Told:
    return on(at, "infusion-stopped")


BAG = on("09:00", "dose-prepared", dose_mg=300, diluent_volume_ml=100)


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param([start(115)], [], id="115 mL in exactly an hour, by the policy's volume"),
        pytest.param([start("115.000000000000000000001")], [OPENED, OVER], id="a trifle faster"),
        pytest.param(
            [start(), rate("10:10", 1000), rate("10:10", 1000)],
            ["10:10 drip opened critical stop-infusion", OVER],
            id="set twice at one instant, to the same rate",
        ),
        pytest.param([start(100, volume=100)], [], id="the infusion's own volume"),
        pytest.param([start("100.01", volume=100)], [OPENED, OVER], id="too fast for its own volume"),
        pytest.param([start("99.99", volume=100)], [], id="slow enough for its own volume"),
        pytest.param([BAG, start(115, preparation_id="bag")], [], id="the volume of its dose"),
        pytest.param(
            [
                on("09:00", "dose-prepared", dose_mg=300, diluent_volume_ml=50),
                start("65", preparation_id="bag"),
            ],
            [],
            id="the volume of a smaller dose, in an hour",
        ),
        pytest.param(
            [
                on("09:00", "dose-prepared", dose_mg=300, diluent_volume_ml=50),
                start("65.01", preparation_id="bag"),
            ],
            [OPENED, OVER],
            id="the volume of a smaller dose, faster",
        ),
        pytest.param(
            [start("115.01", preparation_id="bag")], [OPENED, OVER], id="a dose that nobody knows: the policy's volume"
        ),
        pytest.param(
            [on("09:00", "dose-mishandled"), start("115.01", preparation_id="bag")],
            [OPENED, OVER],
            id="a dose of which no dilution is known: the policy's volume",
        ),
        pytest.param([start(), stop("10:20")], [], id="no rate is ever known"),
        pytest.param([start(0)], [], id="it stands still from the start"),
        pytest.param([start(230), stop("10:30")], [OPENED, "10:30 drip resolved cleared"], id="until the stop"),
        pytest.param([start(230), stop("10:00")], [OPENED, "10:00 drip resolved cleared"], id="stopped at once"),
        pytest.param(
            [start(230, accepted="09:58"), on("10:00", "infusion-stopped", accepted="09:59")],
            [],
            id="stopped at once, as is known before it starts by our clock",
        ),
        pytest.param(
            [start(230), rate("10:10", 92)], [OPENED, "10:10 drip resolved cleared"], id="slowed to exactly an hour"
        ),
        pytest.param([start(230), rate("10:10", "92.01")], [OPENED, OVER], id="slowed, but not enough"),
        pytest.param(
            [start(115), rate("10:30", "115.01")],
            ["10:30 drip opened critical stop-infusion", OVER],
            id="sped up half way",
        ),
        pytest.param(
            [start(100), rate("10:30", 130)], [], id="sped up half way, an hour still (30 min, then 65 mL at 130 mL/h)"
        ),
        pytest.param(
            [start(100), rate("10:30", "130.01")],
            ["10:30 drip opened critical stop-infusion", OVER],
            id="sped up half way, less than an hour",
        ),
        pytest.param(
            [start(230), rate("10:05", 50), rate("10:10", 300)],
            [
                OPENED,
                "10:05 drip resolved cleared",
                "10:10 drip opened critical stop-infusion",
                OVER,
            ],
            id="slowed and sped up again",
        ),
        pytest.param(
            [start(), rate("10:20", 172)], [], id="a rate known after 20 min: 20 min, then 115 mL at 172 mL/h"
        ),
        pytest.param(
            [start(), rate("10:20", "172.51")],
            ["10:20 drip opened critical stop-infusion", OVER],
            id="a rate known after 20 min, too fast",
        ),
        pytest.param(
            [start(), pause("10:05"), resume("10:20"), rate("10:20", 130)],
            ["10:20 drip opened critical stop-infusion", OVER],
            id="a rate known after 20 min, of which it ran for 5",
        ),
        pytest.param(
            [start(230), pause("10:10"), resume("12:00"), stop("12:20")],
            [OPENED, "12:20 drip resolved cleared"],
            id="a pause ends nothing, and neither does a resumption",
        ),
        pytest.param(
            [start(230), pause("10:10"), rate("11:00", 92), resume("11:30")],
            [OPENED, "11:00 drip resolved cleared"],
            id="slowed during a pause, which is no running time",
        ),
        pytest.param(
            [start(230), pause("10:10"), rate("11:00", "92.01"), resume("11:30")],
            [OPENED, OVER],
            id="slowed during a pause, but not enough",
        ),
        pytest.param(
            [start(230), rate("10:10", 0), stop("12:00")],
            [OPENED, "12:00 drip resolved cleared"],
            id="a rate of 0 is a pause",
        ),
        pytest.param(
            [start(230), rate("10:10", 0), rate("11:00", 92)],
            [OPENED, "11:00 drip resolved cleared"],
            id="after a rate of 0 slowed to an hour",
        ),
        pytest.param(
            [start(230), rate("10:10", 0), resume("11:00"), rate("11:10", "57.5")],
            [OPENED, "11:10 drip resolved cleared"],
            id="after a rate of 0 resumed at the rate it had, then slowed to exactly an hour",
        ),
        pytest.param(
            [start(230), rate("10:00", 0), resume("10:20"), stop("10:50")],
            [
                OPENED,
                "10:00 drip resolved cleared",
                "10:20 drip opened critical stop-infusion",
                "10:50 drip resolved cleared",
            ],
            id="set to 0 at the instant of its start, resumed at the rate it started with",
        ),
        pytest.param(
            [start(230), resume("10:10"), rate("10:10", 92)],
            [OPENED, "10:10 drip resolved cleared"],
            id="a resumption without a pause",
        ),
        pytest.param([start(230), rate("10:00", 100)], [OPENED, "10:00 drip resolved cleared"], id="slowed at once"),
        pytest.param(
            [start(100), rate("10:00", 230)], [OPENED, OVER], id="a rate change at the start itself comes after it"
        ),
        pytest.param([start(230), pause("10:00")], [OPENED, OVER], id="paused at once"),
        pytest.param(
            [start(100), rate("10:10", 60), rate("10:10", 300)],
            ["10:10 drip opened critical stop-infusion", OVER],
            id="of two rates at one instant the higher counts",
        ),
        pytest.param(
            [start(100), rate("10:10", 300), rate("10:10", 60)],
            ["10:10 drip opened critical stop-infusion", OVER],
            id="of two rates at one instant the higher counts, whichever comes first",
        ),
        pytest.param([rate("09:50", 300), start(100)], [], id="the start's own rate counts, not one from before it"),
        pytest.param([rate("09:50", 300), start()], [OPENED, OVER], id="a rate from before a start that names none"),
        pytest.param(
            [rate("09:40", 100), rate("09:50", 300), rate("09:50", 200), start()],
            [OPENED, OVER],
            id="the last rate from before the start",
        ),
        pytest.param([rate("09:50", 0), start(100)], [], id="a standstill from before the start"),
        pytest.param([pause("09:50"), start(100), rate("10:15", "120")], [], id="a pause from before the start"),
        pytest.param([start(100), stop("10:30"), rate("10:30", 999)], [], id="a rate at the stop"),
        pytest.param([start(100), stop("10:30"), rate("10:40", 999)], [], id="a rate after the stop"),
        pytest.param([start(20), rate("14:00", 999)], [], id="a rate after it counts as over"),
        pytest.param(
            [start(20), rate("14:30", 999), stop("15:00")],
            [],
            id="a rate after it counted as over, if it has run for long enough",
        ),
        pytest.param(
            [start(230), rate("11:10", 400)],
            [OPENED, "11:10 drip resolved cleared"],
            id="all has run on paper, and it still runs after an hour",
        ),
        pytest.param(
            [start(230), rate("10:50", 400)],
            [OPENED, OVER],
            id="all has run on paper, and it still runs, not yet an hour",
        ),
    ],
)
def test_when_an_infusion_is_too_fast(story: list[Told], told: list[str]) -> None:
    lines = tell(*story, about=RULE, until="20:00")
    assert [line for line in lines if " updated " not in line] == told


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        ('[infusion]\nminimum_duration = "2 h"', [OPENED, OVER]),
        ("[preparation]\ndiluent_volume_ml = 85", [OPENED, OVER]),
        ("[preparation]\ndiluent_volume_ml = 86", []),
        ("[preparation]\nconcentration_mg_per_ml = 300", []),
        ("[preparation]\nconcentration_mg_per_ml = 400", [OPENED, OVER]),
    ],
)
def test_a_site_has_its_own_numbers(policy: str, told: list[str]) -> None:
    assert tell(start(101), about=RULE, until="20:00", policy=policy) == told


def test_it_says_at_which_rate_and_how_long_it_takes() -> None:
    first, second = (alert for alert in revisions(start(230), rate("10:10", "100.5")) if alert.rule == RULE)
    assert first.summary == "Infusion too fast: at 230 mL/h it takes 30 min; 1 h at least"
    assert second.summary == "Infusion too fast: at 100.5 mL/h it takes 55 min; 1 h at least"
    assert second.change == "updated"
    assert [each.event_id for each in first.evidence] == ["e1"]
    assert [each.event_id for each in second.evidence] == ["e1", "e2"]


def test_the_evidence_is_the_first_and_the_latest_rate() -> None:
    story = start(230), rate("10:05", 200), rate("10:10", 180)
    *_, third = (alert for alert in revisions(*story) if alert.rule == RULE)
    assert [each.event_id for each in third.evidence] == ["e1", "e3"]
