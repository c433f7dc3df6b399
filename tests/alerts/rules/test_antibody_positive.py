"""A positive antibody test is repeated after 42 days."""

import pytest

from tests.alerts.labs import answer
from tests.alerts.story import Told, on, revisions, tell

RULE = "antibody-positive"
BEGUN = on("2026-01-01", "therapy-started")
OPENED = "2026-01-02 00:00 patient opened warning review due 2026-02-13 00:00"
END = "2026-02-13 00:00"


def screen(at: str, finding: str = "positive", **fields: object) -> Told:
    return answer(at, "natalizumab-antibody", finding, **fields)


FIRST = screen("2026-01-02")


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param([BEGUN, FIRST], [OPENED], id="a positive"),
        pytest.param([BEGUN, screen("2026-01-02", status="preliminary")], [OPENED], id="a preliminary positive"),
        pytest.param([BEGUN, screen("2026-01-02", "indeterminate")], [], id="an indeterminate"),
        pytest.param([BEGUN, FIRST, screen("2026-02-12 23:59:59", "negative")], [OPENED], id="a negative too early"),
        pytest.param(
            [BEGUN, FIRST, screen(END, "negative")],
            [OPENED, f"{END} patient resolved cleared"],
            id="a negative in time",
        ),
        pytest.param(
            [BEGUN, FIRST, screen(END, "negative", status="preliminary")], [OPENED], id="a preliminary negative"
        ),
        pytest.param([BEGUN, FIRST, screen(END, "indeterminate")], [OPENED], id="an indeterminate repetition"),
        pytest.param(
            [BEGUN, FIRST, screen("2026-02-01"), screen(END, "negative"), screen("2026-03-15", "negative")],
            [
                OPENED,
                "2026-02-01 00:00 patient updated warning review since 2026-01-02 00:00 due 2026-03-15 00:00",
                "2026-03-15 00:00 patient resolved cleared",
            ],
            id="42 days count from the last positive",
        ),
        pytest.param(
            [BEGUN, FIRST, screen(END)], [OPENED, f"{END} patient resolved superseded"], id="persistent in the end"
        ),
        pytest.param(
            [BEGUN, FIRST, screen(END), screen("2026-04-01", "negative"), screen("2026-05-01")],
            [OPENED, f"{END} patient resolved superseded"],
            id="and then for good",
        ),
        pytest.param(
            [BEGUN, FIRST, screen(END, "negative"), screen("2026-03-01")],
            [
                OPENED,
                f"{END} patient resolved cleared",
                "2026-03-01 00:00 patient opened warning review due 2026-04-12 00:00",
            ],
            id="positive again",
        ),
        pytest.param([FIRST], [], id="not on therapy"),
        pytest.param(
            [screen("2025-12-01"), BEGUN, on("2026-02-01", "therapy-discontinued")],
            [
                "00:00 patient opened warning review due 2026-01-12 00:00",
                "2026-02-01 00:00 patient resolved therapy-ended",
            ],
            id="while on therapy",
        ),
        pytest.param(
            [BEGUN, FIRST, screen("2026-01-02", "negative", result_id="e2", version=2, accepted="2026-01-05")],
            [OPENED, "2026-01-05 00:00 patient resolved corrected"],
            id="the result is corrected",
        ),
        pytest.param(
            [
                BEGUN,
                FIRST,
                screen("2026-02-01", status="preliminary", result_id="r"),
                screen("2026-02-01", "negative", result_id="r", version=2, accepted="2026-02-03"),
            ],
            [
                OPENED,
                "2026-02-01 00:00 patient updated warning review since 2026-01-02 00:00 due 2026-03-15 00:00",
                f"2026-02-03 00:00 patient updated warning review since 2026-01-02 00:00 due {END}",
            ],
            id="a preliminary positive moves the due date until it is refuted",
        ),
        pytest.param(
            [BEGUN, FIRST, screen("2026-01-02", result_id="e2", version=2, status="cancelled", accepted="2026-01-05")],
            [OPENED, "2026-01-05 00:00 patient resolved retracted"],
            id="the result is cancelled",
        ),
        pytest.param(
            [BEGUN, FIRST, on("2026-01-05", "event-retracted", retracts="e2")],
            [OPENED, "2026-01-05 00:00 patient resolved retracted"],
            id="the result is retracted",
        ),
        pytest.param(
            [BEGUN, FIRST, screen(END, "negative"), on("2026-03-01", "event-retracted", retracts="e3")],
            [
                OPENED,
                f"{END} patient resolved cleared",
                f"2026-03-01 00:00 patient opened warning review since 2026-01-02 00:00 due {END}",
            ],
            id="the negative is retracted",
        ),
        pytest.param(
            [BEGUN, FIRST, screen(END), on("2026-03-01", "event-retracted", retracts="e3")],
            [
                OPENED,
                f"{END} patient resolved superseded",
                f"2026-03-01 00:00 patient opened warning review since 2026-01-02 00:00 due {END}",
            ],
            id="the second positive is retracted",
        ),
        pytest.param(
            [BEGUN, screen("2026-01-02", accepted="2026-01-09")],
            [f"2026-01-09 00:00 patient opened warning review since 2026-01-02 00:00 due {END}"],
            id="heard of late",
        ),
        pytest.param(
            [BEGUN, FIRST, screen("2026-01-02", "negative")], [OPENED], id="of two at once the positive counts"
        ),
        pytest.param(
            [BEGUN, FIRST, screen(END, "negative"), screen(END)],
            [OPENED, f"{END} patient resolved cleared"],
            id="a negative beside the second positive",
        ),
    ],
)
def test_when_antibodies_are_positive(story: list[Told], told: list[str]) -> None:
    assert tell(*story, about=RULE, until="2026-06-01") == told


def test_the_evidence_is_the_first_positive_and_the_last() -> None:
    second, third = (screen(at, status="preliminary") for at in ("2026-01-20", "2026-02-01"))
    made = [alert for alert in revisions(BEGUN, FIRST, second, third) if alert.rule == RULE]
    assert [[each.event_id for each in alert.evidence] for alert in made] == [["e2"], ["e2", "e3"], ["e2", "e4"]]
    assert ["preliminary" in alert.summary for alert in made] == [False, True, True]
