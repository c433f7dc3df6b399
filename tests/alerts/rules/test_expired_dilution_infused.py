import pytest

from tests.alerts.story import Told, on, tell

RULE = "expired-dilution-infused"
WARM = on("08:00", "dose-prepared", storage="room-temperature")
LATE = "16:00:01 drip opened critical stop-infusion"


def drip(at: str, infusion: str = "drip", accepted: str | None = None) -> Told:
    return on(at, "infusion-started", infusion_id=infusion, preparation_id="bag", accepted=accepted)


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param([WARM, drip("15:59:59")], [], id="started before the expiry"),
        pytest.param([WARM, drip("16:00")], [], id="started at the very expiry"),
        pytest.param(
            [WARM, drip("16:00:00.000001"), on("16:30", "infusion-stopped")],
            [
                "16:00:00.000001 drip opened critical stop-infusion",
                "16:30 drip updated critical review since 16:00:00.000001",
            ],
            id="started after the expiry",
        ),
        pytest.param(
            [WARM, drip("16:00:01")], [LATE, "20:00:01 drip updated critical review since 16:00:01"], id="never stopped"
        ),
        pytest.param(
            [WARM, drip("15:00"), on("18:00", "infusion-stopped")], [], id="the limit is on storage, not on running"
        ),
        pytest.param(
            [WARM, drip("15:00"), on("15:10", "dose-moved", storage="room-temperature"), drip("17:00", "second")],
            ["17:00 second opened critical stop-infusion", "21:00 second updated critical review since 17:00"],
            id="a second infusion from the same bag",
        ),
        pytest.param(
            [WARM, on("12:00", "dose-discarded"), drip("17:00"), on("17:01", "infusion-stopped", reason="aborted")],
            ["17:00 drip opened critical stop-infusion", "17:01 drip updated critical review since 17:00"],
            id="although it was said to be discarded",
        ),
        pytest.param(
            [WARM, drip("16:00:01"), on("17:00", "alert-acknowledged", alert=RULE)],
            [LATE, "17:00 drip resolved acknowledged"],
            id="acknowledged while it runs",
        ),
        pytest.param(
            [
                *(WARM, drip("16:00:01"), on("17:00", "infusion-stopped")),
                on("17:30", "alert-acknowledged", alert=RULE),
                on("17:40", "infusion-stopped"),
            ],
            [LATE, "17:00 drip updated critical review since 16:00:01", "17:30 drip resolved acknowledged"],
            id="acknowledged after it",
        ),
        pytest.param(
            [
                *(WARM, drip("16:00:01"), on("17:00", "alert-acknowledged", alert=RULE)),
                on("18:00", "event-retracted", retracts="e3"),
            ],
            [LATE, "17:00 drip resolved acknowledged"],
            id="retracting the acknowledgement changes nothing",
        ),
        pytest.param(
            [WARM, drip("16:00:01"), on("16:10", "event-retracted", retracts="e2")],
            [LATE, "16:10 drip resolved retracted"],
            id="the start is retracted",
        ),
        pytest.param(
            [WARM, drip("16:00:01"), on("16:10", "event-retracted", retracts="e1")],
            [LATE, "16:10 drip resolved retracted"],
            id="the dilution is retracted",
        ),
        pytest.param(
            [WARM, drip("16:00:01"), on("12:00", "dose-moved", storage="refrigerated", accepted="16:10")],
            [LATE, "16:10 drip resolved cleared"],
            id="heard late that it was in the cold",
        ),
        pytest.param(
            [WARM, drip("16:00:01", accepted="17:00"), on("16:30", "infusion-stopped", accepted="17:00")],
            [
                "17:00 drip opened critical stop-infusion since 16:00:01",
                "17:00 drip updated critical review since 16:00:01",
            ],
            id="heard of late",
        ),
        pytest.param([on("17:00", "infusion-started")], [], id="an infusion that names no dose"),
        pytest.param([drip("17:00")], [], id="a dose of which no dilution is known"),
        pytest.param([WARM, on("17:00", "infusion-stopped", preparation_id="bag")], [], id="no start is known"),
    ],
)
def test_when_an_expired_dilution_is_infused(story: list[Told], told: list[str]) -> None:
    assert tell(*story, about=RULE, until="22:00") == told
