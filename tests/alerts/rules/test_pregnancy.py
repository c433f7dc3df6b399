"""In pregnancy the necessity of natalizumab is evaluated: a pregnancy, or a positive hCG, holds the therapy."""

import pytest

from tests.alerts.story import Told, on, tell

RULE = "pregnancy"
BEGUN = on("08:00", "therapy-started")
ONSET = on("09:00", "condition-started")
OPENED = "09:00 condition opened warning hold-therapy"
POSITIVE = "09:00 hcg opened warning hold-therapy"
CLEARED = "10:00 condition resolved cleared"


def cleared(at: str, **fields: str) -> Told:
    return on(at, "hold-cleared", rule=RULE, **fields)


def hcg(
    at: str,
    finding: str | None = "positive",
    *,
    status: str = "final",
    accepted: str | None = None,
    version: int | None = None,
) -> Told:
    """A result; those that name their version are versions of one."""
    same = None if version is None else "result"
    said = {"finding": finding, "status": status, "result_id": same, "version": version}
    return on(at, "lab-result", accepted=accepted, alert=None, analyte="hcg", **said)


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param([ONSET], [], id="off therapy"),
        pytest.param([BEGUN, ONSET], [OPENED], id="on therapy"),
        pytest.param(
            [ONSET, on("10:00", "therapy-started")],
            ["10:00 condition opened warning hold-therapy"],
            id="before the therapy: from its start",
        ),
        pytest.param([BEGUN, ONSET, on("10:00", "condition-resolved")], [OPENED, CLEARED], id="resolved"),
        pytest.param(
            [BEGUN, ONSET, on("09:00", "condition-resolved")],
            [OPENED, "09:00 condition resolved cleared"],
            id="resolved as it began",
        ),
        pytest.param(
            [BEGUN, ONSET, on("08:30", "condition-resolved")],
            [OPENED],
            id="an end before the onset is of another spell",
        ),
        pytest.param(
            [BEGUN, ONSET, on("10:00", "condition-resolved", condition_id="other")],
            [OPENED],
            id="another one is resolved",
        ),
        pytest.param([BEGUN, ONSET, cleared("10:00")], [OPENED, CLEARED], id="evaluated"),
        pytest.param([BEGUN, ONSET, cleared("10:00", subject="condition")], [OPENED, CLEARED], id="evaluated by name"),
        pytest.param([BEGUN, ONSET, cleared("10:00", subject="hcg")], [OPENED], id="another subject evaluated"),
        pytest.param(
            [BEGUN, ONSET, on("10:00", "hold-cleared", rule="lactation")], [OPENED], id="another rule evaluated"
        ),
        pytest.param(
            [BEGUN, ONSET, cleared("09:00")], [OPENED], id="evaluated at the onset itself: it did not begin before"
        ),
        pytest.param(
            [BEGUN, ONSET, cleared("09:00:00.000001")],
            [OPENED, "09:00:00.000001 condition resolved cleared"],
            id="evaluated just after the onset",
        ),
        pytest.param(
            [BEGUN, on("09:00", "condition-started", recorded_at="10:00"), cleared("10:00")],
            [OPENED, CLEARED],
            id="recorded as it was evaluated",
        ),
        pytest.param(
            [BEGUN, on("09:00", "condition-started", recorded_at="10:00:01"), cleared("10:00")],
            [OPENED],
            id="recorded after it was evaluated: nobody could know",
        ),
        pytest.param(
            [BEGUN, cleared("10:00"), on("09:00", "condition-started", accepted="11:00")],
            [],
            id="recorded before, and heard of after it was evaluated",
        ),
        pytest.param(
            [BEGUN, ONSET, cleared("10:00"), on("11:00", "condition-started")],
            [OPENED, CLEARED, "11:00 condition opened warning hold-therapy"],
            id="a new onset opens again",
        ),
        pytest.param(
            [BEGUN, ONSET, cleared("10:00"), on("11:00", "condition-started", condition_id="second")],
            [OPENED, CLEARED, "11:00 second opened warning hold-therapy"],
            id="another pregnancy opens its own",
        ),
        pytest.param(
            [BEGUN, ONSET, cleared("10:00"), on("11:00", "event-retracted", retracts="e3")],
            [OPENED, CLEARED, "11:00 condition opened warning hold-therapy since 09:00"],
            id="the evaluation is retracted",
        ),
        pytest.param(
            [BEGUN, ONSET, cleared("10:00"), on("11:00", "therapy-discontinued"), on("12:00", "therapy-started")],
            [OPENED, CLEARED],
            id="what was evaluated stays so in a later therapy",
        ),
        pytest.param(
            [BEGUN, ONSET, on("11:00", "therapy-discontinued"), cleared("11:30"), on("12:00", "therapy-started")],
            [OPENED, "11:00 condition resolved therapy-ended"],
            id="evaluated between two therapies",
        ),
        pytest.param(
            [BEGUN, ONSET, on("11:00", "therapy-discontinued"), on("12:00", "therapy-started")],
            [OPENED, "11:00 condition resolved therapy-ended", "12:00 condition opened warning hold-therapy"],
            id="not evaluated it holds the later therapy",
        ),
        pytest.param(
            [BEGUN, ONSET, on("10:00", "event-retracted", retracts="e2")],
            [OPENED, "10:00 condition resolved retracted"],
            id="the onset is retracted",
        ),
        pytest.param([BEGUN, on("09:00", "condition-started", kind="other")], [], id="another condition"),
        pytest.param(
            [BEGUN, ONSET, on("10:00", "alert-acknowledged", alert=RULE)],
            [OPENED, "10:00 condition acknowledged warning hold-therapy since 09:00"],
            id="acknowledged it stays",
        ),
    ],
)
def test_a_pregnancy_holds_the_therapy(story: list[Told], told: list[str]) -> None:
    assert tell(*story, about=RULE, until="20:00") == told


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param([BEGUN, hcg("09:00")], [POSITIVE], id="positive"),
        pytest.param([BEGUN, hcg("09:00", "negative")], [], id="negative"),
        pytest.param([BEGUN, hcg("09:00", "indeterminate")], [], id="indeterminate"),
        pytest.param([hcg("09:00")], [], id="off therapy"),
        pytest.param([BEGUN, hcg("09:00", status="preliminary")], [POSITIVE], id="a preliminary positive opens"),
        pytest.param(
            [BEGUN, hcg("09:00"), hcg("10:00", "negative")],
            [POSITIVE, "10:00 hcg resolved cleared"],
            id="a later negative",
        ),
        pytest.param(
            [BEGUN, hcg("09:00"), hcg("10:00", "negative", status="preliminary")],
            [POSITIVE],
            id="a preliminary negative ends nothing",
        ),
        pytest.param(
            [BEGUN, hcg("09:00"), hcg("10:00", "indeterminate")], [POSITIVE], id="an indeterminate one ends nothing"
        ),
        pytest.param(
            [BEGUN, hcg("09:00"), hcg("09:00", "negative")], [POSITIVE], id="of two at one instant the positive counts"
        ),
        pytest.param([BEGUN, hcg("09:00", "negative"), hcg("09:00")], [POSITIVE], id="and in the other order"),
        pytest.param(
            [BEGUN, hcg("09:00"), hcg("08:30", "negative", accepted="10:00")],
            [POSITIVE],
            id="an earlier negative heard of late",
        ),
        pytest.param(
            [BEGUN, hcg("09:00"), hcg("10:00")],
            [POSITIVE, "10:00 hcg updated warning hold-therapy since 09:00"],
            id="a second positive is further evidence of the same episode",
        ),
        pytest.param(
            [BEGUN, hcg("09:00"), cleared("10:00", subject="hcg")],
            [POSITIVE, "10:00 hcg resolved cleared"],
            id="evaluated",
        ),
        pytest.param(
            [BEGUN, hcg("09:00"), cleared("10:00"), hcg("11:00")],
            [POSITIVE, "10:00 hcg resolved cleared", "11:00 hcg opened warning hold-therapy"],
            id="a new positive after it was evaluated",
        ),
        pytest.param(
            [
                BEGUN,
                hcg("09:00", version=1),
                hcg("09:00", "negative", version=2, status="corrected", accepted="10:00"),
            ],
            [POSITIVE, "10:00 hcg resolved corrected"],
            id="corrected to negative",
        ),
        pytest.param(
            [
                BEGUN,
                hcg("09:00", version=1),
                hcg("09:00", None, version=2, status="entered-in-error", accepted="10:00"),
            ],
            [POSITIVE, "10:00 hcg resolved retracted"],
            id="entered in error",
        ),
        pytest.param(
            [BEGUN, hcg("09:00"), hcg("10:00", "negative"), on("11:00", "event-retracted", retracts="e3")],
            [POSITIVE, "10:00 hcg resolved cleared", "11:00 hcg opened warning hold-therapy since 09:00"],
            id="the negative is retracted",
        ),
        pytest.param(
            [BEGUN, ONSET, hcg("09:30", "negative")],
            [OPENED],
            id="a negative hCG ends no reported pregnancy",
        ),
        pytest.param(
            [BEGUN, ONSET, hcg("09:30"), cleared("10:00")],
            [OPENED, "09:30 hcg opened warning hold-therapy", CLEARED, "10:00 hcg resolved cleared"],
            id="one evaluation without a subject ends both",
        ),
    ],
)
def test_a_positive_hcg_holds_the_therapy(story: list[Told], told: list[str]) -> None:
    assert tell(*story, about=RULE, until="20:00") == told
