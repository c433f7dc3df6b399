"""With persistent antibodies natalizumab is discontinued for good."""

import pytest

from tests.alerts.labs import answer
from tests.alerts.story import Told, on, tell

RULE = "antibody-persistent"
SECOND = "2026-02-12 00:00"
OPENED = f"{SECOND} patient opened critical discontinue"


def screen(at: str, finding: str = "positive", **fields: object) -> Told:
    return answer(at, "natalizumab-antibody", finding, **fields)


FIRST = screen("2026-01-01")


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param([FIRST, screen("2026-02-11 23:59:59")], [], id="a second less than 42 days apart"),
        pytest.param([FIRST, screen(SECOND)], [OPENED], id="42 days apart"),
        pytest.param([FIRST], [], id="one alone"),
        pytest.param(
            [FIRST, screen("2026-01-15"), screen(SECOND)], [OPENED], id="the first counts, not the one between"
        ),
        pytest.param([FIRST, screen("2026-01-15", "negative"), screen(SECOND)], [], id="a negative between"),
        pytest.param(
            [FIRST, screen("2026-01-15", "negative", status="preliminary"), screen(SECOND)],
            [OPENED],
            id="a preliminary negative between",
        ),
        pytest.param(
            [FIRST, screen("2026-01-15", "indeterminate"), screen(SECOND)], [OPENED], id="an indeterminate between"
        ),
        pytest.param(
            [FIRST, screen("2026-01-01", "negative"), screen(SECOND)], [OPENED], id="a negative beside the first"
        ),
        pytest.param([FIRST, screen(SECOND, "negative"), screen(SECOND)], [OPENED], id="a negative beside the second"),
        pytest.param([screen("2026-01-01", status="preliminary"), screen(SECOND)], [], id="the first is preliminary"),
        pytest.param([FIRST, screen(SECOND, status="preliminary")], [], id="the second is preliminary"),
        pytest.param([FIRST, screen(SECOND, status="corrected")], [OPENED], id="a corrected result is confirmed"),
        pytest.param(
            [FIRST, screen(SECOND), screen("2026-06-01", "negative"), screen("2026-08-01", "negative")],
            [OPENED],
            id="later negatives end nothing",
        ),
        pytest.param(
            [FIRST, screen(SECOND), on("2026-03-01", "therapy-started"), on("2026-04-01", "therapy-discontinued")],
            [OPENED],
            id="nor does the end of a therapy",
        ),
        pytest.param(
            [FIRST, screen(SECOND), on("2026-03-01", "hold-cleared", rule=RULE)], [OPENED], id="nor a clearance"
        ),
        pytest.param(
            [FIRST, screen(SECOND), on("2026-03-01", "alert-acknowledged", alert=RULE)],
            [OPENED, f"2026-03-01 00:00 patient acknowledged critical discontinue since {SECOND}"],
            id="nor an acknowledgement",
        ),
        pytest.param(
            [FIRST, screen(SECOND), screen("2026-01-01", "negative", result_id="e1", version=2, accepted="2026-03-01")],
            [OPENED, "2026-03-01 00:00 patient resolved corrected"],
            id="the first is corrected",
        ),
        pytest.param(
            [FIRST, screen(SECOND), on("2026-03-01", "event-retracted", retracts="e2")],
            [OPENED, "2026-03-01 00:00 patient resolved retracted"],
            id="the second is retracted",
        ),
        pytest.param(
            [
                FIRST,
                screen(SECOND),
                screen(SECOND, result_id="e2", version=2, status="cancelled", accepted="2026-03-01"),
            ],
            [OPENED, "2026-03-01 00:00 patient resolved retracted"],
            id="the second is cancelled",
        ),
        pytest.param(
            [
                FIRST,
                screen(SECOND),
                screen("2026-02-20"),
                screen(SECOND, result_id="e2", version=2, status="cancelled", accepted="2026-03-01"),
            ],
            [
                OPENED,
                "2026-03-01 00:00 patient updated critical discontinue since 2026-02-20 00:00",
            ],
            id="the second is cancelled, and a third there is",
        ),
        pytest.param(
            [FIRST, screen(SECOND), screen("2026-01-20", "negative", accepted="2026-03-01")],
            [OPENED, "2026-03-01 00:00 patient resolved cleared"],
            id="a negative between is heard of late",
        ),
    ],
)
def test_when_antibodies_are_persistent(story: list[Told], told: list[str]) -> None:
    assert tell(*story, about=RULE, until="2026-12-31") == told


def test_days_are_those_of_the_site() -> None:
    berlin = '[site]\ntime_zone = "Europe/Berlin"'
    story = [screen("2026-03-01 08:00"), screen("2026-04-12 07:00")]
    assert tell(*story, about=RULE) == []
    assert tell(*story, about=RULE, policy=berlin) == ["2026-04-12 07:00 patient opened critical discontinue"]
