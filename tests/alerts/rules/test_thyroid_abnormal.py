"""TSH and free T4 are watched."""

import pytest

from tests.alerts.labs import lab
from tests.alerts.story import Told, on, revisions, tell

RULE = "thyroid-abnormal"
BEGUN = on("07:00", "therapy-started")
OPENED = "08:00 tsh opened warning review"


def tsh(at: str, value: str, **fields: object) -> Told:
    return lab(at, "tsh", value, "mIU/L", **{"reference_low": "0.4", "reference_high": "4.0", **fields})


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param([BEGUN, tsh("08:00", "4.0")], [], id="the upper limit is inside"),
        pytest.param([BEGUN, tsh("08:00", "4.01")], [OPENED], id="just above"),
        pytest.param([BEGUN, tsh("08:00", "0.4")], [], id="the lower limit is inside"),
        pytest.param([BEGUN, tsh("08:00", "0.39")], [OPENED], id="just below"),
        pytest.param([BEGUN, tsh("08:00", "9", reference_high=None)], [], id="only the limits that are known"),
        pytest.param([BEGUN, tsh("08:00", "0.1", reference_high=None)], [OPENED], id="the lower limit alone"),
        pytest.param([BEGUN, tsh("08:00", "9", reference_low=None)], [OPENED], id="the upper limit alone"),
        pytest.param([BEGUN, tsh("08:00", "9", reference_low=None, reference_high=None)], [], id="without any limit"),
        pytest.param(
            [BEGUN, tsh("08:00", "9"), tsh("09:00", "1", reference_low=None, reference_high=None)],
            [OPENED],
            id="a later one without any limit ends nothing",
        ),
        pytest.param(
            [BEGUN, tsh("08:00", "9"), tsh("09:00", "4")], [OPENED, "09:00 tsh resolved cleared"], id="back inside"
        ),
        pytest.param([BEGUN, tsh("08:00", "9"), tsh("08:00", "1")], [OPENED], id="of two at once the worse counts"),
        pytest.param(
            [BEGUN, tsh("08:00", "9"), lab("09:00", "free-t4", "15", "pmol/L", reference_high="23")],
            [OPENED],
            id="each analyte is judged alone",
        ),
        pytest.param(
            [BEGUN, lab("08:00", "free-t4", "8.9", "pmol/L", reference_low="9")],
            ["08:00 free-t4 opened warning review"],
            id="free T4 as well",
        ),
        pytest.param([BEGUN, tsh("08:00", "4", comparator=">")], [OPENED], id="> 4"),
        pytest.param([BEGUN, tsh("08:00", "4", comparator=">=")], [OPENED], id=">= 4 may be more"),
        pytest.param([BEGUN, tsh("08:00", "0.4", comparator="<")], [OPENED], id="< 0.4"),
        pytest.param([BEGUN, tsh("08:00", "0.4", comparator="<=")], [OPENED], id="<= 0.4 may be less"),
        pytest.param([BEGUN, tsh("08:00", "4", comparator="<", reference_low=None)], [], id="< 4 is not above 4"),
        pytest.param([BEGUN, tsh("08:00", "4", comparator="<=", reference_low=None)], [], id="<= 4 is not above 4"),
        pytest.param([BEGUN, tsh("08:00", "0.4", comparator=">", reference_high=None)], [], id="> 0.4 is not below"),
        pytest.param(
            [BEGUN, tsh("08:00", "0.3", comparator=">", reference_high=None)], [OPENED], id="> 0.3 may be below"
        ),
        pytest.param([tsh("06:00", "9"), BEGUN], ["07:00 tsh opened warning review"], id="from the therapy's start"),
        pytest.param(
            [BEGUN, tsh("08:00", "9"), on("09:00", "therapy-discontinued")],
            [OPENED, "09:00 tsh resolved therapy-ended"],
            id="to the therapy's end",
        ),
        pytest.param(
            [
                BEGUN,
                tsh("08:00", "9"),
                tsh("08:00", "9", result_id="e2", version=2, status="cancelled", accepted="09:00"),
            ],
            [OPENED, "09:00 tsh resolved retracted"],
            id="the result is cancelled",
        ),
        pytest.param(
            [BEGUN, tsh("08:00", "9", accepted="10:00"), on("09:00", "therapy-discontinued", accepted="11:00")],
            ["10:00 tsh opened warning review since 08:00", "11:00 tsh resolved therapy-ended"],
            id="that the therapy has ended is heard of late",
        ),
        pytest.param(
            [BEGUN, tsh("08:00", "9"), on("07:30", "therapy-discontinued", accepted="11:00")],
            [OPENED, "11:00 tsh resolved cleared"],
            id="it had ended before",
        ),
    ],
)
def test_when_the_thyroid_is_looked_at(story: list[Told], told: list[str]) -> None:
    assert tell(*story, about=RULE, until="2026-01-02") == told


def test_a_doubt_is_said() -> None:
    (made,) = [alert for alert in revisions(BEGUN, tsh("08:00", "4", comparator=">=")) if alert.rule == RULE]
    assert made.summary == "TSH >= 4 mIU/L may be above its limit (4 mIU/L)"
