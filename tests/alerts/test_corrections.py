"""Retractions, retractions of retractions, and events that come again with other contents.

Told by ALT: 130 U/L is more than three times the limit of 40, 30 is none, 500 more than ten times.
"""

import pytest

from tests.alerts.story import Told, on, tell

RULE = "liver-uln"
OPENED = "08:00 alt opened critical hold-therapy"
BACK = "critical hold-therapy since 08:00"


def alt(at: str, value: int | None, version: int | None = None, status: str = "final", **named: str) -> Told:
    """A version of one result, collected at 8:00, that arrives at `at`."""
    unit = None if value is None else "U/L"
    said = {"analyte": "alt", "value": value, "unit": unit, "version": version, "status": status, "result_id": "result"}
    return on("08:00", "lab-result", accepted=at, alert=None, **said, **named)


def takes_back(at: str, event_id: str, **fields: str) -> Told:
    return on(at, "event-retracted", retracts=event_id, **fields)


HIGH = alt("08:00", 130, 1)


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param([HIGH, takes_back("09:00", "e1")], [OPENED, "09:00 alt resolved retracted"], id="retracted"),
        pytest.param([takes_back("07:00", "e2"), HIGH], [], id="retracted before it came"),
        pytest.param([HIGH, takes_back("09:00", "e9")], [OPENED], id="another event"),
        pytest.param([HIGH, takes_back("09:00", "e1", source="lab-2")], [OPENED], id="the event of another source"),
        pytest.param(
            [HIGH, takes_back("09:00", "e1"), takes_back("10:00", "e2")],
            [OPENED, "09:00 alt resolved retracted", f"10:00 alt opened {BACK}"],
            id="the retraction is retracted",
        ),
        pytest.param(
            [HIGH, takes_back("09:00", "e3"), takes_back("10:00", "e1")],
            [OPENED],
            id="the retraction was retracted before it came",
        ),
        pytest.param(
            [HIGH, takes_back("09:00", "e1"), takes_back("10:00", "e2"), takes_back("11:00", "e3")],
            [OPENED, "09:00 alt resolved retracted", f"10:00 alt opened {BACK}", "11:00 alt resolved retracted"],
            id="and that one is retracted",
        ),
        pytest.param(
            [HIGH, takes_back("09:00", "e1"), takes_back("09:30", "e1"), takes_back("10:00", "e2")],
            [OPENED, "09:00 alt resolved retracted"],
            id="retracted twice, and one of the two retracted",
        ),
        pytest.param([HIGH, takes_back("09:00", "e2")], [OPENED], id="a retraction of itself is ignored"),
        pytest.param(
            [HIGH, takes_back("09:00", "e3"), takes_back("10:00", "e2")], [OPENED], id="a ring of two is ignored"
        ),
        pytest.param(
            [HIGH, takes_back("09:00", "e1"), takes_back("10:00", "e4"), takes_back("11:00", "e3")],
            [OPENED, "09:00 alt resolved retracted"],
            id="a ring beside a retraction does not matter to it",
        ),
        pytest.param(
            [HIGH, takes_back("09:00", "e1"), Told(HIGH.accepted_at, {**HIGH.fields, "event_id": "e1"})],
            [OPENED, "09:00 alt resolved retracted"],
            id="a repeat does not bring it back",
        ),
    ],
)
def test_what_is_retracted_is_no_more(story: list[Told], told: list[str]) -> None:
    assert tell(*story, about=RULE, until="12:00") == told


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param([HIGH, alt("09:00", 130, 1, event_id="e1")], [OPENED], id="the same contents are a repeat"),
        pytest.param(
            [HIGH, alt("09:00", 30, 1, event_id="e1", recorded_at="08:30")],
            [OPENED, "09:00 alt resolved corrected"],
            id="recorded later",
        ),
        pytest.param(
            [alt("08:00", 130, 1, recorded_at="08:30"), alt("09:00", 30, 1, event_id="e1", recorded_at="08:29:59")],
            [OPENED],
            id="recorded earlier",
        ),
        pytest.param(
            [HIGH, alt("09:00", 120, 1, event_id="e1")], [OPENED], id="at one instant 130 is the greater text"
        ),
        pytest.param(
            [HIGH, alt("09:00", 30, 1, event_id="e1")],
            [OPENED, "09:00 alt resolved corrected"],
            id="at one instant 30 is a greater text than 130",
        ),
        pytest.param(
            [
                HIGH,
                on(
                    "08:00",
                    "lab-result",
                    accepted="09:00",
                    event_id="e1",
                    result_id="result",
                    analyte="alt",
                    value="130.0",
                    unit="U/L",
                ),
            ],
            [OPENED],
            id="130.0 is 130, and no version is version 1",
        ),
        pytest.param(
            [HIGH, on("08:30", "relapse-reported", accepted="09:00", event_id="e1")],
            [OPENED, "09:00 alt resolved corrected"],
            id="it is another kind of event now",
        ),
    ],
)
def test_an_event_id_that_comes_again_is_a_new_version(story: list[Told], told: list[str]) -> None:
    assert tell(*story, about=RULE, until="12:00") == told


def test_a_due_date_that_a_removed_result_had_satisfied_comes_back() -> None:
    story = [
        on("2026-01-01", "therapy-started"),
        on("2026-05-01", "infusion-started"),
        on("2026-06-20", "edss-scored", score="2.0"),
        on("2026-07-02", "event-retracted", retracts="e3"),
    ]
    assert tell(*story, about="edss-overdue", until="2026-07-03") == [
        "2026-06-17 00:00 patient opened info schedule due 2026-07-01 00:00",
        "2026-06-20 00:00 patient resolved cleared",
        "2026-07-02 00:00 patient opened info schedule since 2026-07-01 00:00 due 2026-07-01 00:00",
    ]
