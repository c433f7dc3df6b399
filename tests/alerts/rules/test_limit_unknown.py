"""A result whose limit nobody knows is not judged, and that is said."""

import pytest

from tests.alerts.labs import lab
from tests.alerts.story import Told, on, tell

RULE = "limit-unknown"
BEGUN = on("07:00", "therapy-started")
OPENED = "08:00 tsh opened info review"
CELLS = "10*9/L"


def tsh(at: str, **fields: object) -> Told:
    return lab(at, "tsh", "9", "mIU/L", **fields)


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param([BEGUN, tsh("08:00")], [OPENED], id="TSH without any"),
        pytest.param([BEGUN, tsh("08:00", reference_high="4")], [], id="TSH with an upper one"),
        pytest.param([BEGUN, tsh("08:00", reference_low="0.4")], [], id="TSH with a lower one"),
        pytest.param([BEGUN, lab("08:00", "alt", "90")], [], id="ALT has one by policy"),
        pytest.param(
            [BEGUN, lab("08:00", "lymphocytes", "5", CELLS, reference_low="1")],
            ["08:00 lymphocytes opened info review"],
            id="lymphocytes need an upper one",
        ),
        pytest.param(
            [BEGUN, lab("08:00", "monocytes", "5", CELLS)], ["08:00 monocytes opened info review"], id="monocytes"
        ),
        pytest.param(
            [BEGUN, lab("08:00", "neutrophils", "5", CELLS, reference_low="1")], [], id="neutrophils need either"
        ),
        pytest.param([BEGUN, lab("08:00", "platelets", "5", CELLS)], [], id="platelets are judged by no rule"),
        pytest.param(
            [BEGUN, tsh("08:00"), tsh("09:00", reference_high="4")],
            [OPENED, "09:00 tsh resolved cleared"],
            id="a later result has one",
        ),
        pytest.param(
            [BEGUN, tsh("08:00"), tsh("09:00", reference_high="4", status="preliminary")],
            [OPENED],
            id="a preliminary one ends nothing",
        ),
        pytest.param(
            [BEGUN, tsh("08:00"), tsh("08:00", reference_high="4", result_id="e2", version=2, accepted="09:00")],
            [OPENED, "09:00 tsh resolved corrected"],
            id="a new version has one",
        ),
        pytest.param([BEGUN, lab("08:00", "ast", "90")], [], id="AST has one by policy"),
        pytest.param(
            [BEGUN, lab("08:00", "free-t4", "15", "pmol/L")], ["08:00 free-t4 opened info review"], id="free T4"
        ),
        pytest.param(
            [BEGUN, lab("08:00", "neutrophils", "5", CELLS)], ["08:00 neutrophils opened info review"], id="neutrophils"
        ),
        pytest.param([BEGUN, tsh("08:00", status="preliminary")], [OPENED], id="a preliminary one opens"),
        pytest.param(
            [BEGUN, tsh("08:00", accepted="10:00")], ["10:00 tsh opened info review since 08:00"], id="heard of late"
        ),
        pytest.param(
            [BEGUN, tsh("08:00"), tsh("07:30", reference_high="4", accepted="09:00")],
            [OPENED],
            id="an older one has one",
        ),
        pytest.param(
            [BEGUN, tsh("08:00"), on("09:00", "event-retracted", retracts="e2")],
            [OPENED, "09:00 tsh resolved retracted"],
            id="the result is retracted",
        ),
        pytest.param(
            [BEGUN, tsh("08:00"), tsh("09:00", reference_high="4"), on("10:00", "event-retracted", retracts="e3")],
            [OPENED, "09:00 tsh resolved cleared", "10:00 tsh opened info review since 08:00"],
            id="the later one is retracted",
        ),
        pytest.param(
            [BEGUN, lab("08:00", "free-t4", "15", "pmol/L"), tsh("09:00", reference_high="4")],
            ["08:00 free-t4 opened info review"],
            id="each analyte for itself",
        ),
        pytest.param([tsh("08:00")], [], id="not on therapy"),
        pytest.param(
            [tsh("06:00"), BEGUN, on("09:00", "therapy-discontinued")],
            ["07:00 tsh opened info review", "09:00 tsh resolved therapy-ended"],
            id="while on therapy",
        ),
    ],
)
def test_when_a_limit_is_missing(story: list[Told], told: list[str]) -> None:
    assert tell(*story, about=RULE, until="2026-01-02") == told


def test_a_limit_by_policy_is_enough() -> None:
    policy = '[limits.tsh]\nunit = "[IU]/L"\nupper = 0.004'
    assert tell(BEGUN, tsh("08:00"), about=RULE, policy=policy) == []
    assert tell(BEGUN, tsh("08:00"), about="thyroid-abnormal", policy=policy) == ["08:00 tsh opened warning review"]


def test_a_policy_that_names_no_upper_limit_leaves_the_liver_unjudged() -> None:
    policy = '[limits.ast]\nunit = "U/L"\nlower = 5'
    assert tell(BEGUN, lab("08:00", "ast", "500"), about=RULE, policy=policy) == ["08:00 ast opened info review"]
    assert tell(BEGUN, lab("08:00", "ast", "500"), about="liver-uln", policy=policy) == []
