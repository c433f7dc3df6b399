"""Natalizumab is suspended while an infection is active."""

import pytest

from tests.alerts.story import Told, on, tell

RULE = "active-infection"
BEGUN = on("08:00", "therapy-started")
OPENED = "09:00 condition opened critical hold-therapy"
CLEARED = "10:00 condition resolved cleared"


def onset(at: str, **fields: str) -> Told:
    return on(at, "condition-started", **{"kind": "infection", **fields})


def cleared(at: str, **fields: str) -> Told:
    return on(at, "hold-cleared", rule=RULE, **fields)


ONSET = onset("09:00")


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param([ONSET], [], id="off therapy"),
        pytest.param([BEGUN, ONSET], [OPENED], id="on therapy"),
        pytest.param([onset("08:00"), on("09:00", "therapy-started")], [OPENED], id="when the therapy starts"),
        pytest.param(
            [onset("08:00"), on("08:30", "condition-resolved"), on("09:00", "therapy-started")],
            [],
            id="over before the therapy starts",
        ),
        pytest.param(
            [onset("08:00"), on("09:00", "condition-resolved"), on("09:00", "therapy-started")],
            [],
            id="over as the therapy starts",
        ),
        pytest.param(
            [BEGUN, ONSET, on("10:00", "condition-resolved", kind="infection")], [OPENED, CLEARED], id="resolved"
        ),
        pytest.param([BEGUN, ONSET, cleared("10:00")], [OPENED, CLEARED], id="evaluated"),
        pytest.param([BEGUN, ONSET, cleared("09:00")], [OPENED], id="evaluated at the onset itself"),
        pytest.param(
            [BEGUN, onset("09:00", recorded_at="11:00"), cleared("10:00")],
            [OPENED],
            id="recorded after it was evaluated",
        ),
        pytest.param(
            [BEGUN, ONSET, onset("09:30", condition_id="second"), cleared("10:00", subject="second")],
            [OPENED, "09:30 second opened critical hold-therapy", "10:00 second resolved cleared"],
            id="only one of two is evaluated",
        ),
        pytest.param(
            [BEGUN, ONSET, on("10:00", "condition-resolved"), onset("10:01")],
            [OPENED, CLEARED, "10:01 condition opened critical hold-therapy"],
            id="it began again after it ended",
        ),
        pytest.param(
            [BEGUN, ONSET, on("10:00", "condition-resolved"), on("11:00", "event-retracted", retracts="e3")],
            [OPENED, CLEARED, "11:00 condition opened critical hold-therapy since 09:00"],
            id="its end is retracted",
        ),
        pytest.param(
            [BEGUN, ONSET, on("09:30", "condition-resolved", accepted="10:00")],
            [OPENED, CLEARED],
            id="its end is heard of late",
        ),
        pytest.param(
            [BEGUN, ONSET, on("10:00", "therapy-discontinued")],
            [OPENED, "10:00 condition resolved therapy-ended"],
            id="the therapy is discontinued",
        ),
        pytest.param(
            [BEGUN, ONSET, on("10:00", "therapy-discontinued"), on("10:00", "condition-resolved")],
            [OPENED, "10:00 condition resolved therapy-ended"],
            id="the therapy ends before its end is heard of",
        ),
        pytest.param([BEGUN, onset("09:00", kind="other")], [], id="another condition"),
    ],
)
def test_active_infection_holds_the_therapy(story: list[Told], told: list[str]) -> None:
    assert tell(*story, about=RULE, until="20:00") == told
