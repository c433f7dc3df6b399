"""TSH and free T4 are measured every six months."""

import pytest

from tests.alerts.labs import lab
from tests.alerts.story import Told, on, tell

RULE = "thyroid-overdue"
BEGUN = on("2026-01-01", "therapy-started")
ON = [on("2026-03-01", "infusion-started")]
DUE = "due 2026-07-01 00:00"
NOTICE = f"2026-06-17 00:00 patient opened info schedule {DUE}"
OVERDUE = f"2026-07-01 00:00 patient worsened info schedule {DUE}"


def done(at: str, **fields: object) -> list[Told]:
    return [lab(at, "tsh", "2", "mIU/L", **fields), lab(at, "free-t4", "15", "pmol/L", **fields)]


@pytest.mark.parametrize(
    ("story", "until", "told"),
    [
        pytest.param([BEGUN, *ON], "2026-06-30 23:59:59.999999", [NOTICE], id="before the due date"),
        pytest.param([BEGUN, *ON], "2026-07-01 00:00", [NOTICE, OVERDUE], id="at the due date"),
        pytest.param(
            [BEGUN, *ON, *done("2026-06-17 00:00", accepted="2026-06-30 12:00")],
            "2026-07-01 00:00",
            [NOTICE, "2026-06-30 12:00 patient resolved cleared"],
            id="done at the notice, and heard of before the due date",
        ),
        pytest.param(
            [*done("2025-12-31"), BEGUN, *ON], "2026-07-01 00:00", [NOTICE, OVERDUE], id="done before the therapy"
        ),
        pytest.param([BEGUN, *done("2026-02-01"), *ON], "2026-07-01 00:00", [], id="done since"),
        pytest.param(
            [BEGUN, *ON, on("2026-07-01 00:00", "therapy-discontinued")],
            "2027-01-02",
            [NOTICE, "2026-07-01 00:00 patient resolved therapy-ended"],
            id="the therapy ends on the due date",
        ),
        pytest.param([*done("2025-12-31")], "2027-01-02", [], id="not on therapy"),
        pytest.param([BEGUN, *ON, done("2026-02-01")[0]], "2026-07-01", [NOTICE, OVERDUE], id="one alone"),
        pytest.param(
            [BEGUN, *ON, *done("2026-02-01", status="preliminary")], "2026-07-01", [NOTICE, OVERDUE], id="preliminary"
        ),
        pytest.param(
            [BEGUN, *done("2026-02-01"), *ON],
            "2026-08-01 00:00",
            [
                "2026-07-18 00:00 patient opened info schedule due 2026-08-01 00:00",
                "2026-08-01 00:00 patient worsened info schedule due 2026-08-01 00:00",
            ],
            id="after the last time",
        ),
        pytest.param(
            [BEGUN, *done("2026-02-01"), *ON, on("2026-07-05", "event-retracted", retracts="e2")],
            "2026-07-05 00:00",
            [f"2026-07-05 00:00 patient opened info schedule since 2026-07-01 00:00 {DUE}"],
            id="one is retracted, and the due date comes back",
        ),
        pytest.param(
            [
                BEGUN,
                *done("2026-02-01"),
                *ON,
                lab(
                    "2026-02-01",
                    "tsh",
                    None,
                    None,
                    result_id="e2",
                    version=2,
                    status="cancelled",
                    accepted="2026-07-05",
                ),
            ],
            "2026-07-05 00:00",
            [f"2026-07-05 00:00 patient opened info schedule since 2026-07-01 00:00 {DUE}"],
            id="one is cancelled",
        ),
        pytest.param(
            [BEGUN, *ON],
            "2027-01-02",
            [NOTICE, OVERDUE, "2026-08-28 00:00 patient resolved therapy-ended"],
            id="the therapy lapses",
        ),
        pytest.param(
            [BEGUN, *ON, *done("2026-07-05")],
            "2026-07-05 00:00",
            [NOTICE, OVERDUE, "2026-07-05 00:00 patient resolved cleared"],
            id="done when it was overdue",
        ),
    ],
)
def test_when_it_is_due(story: list[Told], until: str, told: list[str]) -> None:
    assert tell(*story, about=RULE, until=until) == told
