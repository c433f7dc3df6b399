"""A therapy that nobody ended, and of which no infusion came for 180 days, is looked at."""

import pytest

from tests.alerts.story import Told, on, tell

RULE = "therapy-lapsed"
BEGUN = on("2026-01-01", "therapy-started")
LAPSED = "2026-06-30 00:00 patient opened info review"


def infused(at: str, accepted: str | None = None, infusion: str = "drip") -> Told:
    return on(at, "infusion-started", accepted=accepted, infusion_id=infusion)


@pytest.mark.parametrize(
    ("story", "until", "told"),
    [
        pytest.param([BEGUN], "2026-06-29 23:59:59.999999", [], id="180 days are not over"),
        pytest.param([BEGUN], "2026-06-30", [LAPSED], id="180 days are over"),
        pytest.param(
            [BEGUN, infused("2026-03-01 10:00")],
            "2026-12-31",
            ["2026-08-28 10:00 patient opened info review"],
            id="180 days count from the start of the last infusion",
        ),
        pytest.param(
            [infused("10:00"), on("11:00", "infusion-stopped")],
            "2026-12-31",
            ["2026-06-30 10:00 patient opened info review"],
            id="an infusion begins a therapy; its stop does not matter",
        ),
        pytest.param(
            [BEGUN, infused("2026-03-01 10:00"), infused("2026-03-02 10:00")],
            "2026-12-31",
            ["2026-08-28 10:00 patient opened info review"],
            id="an infusion that is started again counts from its earliest start",
        ),
        pytest.param(
            [BEGUN, infused("2026-06-30")],
            "2026-12-31",
            ["2026-12-27 00:00 patient opened info review"],
            id="an infusion at the very lapse is in time",
        ),
        pytest.param(
            [BEGUN, infused("2026-06-30 00:00:00.000001")],
            "2026-12-01",
            [LAPSED, "2026-06-30 00:00:00.000001 patient resolved cleared"],
            id="an infusion after the lapse begins the next therapy",
        ),
        pytest.param(
            [BEGUN, on("2026-03-01", "therapy-started"), on("2026-03-01", "dose-prepared")],
            "2026-12-31",
            [LAPSED],
            id="neither a second start nor a dose puts the lapse off",
        ),
        pytest.param(
            [BEGUN, on("2026-06-30", "therapy-started")], "2026-12-01", [], id="begun again at the very lapse"
        ),
        pytest.param(
            [on("08:00", "dose-prepared")],
            "2026-12-31",
            ["2026-06-30 08:00 patient opened info review"],
            id="a prepared dose begins a therapy",
        ),
        pytest.param(
            [on("08:00", "dose-prepared"), on("09:00", "dose-discarded")],
            "2026-12-31",
            [],
            id="a dose that was discarded unused begins none",
        ),
        pytest.param(
            [
                on("08:00", "dose-prepared"),
                on("09:00", "infusion-started", preparation_id="bag"),
                on("10:00", "dose-discarded"),
            ],
            "2026-12-31",
            ["2026-06-30 09:00 patient opened info review"],
            id="a dose that was used and then discarded does",
        ),
        pytest.param(
            [BEGUN, on("2026-07-05", "dose-prepared"), on("2026-07-06", "dose-discarded")],
            "2026-12-31",
            [
                LAPSED,
                "2026-07-05 00:00 patient resolved cleared",
                "2026-07-06 00:00 patient opened info review since 2026-06-30 00:00",
            ],
            id="a dose ends the lapse until it is discarded unused",
        ),
        pytest.param([BEGUN, on("2026-03-01", "therapy-discontinued")], "2026-12-31", [], id="discontinued before"),
        pytest.param(
            [BEGUN, on("2026-06-30", "therapy-discontinued")], "2026-12-31", [], id="discontinued at the very lapse"
        ),
        pytest.param(
            [BEGUN, on("2026-07-01", "therapy-discontinued")],
            "2026-12-31",
            [LAPSED, "2026-07-01 00:00 patient resolved cleared"],
            id="discontinued after the lapse",
        ),
        pytest.param(
            [BEGUN, on("2026-06-01", "therapy-discontinued", accepted="2026-07-01")],
            "2026-12-31",
            [LAPSED, "2026-07-01 00:00 patient resolved cleared"],
            id="that it was discontinued before is heard of late",
        ),
        pytest.param(
            [BEGUN, infused("2026-03-01"), on("2026-07-10", "event-retracted", retracts="e2")],
            "2026-12-31",
            ["2026-07-10 00:00 patient opened info review since 2026-06-30 00:00"],
            id="it comes back when the infusion is retracted",
        ),
        pytest.param(
            [BEGUN, infused("2026-03-01", accepted="2026-07-10")],
            "2026-08-01",
            [LAPSED, "2026-07-10 00:00 patient resolved cleared"],
            id="it goes when an infusion is heard of late",
        ),
        pytest.param(
            [BEGUN, on("2026-02-01", "therapy-discontinued"), on("2026-03-01", "therapy-started")],
            "2026-12-31",
            ["2026-08-28 00:00 patient opened info review"],
            id="each therapy lapses by itself",
        ),
        pytest.param(
            [BEGUN, on("2026-01-01", "therapy-discontinued")],
            "2026-12-31",
            [LAPSED],
            id="begun and discontinued at one instant: begun again",
        ),
        pytest.param([on("2026-01-01", "therapy-discontinued")], "2026-12-31", [], id="none that is known to be begun"),
        pytest.param(
            [BEGUN, on("2026-07-01", "alert-acknowledged", alert=RULE), infused("2026-08-01")],
            "2026-08-01",
            [
                LAPSED,
                "2026-07-01 00:00 patient acknowledged info review since 2026-06-30 00:00",
                "2026-08-01 00:00 patient resolved cleared",
            ],
            id="acknowledged it stays until the therapy goes on",
        ),
    ],
)
def test_when_a_therapy_has_lapsed(story: list[Told], until: str, told: list[str]) -> None:
    assert tell(*story, about=RULE, until=until) == told


def test_days_are_those_of_the_site() -> None:
    berlin = '[site]\ntime_zone = "Europe/Berlin"'
    assert tell(BEGUN, about=RULE, until="2026-07-01", policy=berlin) == [
        "2026-06-29 23:00 patient opened info review"  # 1:00 in winter, 1:00 in summer
    ]


def test_a_site_may_wait_for_less() -> None:
    policy = '[therapy]\nlapse = "8 weeks"'
    assert tell(BEGUN, about=RULE, until="2026-03-01", policy=policy) == ["2026-02-26 00:00 patient opened info review"]
