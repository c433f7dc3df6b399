"""Raised monocytes are an effect of the drug: known, and not to be feared."""

import pytest

from tests.alerts.labs import lab
from tests.alerts.story import Told, on, tell

RULE = "monocytes-raised"
BEGUN = on("07:00", "therapy-started")
OPENED = "08:00 monocytes opened info review"


def count(at: str, value: str, unit: str = "10*9/L", **fields: object) -> Told:
    return lab(at, "monocytes", value, unit, **{"reference_low": "1.0", "reference_high": "4.8", **fields})


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
            [BEGUN, count("08:00", "6"), count("09:00", "0.5")], [OPENED, "09:00 monocytes resolved cleared"], id="back"
        ),
        pytest.param(
            [BEGUN, count("08:00", "6"), on("09:00", "event-retracted", retracts="e2")],
            [OPENED, "09:00 monocytes resolved retracted"],
            id="the result is retracted",
        ),
        pytest.param([count("08:00", "6")], [], id="not on therapy"),
    ],
)
def test_when_monocytes_are_raised(story: list[Told], told: list[str]) -> None:
    assert tell(*story, about=RULE, until="2026-01-02") == told


def test_a_limit_of_the_site_holds_in_every_unit() -> None:
    policy = '[limits.monocytes]\nunit = "/uL"\nupper = 4800'
    above = [BEGUN, count("08:00", "4.81", reference_high=None)]
    assert tell(*above, about=RULE, policy=policy) == [OPENED]
