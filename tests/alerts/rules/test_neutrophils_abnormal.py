"""A change in neutrophils may be the sign of an infection."""

import pytest

from tests.alerts.labs import lab
from tests.alerts.story import Told, on, tell

RULE = "neutrophils-abnormal"
BEGUN = on("07:00", "therapy-started")
OPENED = "08:00 neutrophils opened warning review"


def count(at: str, value: str, unit: str = "10*9/L", **fields: object) -> Told:
    return lab(at, "neutrophils", value, unit, **{"reference_low": "1.5", "reference_high": "7.5", **fields})


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param([BEGUN, count("08:00", "1.49")], [OPENED], id="just below"),
        pytest.param([BEGUN, count("08:00", "1.5")], [], id="at the lower limit"),
        pytest.param([BEGUN, count("08:00", "7.5")], [], id="at the upper limit"),
        pytest.param([BEGUN, count("08:00", "7.51")], [OPENED], id="just above"),
        pytest.param(
            [BEGUN, count("08:00", "1499", "cells/uL", reference_low="1500", reference_high="7500")],
            [OPENED],
            id="in another unit",
        ),
        pytest.param(
            [BEGUN, count("08:00", "1.4"), count("09:00", "1.5")],
            [OPENED, "09:00 neutrophils resolved cleared"],
            id="back inside",
        ),
        pytest.param(
            [BEGUN, count("08:00", "1.4"), count("09:00", "1.6", status="preliminary")],
            [OPENED],
            id="a preliminary result ends nothing",
        ),
        pytest.param(
            [BEGUN, count("08:00", "1.4"), count("08:00", "2.4", result_id="e2", status="corrected", accepted="09:00")],
            [OPENED, "09:00 neutrophils resolved corrected"],
            id="of one version the corrected one counts",
        ),
        pytest.param([count("08:00", "1.4")], [], id="not on therapy"),
    ],
)
def test_when_neutrophils_are_looked_at(story: list[Told], told: list[str]) -> None:
    assert tell(*story, about=RULE, until="2026-01-02") == told
