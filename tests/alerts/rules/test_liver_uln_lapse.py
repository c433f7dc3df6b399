"""Off therapy, high liver enzymes hold it no longer than a therapy would last after the last such result."""

import pytest

from tests.alerts.labs import lab
from tests.alerts.story import Told, on, tell

RULE = "liver-uln"
OPENED = "08:00 alt opened critical hold-therapy"


def alt(at: str, value: str, **fields: str) -> Told:
    return lab(at, "alt", value, **fields)


@pytest.mark.parametrize(
    ("story", "until", "told"),
    [
        pytest.param(
            [alt("08:00", "200")],
            "2026-12-31",
            [OPENED, "2026-06-30 08:00 alt resolved cleared"],
            id="off therapy it ends with the lapse after the last such result",
        ),
        pytest.param(
            [alt("08:00", "200"), alt("2026-02-01 08:00", "150")],
            "2026-12-31",
            [
                OPENED,
                "2026-02-01 08:00 alt updated critical hold-therapy since 08:00",
                "2026-07-31 08:00 alt resolved cleared",
            ],
            id="and the last such result is the latest",
        ),
        pytest.param(
            [alt("08:00", "900"), alt("2026-02-01 08:00", "150", status="preliminary")],
            "2026-12-31",
            [OPENED, "2026-07-31 08:00 alt resolved cleared"],
            id="a preliminary result that prolongs it does not ease it in the end",
        ),
        pytest.param(
            [
                alt("2026-01-05 08:00", "150"),
                on("2026-01-06", "hold-cleared", rule=RULE),
                alt("08:00", "200", recorded_at="2026-01-07 08:00", accepted="2026-01-07 08:00"),
            ],
            "2026-12-31",
            [
                "2026-01-05 08:00 alt opened critical hold-therapy",
                "2026-01-06 00:00 alt resolved cleared",
                "2026-01-07 08:00 alt opened critical hold-therapy since 08:00",
                "2026-07-04 08:00 alt resolved cleared",
            ],
            id="the last such result prolongs what nobody could clear, even if it was cleared itself",
        ),
        pytest.param(
            [alt("08:00", "200"), on("2026-06-01", "therapy-started"), on("2026-08-01", "therapy-discontinued")],
            "2026-12-31",
            [OPENED, "2026-08-01 00:00 alt resolved cleared"],
            id="on therapy it stays",
        ),
        pytest.param(
            [on("07:00", "therapy-started"), alt("08:00", "200"), on("09:00", "therapy-discontinued")],
            "2026-02-01",
            [OPENED],
            id="it does not end with the therapy",
        ),
        pytest.param(
            [alt("08:00", "200"), on("2026-06-30 08:00", "therapy-started")],
            "2027-01-01",
            [OPENED, "2026-12-27 08:00 alt resolved cleared"],
            id="a therapy that begins as the hold would end keeps it to the therapy's end",
        ),
        pytest.param(
            [alt("08:00", "200"), on("2026-06-30 08:00:00.000001", "therapy-started")],
            "2027-01-01",
            [OPENED, "2026-06-30 08:00 alt resolved cleared"],
            id="one that begins after that does not bring it back",
        ),
    ],
)
def test_how_long_high_liver_enzymes_hold_off_therapy(story: list[Told], until: str, told: list[str]) -> None:
    assert tell(*story, about=RULE, until=until) == told
