"""ALT and AST are measured every three months."""

import pytest

from tests.alerts.labs import lab
from tests.alerts.story import Told, on, revisions, tell

RULE = "liver-overdue"
BEGUN = on("2026-01-01", "therapy-started")
DUE = "due 2026-04-01 00:00"
NOTICE = f"2026-03-18 00:00 patient opened info schedule {DUE}"
OVERDUE = f"2026-04-01 00:00 patient worsened warning schedule {DUE}"


def both(at: str, status: str = "final", accepted: str | None = None) -> list[Told]:
    return [lab(at, analyte, "30", status=status, accepted=accepted) for analyte in ("alt", "ast")]


@pytest.mark.parametrize(
    ("story", "until", "told"),
    [
        pytest.param([BEGUN], "2026-03-17 23:59:59.999999", [], id="15 days before"),
        pytest.param([BEGUN], "2026-03-31 23:59:59.999999", [NOTICE], id="14 days before"),
        pytest.param([BEGUN], "2026-04-01", [NOTICE, OVERDUE], id="after three months"),
        pytest.param([BEGUN, lab("2026-03-10", "alt", "30")], "2026-04-01", [NOTICE, OVERDUE], id="ALT alone"),
        pytest.param(
            [BEGUN, lab("2026-03-20", "alt", "30"), lab("2026-04-10", "ast", "30")],
            "2026-05-01",
            [NOTICE, OVERDUE, "2026-04-10 00:00 patient resolved cleared"],
            id="AST later: both are there",
        ),
        pytest.param(
            [BEGUN, *both("2026-01-01"), lab("2026-02-01", "alt", "30"), lab("2026-03-01", "alt", "30")],
            "2026-04-01",
            [NOTICE, OVERDUE],
            id="ALT again and again",
        ),
        pytest.param(
            [lab("2025-12-01", "alt", "30"), BEGUN, lab("2026-01-20", "ast", "30")],
            "2026-04-01",
            [NOTICE, OVERDUE],
            id="a last before the start puts nothing forward",
        ),
        pytest.param(
            [BEGUN, lab("2026-01-20", "alt", "30"), lab("2026-05-10", "ast", "30")],
            "2026-06-01",
            [
                NOTICE,
                OVERDUE,
                "2026-05-10 00:00 patient updated warning schedule since 2026-04-20 00:00 due 2026-04-20 00:00",
            ],
            id="the last moves while it is overdue",
        ),
        pytest.param(
            [BEGUN, *both("2026-03-18", status="preliminary")], "2026-04-01", [NOTICE, OVERDUE], id="a preliminary one"
        ),
        pytest.param([BEGUN, *both("2026-03-17")], "2026-06-02", [], id="on the day before the notice"),
        pytest.param(
            [BEGUN, *both("2026-02-28")],
            "2026-05-28",
            [
                "2026-05-14 00:00 patient opened info schedule due 2026-05-28 00:00",
                "2026-05-28 00:00 patient worsened warning schedule due 2026-05-28 00:00",
            ],
            id="three months after the last",
        ),
        pytest.param([*both("2025-12-31"), BEGUN], "2026-04-01", [NOTICE, OVERDUE], id="the later of start and last"),
        pytest.param(
            [
                BEGUN,
                *both("2026-03-20"),
                lab(
                    "2026-03-20",
                    "ast",
                    None,
                    None,
                    result_id="e3",
                    version=2,
                    status="cancelled",
                    accepted="2026-04-05",
                ),
            ],
            "2026-04-05",
            [
                NOTICE,
                "2026-03-20 00:00 patient resolved cleared",
                f"2026-04-05 00:00 patient opened warning schedule since 2026-04-01 00:00 {DUE}",
            ],
            id="cancelled, and the due date comes back",
        ),
        pytest.param(
            [BEGUN, *both("2026-03-25", accepted="2026-04-05")],
            "2026-04-06",
            [
                NOTICE,
                OVERDUE,
                "2026-04-05 00:00 patient resolved cleared",
            ],
            id="heard of late",
        ),
        pytest.param(
            [BEGUN, on("2026-04-01", "therapy-discontinued")],
            "2026-05-01",
            [NOTICE, "2026-04-01 00:00 patient resolved therapy-ended"],
            id="the therapy ends on the due date",
        ),
        pytest.param(
            [BEGUN, on("2026-03-18", "therapy-discontinued"), on("2026-03-20", "therapy-started")],
            "2026-06-20",
            [
                "2026-06-06 00:00 patient opened info schedule due 2026-06-20 00:00",
                "2026-06-20 00:00 patient worsened warning schedule due 2026-06-20 00:00",
            ],
            id="a new therapy has its own due date",
        ),
        pytest.param(
            [BEGUN, on("2026-04-02", "alert-acknowledged", alert=RULE), *both("2026-04-03")],
            "2026-04-04",
            [
                NOTICE,
                OVERDUE,
                f"2026-04-02 00:00 patient acknowledged warning schedule since 2026-04-01 00:00 {DUE}",
                "2026-04-03 00:00 patient resolved cleared",
            ],
            id="acknowledged it stays until both are there",
        ),
        pytest.param(
            [BEGUN, on("2026-03-20", "alert-acknowledged", alert=RULE)],
            "2026-04-01",
            [
                NOTICE,
                f"2026-03-20 00:00 patient acknowledged info schedule since 2026-03-18 00:00 {DUE}",
                OVERDUE,
            ],
            id="a notice was acknowledged, and worsens",
        ),
    ],
)
def test_when_liver_enzymes_are_due(story: list[Told], until: str, told: list[str]) -> None:
    assert tell(*story, about=RULE, until=until) == told


def test_a_month_that_is_too_short_gives_its_last_day() -> None:
    story = [on("2026-08-31 10:00", "therapy-started")]
    assert tell(*story, about=RULE, until="2026-12-01")[-1].endswith("due 2026-11-30 10:00")


@pytest.mark.parametrize(
    ("begun", "due"),
    [
        pytest.param("2025-12-29 01:30", "2026-03-29 01:30", id="2:30 does not exist: as zoneinfo reads it"),
        pytest.param("2026-07-25 00:30", "2026-10-25 00:30", id="2:30 is twice: the first"),
        pytest.param("2026-01-29 09:00", "2026-04-29 08:00", id="the same local time in summer"),
    ],
)
def test_months_are_those_of_the_site(begun: str, due: str) -> None:
    told = tell(
        on(begun, "therapy-started"), about=RULE, until="2026-12-01", policy='[site]\ntime_zone = "Europe/Berlin"'
    )
    assert told[1].endswith(f"due {due}")


def test_the_evidence_is_the_last_time() -> None:
    made = [alert for alert in revisions(BEGUN, *both("2026-02-28"), until="2026-05-28") if alert.rule == RULE]
    assert [(each.evidence[0].event_id, each.evidence[0].fact) for each in made] == [("e2", "the last time")] * 2


def test_the_last_time_may_be_before_the_therapy() -> None:
    made = [alert for alert in revisions(*both("2025-12-31"), BEGUN, until="2026-03-18") if alert.rule == RULE]
    assert [each.evidence[0].event_id for each in made] == ["e1"]


def test_it_is_due_soon_and_then_overdue() -> None:
    made = [alert for alert in revisions(BEGUN, until="2026-04-01") if alert.rule == RULE]
    assert [each.summary for each in made] == ["ALT and AST: due soon", "ALT and AST: overdue"]
