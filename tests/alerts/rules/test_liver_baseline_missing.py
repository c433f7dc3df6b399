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
        pytest.param([lab("2026-03-01", "alt", "30")], [], id="not on therapy"),
    ],
)
def test_when_the_baseline_is_missing(story: list[Told], told: list[str]) -> None:
    assert tell(*story, about=RULE, until="2026-05-01") == told
