import pytest

from tests.alerts.story import Told, on, revisions, tell

RULE = "infused-while-held"
THERAPY = on("2025-12-01", "therapy-started")
INFECTED = on("08:00", "condition-started", kind="infection", condition_id="infection")
HEALED = on("12:00", "condition-resolved", kind="infection", condition_id="infection")
HELD = [THERAPY, INFECTED]
START = on("10:00", "infusion-started")
STOP = on("11:00", "infusion-stopped")
OPENED = "10:00 drip opened critical stop-infusion"
STOPPED = "11:00 drip updated critical review since 10:00"


def started(at: str) -> Told:
    return on(at, "infusion-started")


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param([THERAPY, START, STOP], [], id="nothing holds"),
        pytest.param([THERAPY, started("07:59:59"), INFECTED, STOP], [], id="before the hold"),
        pytest.param(
            [*HELD, started("08:00"), STOP],
            ["08:00 drip opened critical stop-infusion", "11:00 drip updated critical review since 08:00"],
            id="as the hold begins",
        ),
        pytest.param([*HELD, START, STOP], [OPENED, STOPPED], id="while held"),
        pytest.param([*HELD, HEALED, started("12:00")], [], id="as the hold ends"),
        pytest.param(
            [*HELD, on("11:59:59", "infusion-started"), HEALED, on("12:30", "infusion-stopped")],
            [
                "11:59:59 drip opened critical stop-infusion",
                "12:30 drip updated critical review since 11:59:59",
            ],
            id="just before the hold ends, which ends nothing",
        ),
        pytest.param(
            [*HELD, START], [OPENED, "14:00 drip updated critical review since 10:00"], id="no stop is recorded"
        ),
        pytest.param(
            [*HELD, on("10:00", "infusion-started", route="subcutaneous"), STOP], [OPENED, STOPPED], id="every route"
        ),
        pytest.param(
            [*HELD, START, STOP, on("11:30", "alert-acknowledged", alert=RULE)],
            [OPENED, STOPPED, "11:30 drip resolved acknowledged"],
            id="acknowledged",
        ),
        pytest.param(
            [*HELD, START, on("10:30", "alert-acknowledged", alert=RULE), STOP],
            [OPENED, "10:30 drip resolved acknowledged"],
            id="acknowledged while it runs",
        ),
        pytest.param(
            [*HELD, START, on("10:30", "hold-cleared", rule="active-infection"), STOP],
            [OPENED, STOPPED],
            id="a clearance of the hold ends nothing",
        ),
        pytest.param(
            [*HELD, on("09:00", "hold-cleared", rule="active-infection"), START, STOP], [], id="cleared before"
        ),
        pytest.param(
            [*HELD, START, on("09:00", "hold-cleared", rule="active-infection", accepted="10:30")],
            [OPENED, "10:30 drip resolved cleared"],
            id="heard late that it was cleared before",
        ),
        pytest.param(
            [THERAPY, START, on("08:00", "condition-started", kind="infection", accepted="10:30"), STOP],
            ["10:30 drip opened critical stop-infusion since 10:00", STOPPED],
            id="heard of the hold while it runs",
        ),
        pytest.param(
            [THERAPY, START, STOP, on("08:00", "condition-started", kind="infection", accepted="12:30")],
            ["12:30 drip opened critical review since 10:00"],
            id="heard of the hold after it",
        ),
        pytest.param(
            [*HELD, START, on("10:30", "event-retracted", retracts="e2"), STOP],
            [OPENED, "10:30 drip resolved retracted"],
            id="the hold never was",
        ),
        pytest.param(
            [*HELD, START, on("10:30", "event-retracted", retracts="e3")],
            [OPENED, "10:30 drip resolved retracted"],
            id="the start never was",
        ),
        pytest.param(
            [INFECTED, START, STOP], [OPENED, STOPPED], id="the first infusion, which begins the therapy that is held"
        ),
        pytest.param([*HELD, STOP], [], id="no start is known"),
        pytest.param(
            [
                *(THERAPY, on("07:00", "infusion-started", infusion_id="first")),
                *(on("07:10", "reaction-observed"), on("07:20", "infusion-stopped", infusion_id="first"), START, STOP),
            ],
            [OPENED, STOPPED],
            id="after a reaction to the infusion before it",
        ),
        pytest.param(
            [THERAPY, START, on("10:00", "reaction-observed"), STOP],
            [],
            id="a reaction to itself, at its very start, does not count",
        ),
    ],
)
def test_when_it_is_infused_while_held(story: list[Told], told: list[str]) -> None:
    assert tell(*story, about=RULE, until="20:00") == told


def test_it_is_one_finding_that_names_every_reason() -> None:
    story = [*HELD, on("09:00", "condition-started", kind="pregnancy"), START]
    (alert,) = (alert for alert in revisions(*story) if alert.rule == RULE)
    assert alert.summary == "Infused while held: active-infection, pregnancy"
    assert [each.event_id for each in alert.evidence] == ["e4", "e2", "e3"]
