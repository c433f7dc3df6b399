"""Active lesions in the MRI are looked at."""

import pytest

from tests.alerts.story import Told, on, tell

RULE = "mri-activity"
BEGUN = on("07:00", "therapy-started")
OPENED = "08:00 patient opened warning review"


def mri(at: str, gd: int = 0, t2: int = 0, accepted: str | None = None) -> Told:
    return on(at, "mri-reported", gd_enhancing_lesions=gd, new_t2_lesions=t2, accepted=accepted)


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param([BEGUN, mri("08:00")], [], id="clean"),
        pytest.param([BEGUN, mri("08:00", gd=1)], [OPENED], id="one enhancing lesion"),
        pytest.param([BEGUN, mri("08:00", t2=1)], [OPENED], id="one new T2 lesion"),
        pytest.param(
            [BEGUN, mri("08:00", t2=1), mri("09:00")], [OPENED, "09:00 patient resolved cleared"], id="later clean"
        ),
        pytest.param([BEGUN, mri("08:00", t2=1), mri("08:00")], [OPENED], id="of two at once the worse counts"),
        pytest.param(
            [BEGUN, mri("08:00", t2=1), mri("07:59", accepted="09:00")], [OPENED], id="an older one ends nothing"
        ),
        pytest.param(
            [BEGUN, mri("08:00", t2=1), mri("09:00", gd=2)],
            [OPENED, "09:00 patient updated warning review since 08:00"],
            id="active again",
        ),
        pytest.param(
            [mri("06:00", gd=1), BEGUN], ["07:00 patient opened warning review"], id="from the therapy's start"
        ),
        pytest.param(
            [BEGUN, mri("08:00", gd=1), on("09:00", "therapy-discontinued")],
            [OPENED, "09:00 patient resolved therapy-ended"],
            id="to its end",
        ),
        pytest.param(
            [BEGUN, mri("08:00", gd=1), on("09:00", "event-retracted", retracts="e2")],
            [OPENED, "09:00 patient resolved retracted"],
            id="the report is retracted",
        ),
    ],
)
def test_when_an_mri_is_looked_at(story: list[Told], told: list[str]) -> None:
    assert tell(*story, about=RULE, until="2026-01-02") == told
