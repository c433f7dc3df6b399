import pytest

from tests.alerts.story import Told, on, revisions, tell

RULE = "dilution-expired"
OPENED = "16:00 bag opened warning discard-dose due 16:00"
WARM = on("08:00", "dose-prepared", storage="room-temperature")
COLD = on("08:00", "dose-prepared", storage="refrigerated")


def moved(at: str, storage: str) -> Told:
    return on(at, "dose-moved", storage=storage)


def drip(at: str, accepted: str | None = None) -> Told:
    return on(at, "infusion-started", preparation_id="bag", accepted=accepted)


@pytest.mark.parametrize(
    ("story", "until", "told"),
    [
        pytest.param([WARM], "15:59:59.999999", [], id="8 h at room temperature are not over"),
        pytest.param([WARM], "16:00", [OPENED], id="8 h at room temperature are over"),
        pytest.param(
            [WARM, on("17:00", "relapse-reported"), drip("16:30", accepted="17:30")],
            "20:00",
            [OPENED, "17:30 bag resolved superseded"],
            id="long after it is heard that it was infused, and why it ends",
        ),
        pytest.param(
            [WARM, on("09:30", "dose-prepared", preparation_id="second"), drip("16:30", accepted="18:00")],
            "20:00",
            [
                OPENED,
                "17:30 second opened warning discard-dose due 17:30",
                "18:00 bag resolved superseded",
            ],
            id="the same, while another one has expired since",
        ),
        pytest.param([on("08:00", "dose-prepared")], "16:00", [OPENED], id="unknown storage is room temperature"),
        pytest.param([COLD], "2026-01-02 07:59:59", [], id="24 h in the cold are not over"),
        pytest.param(
            [COLD],
            "2026-01-02 08:00",
            ["2026-01-02 08:00 bag opened warning discard-dose due 2026-01-02 08:00"],
            id="24 h in the cold are over",
        ),
        pytest.param(
            [COLD, moved("14:00", "room-temperature")],
            "2026-01-02",
            ["20:00 bag opened warning discard-dose due 20:00"],
            id="6 h in the cold are 2 h at room temperature",
        ),
        pytest.param(
            [WARM, moved("12:00", "refrigerated"), moved("18:00", "room-temperature")],
            "2026-01-02",
            ["20:00 bag opened warning discard-dose due 20:00"],
            id="out, in and out again",
        ),
        pytest.param(
            [COLD, moved("08:00:00.000002", "room-temperature")],
            "16:00:00.000002",
            ["16:00:00.000002 bag opened warning discard-dose due 16:00:00.000002"],
            id="a third of a microsecond is left of the last one",
        ),
        pytest.param(
            [COLD, moved("08:00:00.000001", "room-temperature")],
            "2026-01-02",
            ["16:00:00.000001 bag opened warning discard-dose due 16:00:00.000001"],
            id="a third of a microsecond is rounded up",
        ),
        pytest.param(
            [moved("07:00", "refrigerated"), WARM], "16:00", [OPENED], id="a move before the dilution is ignored"
        ),
        pytest.param(
            [COLD, moved("08:00", "room-temperature")], "16:00", [OPENED], id="a move at the dilution itself counts"
        ),
        pytest.param(
            [COLD, moved("08:00", "room-temperature"), moved("08:00", "refrigerated")],
            "16:00",
            [OPENED],
            id="of two moves at one instant the warmer counts",
        ),
        pytest.param([WARM, moved("16:00", "refrigerated")], "17:00", [OPENED], id="a move at the expiry is too late"),
        pytest.param([WARM, drip("15:59:59")], "2026-01-02", [], id="infused a second before"),
        pytest.param([WARM, drip("16:00")], "2026-01-02", [], id="infused at the very expiry"),
        pytest.param(
            [WARM, drip("16:00:01")], "2026-01-02", [OPENED, "16:00:01 bag resolved superseded"], id="infused after it"
        ),
        pytest.param([WARM, on("16:00", "dose-discarded")], "17:00", [], id="discarded at the very expiry"),
        pytest.param(
            [WARM, on("16:00:01", "dose-discarded")],
            "17:00",
            [OPENED, "16:00:01 bag resolved cleared"],
            id="discarded after it",
        ),
        pytest.param(
            [WARM, drip("15:00", accepted="17:00")],
            "18:00",
            [OPENED, "17:00 bag resolved cleared"],
            id="the infusion was in time, and heard of late",
        ),
        pytest.param(
            [WARM, drip("15:00"), on("17:00", "event-retracted", retracts="e2")],
            "18:00",
            ["17:00 bag opened warning discard-dose since 16:00 due 16:00"],
            id="it comes when the infusion is retracted",
        ),
        pytest.param(
            [WARM, on("17:00", "event-retracted", retracts="e1")],
            "18:00",
            [OPENED, "17:00 bag resolved retracted"],
            id="it goes when the dilution is retracted",
        ),
        pytest.param(
            [WARM, on("08:00", "dose-prepared", accepted="17:00", event_id="e1", storage="refrigerated")],
            "18:00",
            [OPENED],
            id="of two contents recorded at one instant the greater counts",
        ),
        pytest.param(
            [
                WARM,
                on(
                    *("08:00", "dose-prepared"),
                    accepted="17:00",
                    recorded_at="16:30",
                    event_id="e1",
                    storage="refrigerated",
                ),
            ],
            "18:00",
            [OPENED, "17:00 bag resolved corrected"],
            id="it goes when the storage is corrected",
        ),
        pytest.param(
            [moved("08:00", "room-temperature"), on("09:00", "dose-mishandled")],
            "2026-01-03",
            [],
            id="a dose of which no dilution is known is not judged",
        ),
        pytest.param(
            [on("09:00", "dose-prepared", accepted="19:00")],
            "20:00",
            ["19:00 bag opened warning discard-dose since 17:00 due 17:00"],
            id="the dilution was heard of late",
        ),
        pytest.param(
            [WARM, on("16:30", "alert-acknowledged", alert=RULE), on("17:00", "dose-discarded")],
            "18:00",
            [OPENED, "16:30 bag acknowledged warning discard-dose since 16:00 due 16:00", "17:00 bag resolved cleared"],
            id="acknowledged it stays until the dose is discarded",
        ),
    ],
)
def test_when_a_dilution_has_expired(story: list[Told], until: str, told: list[str]) -> None:
    made = [alert for alert in revisions(*story, until=until) if alert.rule == RULE]
    assert tell(*story, about=RULE, until=until) == told
    assert all(alert.evidence[0].fact == "dose diluted" for alert in made)


def test_a_site_may_keep_doses_for_less() -> None:
    story = [WARM]
    assert tell(*story, about=RULE, until="12:00", policy='[stability]\nroom_temperature = "4 h"') == [
        "12:00 bag opened warning discard-dose due 12:00"
    ]
