import pytest

from tests.alerts.story import Told, on, revisions, tell

RULE = "prohibited-route"
BOLUS = on("10:00", "infusion-started", route="iv-bolus")
OPENED = "10:00 drip opened critical stop-infusion"
OVER = "14:00 drip updated critical review since 10:00"


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param([on("10:00", "infusion-started", route="iv-infusion")], [], id="an infusion"),
        *(
            pytest.param([on("10:00", "infusion-started", route=route)], [OPENED, OVER], id=route)
            for route in ("iv-bolus", "subcutaneous", "intramuscular", "other")
        ),
        pytest.param(
            [BOLUS, on("10:02", "infusion-stopped")],
            [OPENED, "10:02 drip updated critical review since 10:00"],
            id="stopped",
        ),
        pytest.param(
            [BOLUS, on("10:00", "infusion-stopped")],
            [OPENED, "10:00 drip updated critical review"],
            id="stopped at once",
        ),
        pytest.param(
            [BOLUS, on("10:01", "alert-acknowledged", alert=RULE), on("10:02", "infusion-stopped")],
            [OPENED, "10:01 drip resolved acknowledged"],
            id="acknowledged while it runs",
        ),
        pytest.param(
            [BOLUS, on("10:02", "infusion-stopped"), on("11:00", "alert-acknowledged", alert=RULE)],
            [OPENED, "10:02 drip updated critical review since 10:00", "11:00 drip resolved acknowledged"],
            id="acknowledged after it",
        ),
        pytest.param(
            [BOLUS, on("09:59", "alert-acknowledged", alert=RULE, accepted="10:05")],
            [OPENED, OVER],
            id="an acknowledgement from before it says nothing about it",
        ),
        pytest.param(
            [BOLUS, on("10:05", "event-retracted", retracts="e1")],
            [OPENED, "10:05 drip resolved retracted"],
            id="retracted",
        ),
        pytest.param(
            [BOLUS, on("10:00", "infusion-started", event_id="e1", recorded_at="10:05", accepted="10:05")],
            [OPENED, "10:05 drip resolved corrected"],
            id="corrected",
        ),
        pytest.param(
            [on("10:00", "infusion-started"), on("10:01", "infusion-started", route="iv-bolus")],
            ["10:01 drip opened critical stop-infusion", "14:00 drip updated critical review since 10:01"],
            id="a second source says bolus",
        ),
        pytest.param([on("10:00", "infusion-stopped")], [], id="no start is known"),
    ],
)
def test_which_route_is_prohibited(story: list[Told], told: list[str]) -> None:
    assert tell(*story, about=RULE, until="20:00") == told


def test_a_site_may_allow_another_route() -> None:
    policy = '[infusion]\nroutes = ["iv-infusion", "subcutaneous"]'
    story = [on("10:00", "infusion-started", route="subcutaneous")]
    assert tell(*story, about=RULE, until="20:00", policy=policy) == []


def test_what_it_says() -> None:
    (alert,) = (alert for alert in revisions(BOLUS) if alert.rule == RULE)
    assert alert.summary == "Given by a prohibited route: iv-bolus"
