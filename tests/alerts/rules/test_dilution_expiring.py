import pytest

from tests.alerts.story import Told, on, tell

RULE = "dilution-expiring"
OPENED = "15:00 bag opened info review due 16:00"
WARM = on("08:00", "dose-prepared", storage="room-temperature")


def drip(at: str) -> Told:
    return on(at, "infusion-started", preparation_id="bag")


@pytest.mark.parametrize(
    ("story", "until", "told"),
    [
        pytest.param([WARM], "14:59:59.999999", [], id="more than an hour before the expiry"),
        pytest.param([WARM], "15:00", [OPENED], id="an hour before the expiry"),
        pytest.param([WARM], "15:59:59", [OPENED], id="just before the expiry"),
        pytest.param([WARM], "16:00", [OPENED, "16:00 bag resolved superseded"], id="at the expiry"),
        pytest.param([on("08:00", "dose-prepared")], "15:00", [OPENED], id="unknown storage is room temperature"),
        pytest.param(
            [on("08:00", "dose-prepared", storage="refrigerated")],
            "2026-01-02 07:00",
            ["2026-01-02 07:00 bag opened info review due 2026-01-02 08:00"],
            id="in the cold",
        ),
        pytest.param([WARM, drip("14:59:59")], "20:00", [], id="infused before the warning"),
        pytest.param([WARM, drip("15:00")], "20:00", [], id="infused as the warning would come"),
        pytest.param(
            [WARM, drip("15:30")], "20:00", [OPENED, "15:30 bag resolved cleared"], id="infused after the warning"
        ),
        pytest.param(
            [WARM, drip("16:00")], "20:00", [OPENED, "16:00 bag resolved cleared"], id="infused at the very expiry"
        ),
        pytest.param(
            [WARM, drip("16:00:01")], "20:00", [OPENED, "16:00 bag resolved superseded"], id="infused after the expiry"
        ),
        pytest.param(
            [WARM, on("15:30", "dose-discarded")],
            "20:00",
            [OPENED, "15:30 bag resolved cleared"],
            id="discarded after the warning",
        ),
        pytest.param(
            [WARM, on("16:00", "dose-discarded")],
            "20:00",
            [OPENED, "16:00 bag resolved cleared"],
            id="discarded at the very expiry",
        ),
        pytest.param([WARM, on("15:00", "dose-discarded")], "20:00", [], id="discarded as the warning would come"),
        pytest.param(
            [WARM, on("15:30", "dose-moved", storage="refrigerated")],
            "18:00",
            [
                OPENED,
                "15:30 bag resolved cleared",
                "16:00 bag opened info review due 17:00",
                "17:00 bag resolved superseded",
            ],
            id="put into the cold it keeps longer",
        ),
        pytest.param(
            [
                on("08:00", "dose-prepared", storage="refrigerated"),
                on("2026-01-02 06:30", "dose-moved", storage="room-temperature"),
            ],
            "2026-01-02 07:00",
            [
                "2026-01-02 06:30 bag opened info review since 2026-01-02 06:00 due 2026-01-02 07:00",
                "2026-01-02 07:00 bag resolved superseded",
            ],
            id="taken out of the cold it keeps less long",
        ),
        pytest.param(
            [WARM, on("15:30", "event-retracted", retracts="e1")],
            "20:00",
            [OPENED, "15:30 bag resolved retracted"],
            id="retracted",
        ),
        pytest.param(
            [WARM, drip("15:30"), on("15:40", "event-retracted", retracts="e2")],
            "20:00",
            [
                OPENED,
                "15:30 bag resolved cleared",
                "15:40 bag opened info review since 15:00 due 16:00",
                "16:00 bag resolved superseded",
            ],
            id="it comes back when the infusion is retracted",
        ),
        pytest.param(
            [on("08:00", "dose-prepared", accepted="17:00")], "20:00", [], id="heard of only after the expiry"
        ),
    ],
)
def test_when_a_dilution_is_about_to_expire(story: list[Told], until: str, told: list[str]) -> None:
    assert tell(*story, about=RULE, until=until) == told


@pytest.mark.parametrize(
    ("lead", "told"),
    [
        ("2 h", ["14:00 bag opened info review due 16:00", "16:00 bag resolved superseded"]),
        ("0 min", []),
    ],
)
def test_a_site_may_be_warned_earlier_or_not_at_all(lead: str, told: list[str]) -> None:
    assert tell(WARM, about=RULE, until="20:00", policy=f'[stability]\nwarn_before = "{lead}"') == told
