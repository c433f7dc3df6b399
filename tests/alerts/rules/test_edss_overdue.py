"""Disability is scored every six months."""

import pytest

from tests.alerts.story import Told, on, tell

RULE = "edss-overdue"
BEGUN = on("2026-01-01", "therapy-started")
ON = [on("2026-03-01", "infusion-started")]
DUE = "due 2026-07-01 00:00"
NOTICE = f"2026-06-17 00:00 patient opened info schedule {DUE}"
OVERDUE = f"2026-07-01 00:00 patient worsened info schedule {DUE}"


def done(at: str, accepted: str | None = None) -> list[Told]:
    return [on(at, "edss-scored", score="2.0", accepted=accepted)]


@pytest.mark.parametrize(
    ("story", "until", "told"),
    [
        pytest.param([BEGUN, *ON], "2026-06-30 23:59:59.999999", [NOTICE], id="before the due date"),
        pytest.param([BEGUN, *ON], "2026-07-01 00:00", [NOTICE, OVERDUE], id="at the due date"),
        pytest.param(
            [BEGUN, *ON, *done("2026-06-17 00:00", accepted="2026-07-01 00:00")],
            "2026-07-01 00:00",
            [NOTICE, "2026-07-01 00:00 patient resolved cleared"],
            id="done at the notice, and heard of at the due date",
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
    ],
)
def test_when_it_is_due(story: list[Told], until: str, told: list[str]) -> None:
    assert tell(*story, about=RULE, until=until) == told
