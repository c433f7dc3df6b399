import pytest

from tests.alerts.story import Told, on, revisions, tell
from tests.alerts.unfit_dose import ASKED, OPENED, Case, any_fate, asks_of, drip, told_of

RULE = "wrong-diluent"
WRONG = on("08:00", "dose-prepared", diluent="glucose-5")
RIGHT = on("08:00", "dose-prepared")


@any_fate
def test_what_becomes_of_it(case: Case) -> None:
    assert told_of(case, WRONG, RULE) == case.told


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param([RIGHT], [], id="0.9 % sodium chloride"),
        pytest.param([RIGHT, drip("10:00")], [], id="0.9 % sodium chloride, infused"),
        pytest.param([on("08:00", "dose-prepared", diluent="Sodium-Chloride-0.9 ")], [], id="in capitals"),
        pytest.param([on("08:00", "dose-prepared", diluent="sodium-chloride-0.45")], [OPENED], id="half as strong"),
        pytest.param([on("08:00", "dose-prepared", diluent="water")], [OPENED], id="water"),
        pytest.param([RIGHT, WRONG], [OPENED], id="two tell of it at one instant: the worse counts"),
        pytest.param([WRONG, on("09:00", "dose-prepared")], [OPENED], id="told again, right: the first still counts"),
        pytest.param(
            [RIGHT, on("09:00", "dose-prepared", diluent="water")],
            ["09:00 bag opened critical discard-dose"],
            id="told again, wrong",
        ),
        pytest.param(
            [WRONG, on("08:00", "dose-prepared", accepted="09:00", recorded_at="09:00", event_id="e1")],
            [OPENED, "09:00 bag resolved corrected"],
            id="corrected",
        ),
        pytest.param(
            [
                on("08:00", "dose-prepared", event_id="right", recorded_at="08:30", accepted="08:30"),
                on("08:00", "dose-prepared", event_id="right", diluent="water", accepted="09:00"),
            ],
            [],
            id="corrected before what was wrong arrives",
        ),
        pytest.param(
            [drip("10:00"), on("08:00", "dose-prepared", diluent="water", accepted="12:00")],
            ["12:00 bag opened critical review since 10:00"],
            id="heard of only after the infusion",
        ),
        pytest.param(
            [drip("07:50"), on("08:00", "dose-prepared", diluent="water")],
            ["08:00 bag opened critical review since 07:50"],
            id="diluted after its infusion, by the clocks",
        ),
        pytest.param([WRONG, drip("08:00")], [OPENED, "08:00 bag worsened critical review"], id="infused at once"),
        pytest.param([WRONG, on("10:00", "infusion-started")], [OPENED], id="an infusion that names no dose"),
        pytest.param(
            [WRONG, on("10:00", "infusion-started"), drip("10:05")],
            [OPENED, "10:05 bag worsened critical review since 10:00"],
            id="an infusion of which the dose is named later",
        ),
        pytest.param(
            [WRONG, on("10:00", "infusion-stopped"), drip("10:00", accepted="10:10")],
            [OPENED, "10:10 bag worsened critical review since 10:00"],
            id="known by its stop first",
        ),
    ],
)
def test_which_diluent_is_wrong(story: list[Told], told: list[str]) -> None:
    assert tell(*story, about=RULE, until="20:00") == told


def test_a_site_may_allow_others() -> None:
    policy = '[preparation]\ndiluents = ["Glucose-5", "sodium-chloride-0.9"]'
    assert tell(WRONG, about=RULE, until="20:00", policy=policy) == []
    assert tell(RIGHT, about=RULE, until="20:00", policy=policy) == []


def test_what_it_says() -> None:
    opened, worsened = (alert for alert in revisions(WRONG, drip("10:00")) if alert.rule == RULE)
    assert opened.summary == "Unfit dose: wrong diluent; allowed: sodium-chloride-0.9"
    assert worsened.summary == "An unfit dose was infused: wrong diluent; allowed: sodium-chloride-0.9"
    assert [each.fact for each in worsened.evidence] == ["diluted with glucose-5", "infusion from it started"]
    assert opened.alert_id == worsened.alert_id


def test_what_it_asks_for() -> None:
    assert asks_of(WRONG, RULE) == ASKED
