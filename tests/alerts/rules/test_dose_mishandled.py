import pytest

from tests.alerts.story import Told, on, revisions, tell
from tests.alerts.unfit_dose import ASKED, DISCARDED, INFUSED, OPENED, Case, any_fate, asks_of, drip, told_of

RULE = "dose-mishandled"
SHAKEN = on("08:00", "dose-mishandled", kind="shaken")
LATER = "10:20 bag opened critical review"


@any_fate
def test_what_becomes_of_it(case: Case) -> None:
    assert told_of(case, SHAKEN, RULE) == case.told


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param([on("07:00", "dose-prepared")], [], id="handled well"),
        pytest.param([on("08:00", "dose-mishandled", kind="frozen")], [OPENED], id="frozen"),
        pytest.param([on("07:00", "dose-prepared"), SHAKEN], [OPENED], id="diluted before"),
        pytest.param([SHAKEN, on("09:00", "dose-prepared")], [OPENED], id="mishandled before the dilution"),
        pytest.param([SHAKEN, on("09:00", "dose-mishandled", kind="frozen")], [OPENED], id="the first counts"),
        pytest.param(
            [SHAKEN, on("07:30", "dose-mishandled", accepted="09:00")],
            [OPENED, "09:00 bag updated critical discard-dose since 07:30"],
            id="heard of the first late",
        ),
        pytest.param(
            [SHAKEN, on("09:00", "dose-mishandled"), on("10:00", "event-retracted", retracts="e1")],
            [OPENED, "10:00 bag updated critical discard-dose since 09:00"],
            id="the second counts when the first is retracted",
        ),
        pytest.param([DISCARDED, on("09:00", "dose-mishandled")], [], id="when it was discarded"),
        pytest.param([DISCARDED, on("09:00:01", "dose-mishandled")], [], id="after it was discarded"),
        pytest.param(
            [on("08:59:59", "dose-mishandled"), DISCARDED],
            ["08:59:59 bag opened critical discard-dose", "09:00 bag resolved cleared"],
            id="before it was discarded",
        ),
        pytest.param([drip("10:00"), on("10:20", "dose-mishandled")], [LATER], id="while it runs"),
        pytest.param(
            [drip("10:00"), on("10:20", "dose-mishandled"), on("10:30", "dose-discarded")],
            [LATER],
            id="while it runs, and the rest discarded",
        ),
        pytest.param(
            [drip("10:00"), on("10:10", "infusion-stopped"), on("10:20", "dose-mishandled")],
            [LATER],
            id="after it ran",
        ),
        pytest.param(
            [drip("10:00"), on("10:00", "dose-mishandled")],
            ["10:00 bag opened critical review"],
            id="as it began to run",
        ),
        pytest.param(
            [drip("10:00"), on("10:20", "dose-mishandled"), on("10:20", "alert-acknowledged", alert=RULE)],
            [LATER, "10:20 bag resolved acknowledged"],
            id="acknowledged",
        ),
        pytest.param([SHAKEN, drip("10:00"), on("10:20", "dose-mishandled")], [OPENED, INFUSED], id="before and after"),
    ],
)
def test_when_a_dose_is_mishandled(story: list[Told], told: list[str]) -> None:
    assert tell(*story, about=RULE, until="20:00") == told


def test_what_it_says() -> None:
    opened, worsened = (alert for alert in revisions(SHAKEN, drip("10:00")) if alert.rule == RULE)
    assert opened.summary == "Unfit dose: the dose was shaken"
    assert worsened.summary == "An unfit dose was infused: the dose was shaken"


def test_what_it_asks_for() -> None:
    assert asks_of(SHAKEN, RULE) == ASKED
