"""Raised lymphocytes are an effect of the drug: known, and not to be feared."""

import pytest

from tests.alerts.labs import lab
from tests.alerts.story import Told, on, tell

RULE = "lymphocytes-raised"
BEGUN = on("07:00", "therapy-started")
OPENED = "08:00 lymphocytes opened info review"


def count(at: str, value: str, unit: str = "10*9/L", **fields: object) -> Told:
    return lab(at, "lymphocytes", value, unit, **{"reference_low": "1.0", "reference_high": "4.8", **fields})


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param([BEGUN, count("08:00", "4.8")], [], id="at the limit"),
        pytest.param([BEGUN, count("08:00", "4.81")], [OPENED], id="just above"),
        pytest.param([BEGUN, count("08:00", "0.5")], [], id="below the range is no matter"),
        pytest.param([BEGUN, count("08:00", "9", reference_high=None)], [], id="with a lower limit only"),
        pytest.param(
            [BEGUN, count("08:00", "4801", "/uL", reference_low=None, reference_high="4800")],
            [OPENED],
            id="in another unit",
        ),
        pytest.param(
            [BEGUN, count("08:00", "6"), count("09:00", "0.5")],
            [OPENED, "09:00 lymphocytes resolved cleared"],
            id="back",
        ),
        pytest.param(
            [BEGUN, count("08:00", "6"), on("09:00", "event-retracted", retracts="e2")],
            [OPENED, "09:00 lymphocytes resolved retracted"],
            id="the result is retracted",
        ),
        pytest.param([BEGUN, count("08:00", "4.8", comparator=">")], [OPENED], id="> 4.8"),
        pytest.param([BEGUN, count("08:00", "4.8", comparator=">=")], [OPENED], id=">= 4.8 may be more"),
        pytest.param([BEGUN, count("08:00", "4.8", comparator="<")], [], id="< 4.8"),
        pytest.param([BEGUN, count("08:00", "4.8", comparator="<=")], [], id="<= 4.8"),
        pytest.param([BEGUN, count("08:00", "4.9", comparator="<")], [OPENED], id="< 4.9 may be above 4.8"),
        pytest.param([BEGUN, count("08:00", "1", comparator=">")], [OPENED], id="> 1 may be above 4.8"),
        pytest.param([BEGUN, count("08:00", "6", status="preliminary")], [OPENED], id="a preliminary one opens"),
        pytest.param(
            [BEGUN, count("08:00", "6"), count("09:00", "2", status="preliminary")], [OPENED], id="and ends nothing"
        ),
        pytest.param(
            [BEGUN, count("08:00", "6", accepted="10:00")],
            ["10:00 lymphocytes opened info review since 08:00"],
            id="heard of late",
        ),
        pytest.param(
            [BEGUN, count("08:00", "6"), count("08:30", "2", accepted="10:00")],
            [OPENED, "10:00 lymphocytes resolved cleared"],
            id="that it is back is heard of late",
        ),
        pytest.param(
            [BEGUN, count("08:00", "6"), on("09:00", "therapy-discontinued")],
            [OPENED, "09:00 lymphocytes resolved therapy-ended"],
            id="the therapy ends",
        ),
        pytest.param(
            [count("06:00", "6"), BEGUN], ["07:00 lymphocytes opened info review"], id="from the therapy's start"
        ),
        pytest.param(
            [
                BEGUN,
                count("08:00", "6"),
                count("08:00", "2", result_id="e2", version=2, status="corrected", accepted="09:00"),
            ],
            [OPENED, "09:00 lymphocytes resolved corrected"],
            id="the result is corrected",
        ),
        pytest.param([count("08:00", "6")], [], id="not on therapy"),
    ],
)
def test_when_lymphocytes_are_raised(story: list[Told], told: list[str]) -> None:
    assert tell(*story, about=RULE, until="2026-01-02") == told


def test_a_limit_of_the_site_holds_in_every_unit() -> None:
    policy = '[limits.lymphocytes]\nunit = "/uL"\nupper = 4800'
    above = [BEGUN, count("08:00", "4.81", reference_high=None)]
    assert tell(*above, about=RULE, policy=policy) == [OPENED]


def test_the_laboratorys_own_limit_counts_before_the_sites() -> None:
    policy = '[limits.lymphocytes]\nunit = "10*9/L"\nupper = 3'
    assert tell(BEGUN, count("08:00", "4.8"), about=RULE, policy=policy) == []
    assert tell(BEGUN, count("08:00", "4.8", reference_high=None), about=RULE, policy=policy) == [OPENED]
