"""ALT and AST are known before the therapy begins."""

import pytest

from tests.alerts.labs import lab
from tests.alerts.story import Told, on, tell

RULE = "liver-baseline-missing"
BEGUN = on("2026-04-01", "therapy-started")
OPENED = "2026-04-01 00:00 patient opened warning schedule"


def both(at: str, status: str = "final", accepted: str | None = None) -> list[Told]:
    return [lab(at, analyte, "30", status=status, accepted=accepted) for analyte in ("alt", "ast")]


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param([BEGUN], [OPENED], id="nothing is known"),
        pytest.param([*both("2026-01-01"), BEGUN], [], id="90 days before"),
        pytest.param([*both("2025-12-31 23:59:59"), BEGUN], [OPENED], id="a second more"),
        pytest.param([*both("2026-04-01"), BEGUN], [], id="at the very start"),
        pytest.param([lab("2026-03-01", "alt", "30"), BEGUN], [OPENED], id="AST is missing"),
        pytest.param(
            [lab("2026-03-01", "alt", "30"), BEGUN, lab("2026-04-02", "ast", "30")],
            [OPENED, "2026-04-02 00:00 patient resolved cleared"],
            id="AST came later",
        ),
        pytest.param([BEGUN, lab("2026-04-02", "ast", "30")], [OPENED], id="AST alone came later"),
        pytest.param(
            [BEGUN, lab("2026-04-02", "ast", "30"), lab("2026-04-05", "alt", "30")],
            [OPENED, "2026-04-05 00:00 patient resolved cleared"],
            id="both came later",
        ),
        pytest.param([*both("2026-03-01", status="preliminary"), BEGUN], [OPENED], id="preliminary ones"),
        pytest.param(
            [*both("2026-03-01"), BEGUN, on("2026-04-03", "event-retracted", retracts="e1")],
            ["2026-04-03 00:00 patient opened warning schedule since 2026-04-01 00:00"],
            id="ALT is retracted",
        ),
        pytest.param(
            [BEGUN, *both("2026-03-01", accepted="2026-04-02")],
            [
                OPENED,
                "2026-04-02 00:00 patient updated warning schedule since 2026-04-01 00:00",
                "2026-04-02 00:00 patient resolved cleared",
            ],
            id="heard of late",
        ),
        pytest.param(
            [BEGUN, on("2026-04-02", "therapy-discontinued")],
            [OPENED, "2026-04-02 00:00 patient resolved therapy-ended"],
            id="the therapy ends",
        ),
        pytest.param(
            [
                *both("2026-03-01"),
                BEGUN,
                lab(
                    "2026-03-01",
                    "ast",
                    None,
                    None,
                    result_id="e2",
                    version=2,
                    status="cancelled",
                    accepted="2026-04-03",
                ),
            ],
            ["2026-04-03 00:00 patient opened warning schedule since 2026-04-01 00:00"],
            id="AST is cancelled",
        ),
        pytest.param(
            [
                *both("2026-03-01"),
                BEGUN,
                lab("2026-03-01", "ast", "31", result_id="e2", version=2, status="corrected", accepted="2026-04-03"),
            ],
            [],
            id="AST is corrected, and still known",
        ),
        pytest.param(
            [*both("2026-03-01", status="preliminary"), BEGUN, lab("2026-03-01", "alt", "30", result_id="e1")],
            [OPENED, "2026-04-01 00:00 patient updated warning schedule"],
            id="ALT alone is confirmed",
        ),
        pytest.param(
            [
                *both("2026-03-01"),
                BEGUN,
                on("2026-04-10", "therapy-discontinued"),
                on("2026-04-20", "infusion-started"),
            ],
            [],
            id="a second therapy, within 90 days of the same results",
        ),
        pytest.param([lab("2026-03-01", "alt", "30")], [], id="not on therapy"),
    ],
)
def test_when_the_baseline_is_missing(story: list[Told], told: list[str]) -> None:
    assert tell(*story, about=RULE, until="2026-05-01") == told


def test_each_therapy_has_its_own_baseline() -> None:
    story = [*both("2026-03-01"), BEGUN, on("2026-04-10", "therapy-discontinued")]
    again = [on("2026-05-30 00:00:00.000001", "infusion-started"), *both("2026-06-01")]
    assert tell(*story, on("2026-05-30", "infusion-started"), about=RULE) == []
    assert tell(*story, *again, about=RULE) == [
        "2026-05-30 00:00:00.000001 patient opened warning schedule",
        "2026-06-01 00:00 patient resolved cleared",
    ]


def test_the_90_days_are_those_of_the_site() -> None:
    berlin = '[site]\ntime_zone = "Europe/Berlin"'
    begun = on("2026-04-01 08:00", "therapy-started")
    early, in_time = both("2026-01-01 08:59:59.999999"), both("2026-01-01 09:00")
    assert tell(*early, begun, about=RULE) == []
    assert tell(*early, begun, about=RULE, policy=berlin) == ["2026-04-01 08:00 patient opened warning schedule"]
    assert tell(*in_time, begun, about=RULE, policy=berlin) == []
