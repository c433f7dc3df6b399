"""More than three infections within a year are looked at."""

import pytest

from tests.alerts.story import Told, on, revisions, tell

RULE = "infection-rate"
BEGUN = on("2026-01-01", "therapy-started")
OPENED = "2026-04-01 00:00 patient opened info review"


def infection(at: str, name: str = "", **fields: str) -> Told:
    return on(at, "condition-started", condition_id=name or at, kind="infection", **fields)


def over(at: str, name: str) -> Told:
    return on(at, "condition-resolved", condition_id=name, kind="infection")


THREE = [infection(at) for at in ("2026-01-02", "2026-02-01", "2026-03-01")]
TREATED = [on(at, "infusion-started", infusion_id=at) for at in ("2026-05-01", "2026-10-01", "2027-01-01")]


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param([BEGUN, *THREE], [], id="three"),
        pytest.param([BEGUN, *THREE, infection("2026-04-01")], [OPENED], id="four"),
        pytest.param(
            [BEGUN, *THREE, on("2026-04-01", "condition-started", kind="other")], [], id="what is no infection"
        ),
        pytest.param(
            [BEGUN, *THREE, infection("2026-04-01"), *TREATED, on("2027-01-03", "therapy-started")],
            [OPENED, "2027-01-02 00:00 patient resolved cleared"],
            id="a year after the first",
        ),
        pytest.param(
            [BEGUN, *THREE, *TREATED, infection("2027-01-01 23:59:59.999999"), on("2027-01-03", "relapse-reported")],
            [
                "2027-01-01 23:59:59.999999 patient opened info review",
                "2027-01-02 00:00 patient resolved cleared",
            ],
            id="the fourth, a microsecond before the first is a year ago",
        ),
        pytest.param(
            [BEGUN, *THREE, *TREATED, infection("2027-01-02"), on("2027-01-03", "relapse-reported")],
            [],
            id="the fourth, as the first is a year ago: that ends at the instant at which this begins",
        ),
        pytest.param([BEGUN, *THREE, infection("2026-04-01", "2026-03-01")], [], id="one that was reported again"),
        pytest.param(
            [BEGUN, *THREE, over("2026-03-10", "2026-03-01"), infection("2026-04-01", "2026-03-01")],
            [OPENED],
            id="one that came back",
        ),
        pytest.param(
            [BEGUN, *THREE, infection("2026-03-01", "twin")],
            ["2026-03-01 00:00 patient opened info review"],
            id="two that began together",
        ),
        pytest.param(
            [*(infection(at) for at in ("2025-02-01", "2025-03-01", "2025-04-01", "2025-05-01")), BEGUN],
            ["00:00 patient opened info review", "2026-02-01 00:00 patient resolved cleared"],
            id="before the therapy, for as long as they count",
        ),
        pytest.param(
            [BEGUN, *THREE, infection("2026-04-01"), on("2026-04-02", "event-retracted", retracts="e2")],
            [OPENED, "2026-04-02 00:00 patient resolved retracted"],
            id="one is retracted",
        ),
        pytest.param(
            [BEGUN, *THREE, infection("2026-04-01"), on("2026-04-02", "therapy-discontinued")],
            [OPENED, "2026-04-02 00:00 patient resolved therapy-ended"],
            id="the therapy ends",
        ),
    ],
)
def test_when_infections_are_many(story: list[Told], told: list[str]) -> None:
    assert tell(*story, about=RULE, until="2027-01-05" if len(story) > 8 else "2026-04-05") == told


def test_a_site_may_count_otherwise() -> None:
    policy = "[infection]\nper_year = 2"
    assert tell(BEGUN, *THREE, about=RULE, policy=policy) == ["2026-03-01 00:00 patient opened info review"]


def test_no_more_than_20_facts_are_given_as_evidence() -> None:
    story = [infection(f"2026-02-01 {hour:02}:00", f"i{hour}") for hour in range(24)]
    made = [alert for alert in revisions(*story, on("2026-02-02", "therapy-started")) if alert.rule == RULE]
    assert all(len(alert.evidence) <= 20 for alert in made)


def test_the_evidence_is_every_one_of_them() -> None:
    made = [alert for alert in revisions(BEGUN, *THREE, infection("2026-04-01")) if alert.rule == RULE]
    assert [[each.event_id for each in alert.evidence] for alert in made] == [["e2", "e3", "e4", "e5"]]
