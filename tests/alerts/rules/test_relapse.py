"""Each relapse is shown for 90 days, and presses if it is not the first within a year."""

import pytest

from tests.alerts.story import Told, on, revisions, tell

RULE = "relapse"
BEGUN = on("2026-01-01", "therapy-started")
OPENED = "2026-02-01 00:00 patient opened warning review"
GONE = "2026-05-02 00:00 patient resolved cleared"


def relapse(at: str, accepted: str | None = None) -> Told:
    return on(at, "relapse-reported", accepted=accepted)


FIRST = relapse("2026-02-01")


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param([BEGUN, FIRST], [OPENED, GONE], id="90 days"),
        pytest.param(
            [BEGUN, FIRST, relapse("2026-03-01")],
            [OPENED, "2026-03-01 00:00 patient worsened critical review", "2026-05-30 00:00 patient resolved cleared"],
            id="another one within 90 days",
        ),
        pytest.param(
            [BEGUN, FIRST, relapse("2026-03-01"), relapse("2026-03-20")],
            [
                OPENED,
                "2026-03-01 00:00 patient worsened critical review",
                "2026-03-20 00:00 patient updated critical review",
            ],
            id="a third one: the latest is shown",
        ),
        pytest.param(
            [BEGUN, FIRST, relapse("2026-06-01")],
            [OPENED, GONE, "2026-06-01 00:00 patient opened critical review"],
            id="another one within a year",
        ),
        pytest.param(
            [relapse("2025-02-01"), BEGUN, FIRST],
            ["2026-02-01 00:00 patient opened critical review", GONE],
            id="a year to the instant",
        ),
        pytest.param([relapse("2025-01-31 23:59:59"), BEGUN, FIRST], [OPENED, GONE], id="more than a year"),
        pytest.param([BEGUN, FIRST, FIRST], [OPENED, GONE], id="reported twice"),
        pytest.param(
            [relapse("2025-12-01"), BEGUN],
            ["00:00 patient opened warning review", "2026-03-01 00:00 patient resolved cleared"],
            id="shortly before the therapy",
        ),
        pytest.param(
            [BEGUN, FIRST, on("2026-02-10", "therapy-discontinued")],
            [OPENED, "2026-02-10 00:00 patient resolved therapy-ended"],
            id="the therapy ends",
        ),
        pytest.param(
            [BEGUN, FIRST, relapse("2026-03-01"), on("2026-03-05", "event-retracted", retracts="e2")],
            [
                OPENED,
                "2026-03-01 00:00 patient worsened critical review",
                "2026-03-05 00:00 patient eased warning review since 2026-03-01 00:00",
                "2026-05-30 00:00 patient resolved cleared",
            ],
            id="the first is retracted",
        ),
        pytest.param(
            [BEGUN, FIRST, relapse("2025-12-01", accepted="2026-02-05")],
            [OPENED, "2026-02-05 00:00 patient worsened critical review since 2026-02-01 00:00", GONE],
            id="an earlier one is heard of late",
        ),
        pytest.param([FIRST], [], id="not on therapy"),
    ],
)
def test_when_a_relapse_is_shown(story: list[Told], told: list[str]) -> None:
    assert tell(*story, about=RULE, until="2026-06-15") == told


def test_the_evidence_is_the_relapse_and_the_one_that_it_followed() -> None:
    made = [alert for alert in revisions(BEGUN, FIRST, relapse("2026-03-01")) if alert.rule == RULE]
    assert [[each.event_id for each in alert.evidence] for alert in made] == [["e2"], ["e2", "e3"]]
    old = relapse("2025-01-31")
    (made_alone,) = [alert for alert in revisions(old, BEGUN, FIRST) if alert.rule == RULE]
    assert [each.event_id for each in made_alone.evidence] == ["e3"]
