"""Disability that grows is looked at."""

import pytest

from tests.alerts.story import Told, on, tell

RULE = "edss-worsened"
BEGUN = on("07:00", "therapy-started")
OPENED = "08:00 patient opened warning review"


def edss(at: str, score: str, accepted: str | None = None) -> Told:
    return on(at, "edss-scored", score=score, accepted=accepted)


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param([edss("06:00", "2.0"), BEGUN, edss("08:00", "2.5")], [], id="half a point"),
        pytest.param([edss("06:00", "2.0"), BEGUN, edss("08:00", "3.0")], [OPENED], id="one point"),
        pytest.param([edss("06:00", "0"), BEGUN, edss("08:00", "1.0")], [], id="one point from 0"),
        pytest.param([edss("06:00", "0"), BEGUN, edss("08:00", "1.5")], [OPENED], id="one and a half from 0"),
        pytest.param([edss("06:00", "5.5"), BEGUN, edss("08:00", "6.0")], [], id="half a point from 5.5"),
        pytest.param([edss("06:00", "5.5"), BEGUN, edss("08:00", "6.5")], [OPENED], id="one point from 5.5"),
        pytest.param([edss("06:00", "6.0"), BEGUN, edss("08:00", "6.5")], [OPENED], id="half a point from 6.0"),
        pytest.param([edss("07:00", "2.0"), BEGUN, edss("08:00", "3.0")], [OPENED], id="the baseline is of the start"),
        pytest.param(
            [edss("05:00", "1.0"), edss("06:00", "2.0"), BEGUN, edss("08:00", "2.5")],
            [],
            id="the last before it counts",
        ),
        pytest.param(
            [edss("06:00", "3.0"), edss("07:00", "2.0"), BEGUN, edss("08:00", "3.0")],
            [OPENED],
            id="one at the very start counts before an earlier one",
        ),
        pytest.param([BEGUN, edss("07:30", "2.0"), edss("08:00", "3.0")], [OPENED], id="else the first after it"),
        pytest.param(
            [BEGUN, edss("07:30", "2.0"), edss("07:30", "3.0"), edss("08:00", "3.5")],
            [],
            id="the worse of two first ones",
        ),
        pytest.param([BEGUN, edss("08:00", "9.0")], [], id="without a baseline nothing is said"),
        pytest.param(
            [edss("06:00", "2.0"), BEGUN, edss("08:00", "3.0"), edss("09:00", "2.5")],
            [OPENED, "09:00 patient resolved cleared"],
            id="back",
        ),
        pytest.param(
            [edss("06:00", "2.0"), BEGUN, edss("08:00", "3.0"), edss("08:00", "2.0")],
            [OPENED],
            id="of two at once the worse counts",
        ),
        pytest.param(
            [BEGUN, edss("08:00", "3.0"), edss("06:00", "2.0", accepted="09:00")],
            ["09:00 patient opened warning review since 08:00"],
            id="the baseline is heard of late",
        ),
        pytest.param(
            [edss("06:00", "2.0"), BEGUN, edss("08:00", "3.0"), on("09:00", "event-retracted", retracts="e1")],
            [OPENED, "09:00 patient resolved retracted"],
            id="the baseline is retracted",
        ),
        pytest.param(
            [
                edss("06:00", "2.0"),
                BEGUN,
                edss("08:00", "3.0"),
                on("09:00", "therapy-discontinued"),
                on("10:00", "therapy-started"),
                edss("11:00", "3.5"),
            ],
            [OPENED, "09:00 patient resolved therapy-ended"],
            id="each therapy has its own baseline",
        ),
        pytest.param([edss("06:00", "2.0"), edss("08:00", "9.0")], [], id="not on therapy"),
    ],
)
def test_when_disability_has_grown(story: list[Told], told: list[str]) -> None:
    assert tell(*story, about=RULE, until="2026-01-02") == told
