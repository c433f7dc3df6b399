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
        pytest.param([BEGUN, count("08:00", "1.5", comparator="<")], [OPENED], id="< 1.5 is below"),
        pytest.param([BEGUN, count("08:00", "1.5", comparator="<=")], [OPENED], id="<= 1.5 may be below"),
        pytest.param([BEGUN, count("08:00", "1.5", comparator=">", reference_high=None)], [], id="> 1.5 is not below"),
        pytest.param(
            [BEGUN, count("08:00", "1.4", comparator=">=", reference_high=None)], [OPENED], id=">= 1.4 may be below"
        ),
        pytest.param([BEGUN, count("08:00", "7.5", comparator=">")], [OPENED], id="> 7.5 is above"),
        pytest.param([BEGUN, count("08:00", "7.5", comparator=">=")], [OPENED], id=">= 7.5 may be above"),
        pytest.param([BEGUN, count("08:00", "7.5", comparator="<=", reference_low=None)], [], id="<= 7.5 is not above"),
        pytest.param(
            [BEGUN, count("08:00", "1.4"), count("09:00", "2", comparator=">")],
            [OPENED, "09:00 neutrophils updated warning review since 08:00"],
            id="> 2 may be above: no end",
        ),
        pytest.param([BEGUN, count("08:00", "1.4", status="preliminary")], [OPENED], id="a preliminary one opens"),
        pytest.param(
            [
                BEGUN,
                count("08:00", "1.4", status="preliminary"),
                count("08:00", "2", result_id="e2", version=2, accepted="09:00"),
            ],
            [OPENED, "09:00 neutrophils resolved corrected"],
            id="and the final one says otherwise",
        ),
        pytest.param(
            [BEGUN, count("08:00", "1.4", accepted="10:00")],
            ["10:00 neutrophils opened warning review since 08:00"],
            id="heard of late",
        ),
        pytest.param(
            [BEGUN, count("08:00", "1.4"), count("07:30", "2", accepted="10:00")], [OPENED], id="an older one is heard"
        ),
        pytest.param(
            [BEGUN, count("09:00", "2"), count("08:00", "1.4", accepted="10:00")], [], id="over when it is heard of"
        ),
        pytest.param(
            [BEGUN, count("08:00", "2"), count("08:00", "1.4")], [OPENED], id="of two at once the worse counts"
        ),
        pytest.param(
            [BEGUN, count("08:00", "1.4"), on("09:00", "therapy-discontinued")],
            [OPENED, "09:00 neutrophils resolved therapy-ended"],
            id="the therapy ends",
        ),
        pytest.param(
            [
                BEGUN,
                count("08:00", "1.4"),
                count("08:00", "1.4", result_id="e2", version=2, status="entered-in-error", accepted="09:00"),
            ],
            [OPENED, "09:00 neutrophils resolved retracted"],
            id="entered in error",
        ),
        pytest.param([count("08:00", "1.4")], [], id="not on therapy"),
    ],
)
def test_when_neutrophils_are_looked_at(story: list[Told], told: list[str]) -> None:
    assert tell(*story, about=RULE, until="2026-01-02") == told


SITE = '[limits.neutrophils]\nunit = "/uL"\nlower = 2000\nupper = 7000'


@pytest.mark.parametrize(
    ("result", "told"),
    [
        pytest.param(
            count("08:00", "1.9", reference_low=None, reference_high=None), [OPENED], id="the site's lower one"
        ),
        pytest.param(count("08:00", "2", reference_low=None, reference_high=None), [], id="at it"),
        pytest.param(
            count("08:00", "7.1", reference_low=None, reference_high=None), [OPENED], id="the site's upper one"
        ),
        pytest.param(count("08:00", "1.9"), [], id="the laboratory's own counts before it"),
        pytest.param(count("08:00", "7.1", reference_high=None), [OPENED], id="each limit for itself"),
    ],
)
def test_limits_of_the_site_serve_where_the_result_brings_none(result: Told, told: list[str]) -> None:
    assert tell(BEGUN, result, about=RULE, policy=SITE) == told
