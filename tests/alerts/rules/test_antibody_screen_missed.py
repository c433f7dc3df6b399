"""Antibodies are screened for every 12 weeks: a notice, a warning, and four weeks later a critical one."""

import pytest

from tests.alerts.labs import answer
from tests.alerts.story import Told, on, tell

RULE = "antibody-screen-missed"
BEGUN = on("2026-01-01", "therapy-started")
DUE = "due 2026-03-26 00:00"
NOTICE = f"2026-03-12 00:00 patient opened info schedule {DUE}"
OVERDUE = f"2026-03-26 00:00 patient worsened warning schedule {DUE}"
PRESSING = f"2026-04-23 00:00 patient worsened critical schedule {DUE}"


def screen(at: str, finding: str = "negative", **fields: object) -> Told:
    return answer(at, "natalizumab-antibody", finding, **fields)


@pytest.mark.parametrize(
    ("story", "until", "told"),
    [
        pytest.param([BEGUN], "2026-03-11 23:59:59.999999", [], id="15 days before"),
        pytest.param([BEGUN], "2026-03-25 23:59:59.999999", [NOTICE], id="14 days before"),
        pytest.param([BEGUN], "2026-04-22 23:59:59.999999", [NOTICE, OVERDUE], id="after 12 weeks"),
        pytest.param([BEGUN], "2026-04-23", [NOTICE, OVERDUE, PRESSING], id="four weeks later"),
        pytest.param([BEGUN, screen("2026-03-11")], "2026-04-01", [], id="in time"),
        pytest.param(
            [BEGUN, screen("2026-03-26")],
            "2026-04-01",
            [NOTICE, "2026-03-26 00:00 patient resolved cleared"],
            id="on the due date",
        ),
        pytest.param(
            [BEGUN, screen("2026-04-01")],
            "2026-05-01",
            [NOTICE, OVERDUE, "2026-04-01 00:00 patient resolved cleared"],
            id="late",
        ),
        pytest.param(
            [BEGUN, screen("2026-03-20", "indeterminate")],
            "2026-03-26",
            [NOTICE, OVERDUE],
            id="an indeterminate is none",
        ),
        pytest.param(
            [BEGUN, screen("2026-03-20", status="preliminary")], "2026-03-26", [NOTICE, OVERDUE], id="nor a preliminary"
        ),
        pytest.param(
            [BEGUN, screen("2026-03-20", status="corrected")],
            "2026-03-26",
            [NOTICE, "2026-03-20 00:00 patient resolved cleared"],
            id="a corrected one is",
        ),
        pytest.param(
            [BEGUN, screen("2026-03-20", "positive"), on("2026-04-24", "event-retracted", retracts="e2")],
            "2026-04-24",
            [
                NOTICE,
                "2026-03-20 00:00 patient resolved cleared",
                f"2026-04-24 00:00 patient opened critical schedule since 2026-04-23 00:00 {DUE}",
            ],
            id="retracted, and its due date comes back",
        ),
        pytest.param(
            [screen("2025-10-01", "positive"), BEGUN, screen("2026-02-01", "positive")],
            "2026-12-31",
            [],
            id="persistent antibodies need no screen",
        ),
        pytest.param(
            [BEGUN, screen("2026-02-01", "positive"), screen("2026-04-15", "positive", accepted="2026-04-16")],
            "2026-06-01",
            [
                "2026-04-12 00:00 patient opened info schedule due 2026-04-26 00:00",
                "2026-04-16 00:00 patient resolved cleared",
            ],
            id="persistent before it is due",
        ),
        pytest.param([screen("2025-12-31"), BEGUN], "2026-03-12", [NOTICE], id="the later of start and last"),
        pytest.param(
            [BEGUN, on("2026-04-01", "therapy-discontinued")],
            "2026-05-01",
            [NOTICE, OVERDUE, "2026-04-01 00:00 patient resolved therapy-ended"],
            id="the therapy ends",
        ),
        pytest.param(
            [
                BEGUN,
                screen("2026-03-20", result_id="r"),
                screen("2026-03-20", result_id="r", version=2, status="cancelled", accepted="2026-04-01"),
            ],
            "2026-04-22 23:59:59.999999",
            [
                NOTICE,
                "2026-03-20 00:00 patient resolved cleared",
                f"2026-04-01 00:00 patient opened warning schedule since 2026-03-26 00:00 {DUE}",
            ],
            id="cancelled, the instant before it presses",
        ),
        pytest.param(
            [BEGUN],
            "2026-12-31",
            [NOTICE, OVERDUE, PRESSING, "2026-06-30 00:00 patient resolved therapy-ended"],
            id="the therapy lapses",
        ),
        pytest.param(
            [BEGUN, screen("2026-04-23")],
            "2026-05-01",
            [NOTICE, OVERDUE, "2026-04-23 00:00 patient resolved cleared"],
            id="at the instant at which it would press",
        ),
        pytest.param([screen("2025-01-01")], "2026-05-01", [], id="not on therapy"),
    ],
)
def test_when_a_screen_is_due(story: list[Told], until: str, told: list[str]) -> None:
    assert tell(*story, about=RULE, until=until) == told


def test_weeks_are_those_of_the_site() -> None:
    told = tell(BEGUN, about=RULE, until="2026-03-30", policy='[site]\ntime_zone = "America/New_York"')
    assert told[-1] == "2026-03-25 23:00 patient worsened warning schedule due 2026-03-25 23:00"
