"""When a patient is on therapy, told by a rule that holds exactly then: an infection that never ends."""

import pytest

from tests.alerts.story import Told, on, tell

RULE = "active-infection"
SICK = on("2025-12-01", "condition-started", kind="infection")
LAPSED = "2026-06-30 00:00 condition resolved therapy-ended"


def opened(at: str, since: str | None = None) -> str:
    return f"{at} condition opened critical hold-therapy" + ("" if since is None else f" since {since}")


def ended(at: str, reason: str = "therapy-ended") -> str:
    return f"{at} condition resolved {reason}"


def infused(at: str, **fields: str) -> Told:
    return on(at, "infusion-started", **fields)


START = on("00:00", "therapy-started")
LATER = {"accepted": "2026-03-02", "recorded_at": "2026-03-02 00:00"}


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param([], [], id="nothing begins it"),
        pytest.param([on("08:00", "therapy-started")], [opened("08:00")], id="a start begins it"),
        pytest.param([on("08:00", "dose-prepared")], [opened("08:00")], id="a dose begins it"),
        pytest.param([infused("08:00")], [opened("08:00")], id="an infusion begins it"),
        pytest.param([infused("08:00", route="subcutaneous")], [opened("08:00")], id="an infusion by any route"),
        pytest.param([on("08:00", "infusion-stopped")], [], id="a stop without a start does not"),
        pytest.param([on("08:00", "dose-moved", storage="refrigerated")], [], id="a dose that is only moved does not"),
        pytest.param([on("08:00", "therapy-discontinued")], [], id="a discontinuation does not"),
        pytest.param(
            [on("08:00", "dose-prepared"), on("09:00", "infusion-started"), on("10:00", "therapy-started")],
            [opened("08:00")],
            id="the first of them counts",
        ),
        pytest.param(
            [infused("09:00"), on("08:00", "dose-prepared", accepted="10:00")],
            [opened("09:00"), "10:00 condition updated critical hold-therapy since 08:00"],
            id="the first is heard of late",
        ),
    ],
)
def test_what_begins_a_therapy(story: list[Told], told: list[str]) -> None:
    assert tell(SICK, *story, about=RULE, until="2026-01-02") == told


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param(
            [on("08:00", "dose-prepared"), on("09:00", "dose-discarded")],
            [opened("08:00"), ended("09:00", "cleared")],
            id="discarded unused",
        ),
        pytest.param(
            [on("08:00", "dose-prepared"), on("09:00", "event-retracted", retracts="e2")],
            [opened("08:00"), ended("09:00", "retracted")],
            id="it was never prepared",
        ),
        pytest.param(
            [
                on("08:00", "dose-prepared"),
                on("09:00", "dose-discarded"),
                on("10:00", "event-retracted", retracts="e3"),
            ],
            [opened("08:00"), ended("09:00", "cleared"), opened("10:00", since="08:00")],
            id="it was not discarded after all",
        ),
        pytest.param(
            [on("08:00", "dose-prepared"), infused("09:00", preparation_id="bag"), on("10:00", "dose-discarded")],
            [opened("08:00")],
            id="the rest was discarded",
        ),
        pytest.param(
            [on("08:00", "dose-prepared"), infused("09:00"), on("10:00", "dose-discarded")],
            [opened("08:00"), "10:00 condition updated critical hold-therapy since 09:00"],
            id="discarded, and the infusion was of another dose",
        ),
        pytest.param(
            [
                *(on("08:00", "dose-prepared"), infused("09:00", preparation_id="bag"), on("10:00", "dose-discarded")),
                on("11:00", "event-retracted", retracts="e3"),
            ],
            [opened("08:00"), ended("11:00", "retracted")],
            id="the infusion from it is retracted",
        ),
        pytest.param(
            [on("08:00", "dose-prepared"), on("09:00", "dose-discarded"), on("09:30", "therapy-started")],
            [opened("08:00"), ended("09:00", "cleared"), opened("09:30")],
            id="a start after it",
        ),
        pytest.param(
            [
                on("08:00", "dose-prepared"),
                on("09:00", "dose-discarded"),
                on("09:30", "therapy-started"),
                infused("10:00", preparation_id="bag"),
            ],
            [
                opened("08:00"),
                ended("09:00", "cleared"),
                opened("09:30"),
                "10:00 condition updated critical hold-therapy since 08:00",
            ],
            id="it was used after all, during a therapy that began later",
        ),
    ],
)
def test_a_dose_that_was_discarded_unused_begins_none(story: list[Told], told: list[str]) -> None:
    assert tell(SICK, *story, about=RULE, until="2026-01-02") == told


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param([on("2026-02-01", "therapy-discontinued")], [ended("2026-02-01 00:00")], id="discontinued"),
        pytest.param([], [LAPSED], id="after 180 days"),
        pytest.param([infused("2026-03-01 10:00")], [ended("2026-08-28 10:00")], id="180 days after an infusion"),
        pytest.param(
            [infused("2026-03-01 10:00"), on("2026-03-01 11:00", "infusion-stopped")],
            [ended("2026-08-28 10:00")],
            id="they count from its start",
        ),
        pytest.param(
            [infused("2026-03-01"), infused("2026-02-01", infusion_id="older", accepted="2026-03-02")],
            [ended("2026-08-28 00:00")],
            id="the last infusion is the latest, not what was heard of last",
        ),
        pytest.param(
            [infused("2026-03-01", event_id="drip"), infused("2026-02-01", event_id="drip", **LATER)],
            [ended("2026-07-31 00:00")],
            id="it was earlier, as is said later",
        ),
        pytest.param(
            [
                infused("2026-03-01", event_id="drip"),
                infused("2026-02-01", event_id="drip", infusion_id="another", **LATER),
            ],
            [ended("2026-07-31 00:00")],
            id="it was another infusion, and earlier, as is said later",
        ),
        pytest.param([on("2026-06-01", "therapy-started")], [LAPSED], id="a second start changes nothing"),
        pytest.param([on("2026-06-01", "dose-prepared")], [LAPSED], id="neither does a dose"),
        pytest.param([infused("2026-06-30")], [ended("2026-12-27 00:00")], id="an infusion at the lapse is in time"),
        pytest.param(
            [infused("2026-06-30"), on("2026-06-30", "dose-prepared")],
            [ended("2026-12-27 00:00")],
            id="with the dose that was prepared at that instant, too",
        ),
        pytest.param(
            [on("2026-06-30", "dose-prepared"), infused("2026-06-30")],
            [
                "2026-06-30 00:00 condition updated critical hold-therapy",
                "2026-06-30 00:00 condition updated critical hold-therapy since 00:00",
                ended("2026-12-27 00:00"),
            ],
            id="whichever of the two is heard of first",
        ),
        pytest.param(
            [infused("2026-06-30 00:00:00.000001")],
            [
                LAPSED,
                "2026-06-30 00:00:00.000001 condition opened critical hold-therapy",
                "2026-12-27 00:00:00.000001 condition resolved therapy-ended",
            ],
            id="an infusion after the lapse begins the next",
        ),
        pytest.param(
            [on("2026-07-10", "dose-prepared")],
            [LAPSED, opened("2026-07-10 00:00")],
            id="a dose after the lapse begins the next",
        ),
        pytest.param(
            [on("2026-02-01", "therapy-discontinued"), on("2026-02-02", "therapy-discontinued")],
            [ended("2026-02-01 00:00")],
            id="discontinued twice",
        ),
        pytest.param(
            [on("2026-02-01", "therapy-discontinued"), infused("2026-02-03")],
            [ended("2026-02-01 00:00"), opened("2026-02-03 00:00"), ended("2026-08-02 00:00")],
            id="an infusion after the discontinuation begins the next",
        ),
        pytest.param(
            [infused("2026-02-03"), on("2026-02-01", "therapy-discontinued", accepted="2026-02-04")],
            [
                "2026-02-04 00:00 condition updated critical hold-therapy since 2026-02-03 00:00",
                ended("2026-08-02 00:00"),
            ],
            id="the discontinuation before it is heard of late",
        ),
        pytest.param(
            [on("2026-07-10", "therapy-discontinued"), infused("2026-02-01", accepted="2026-07-20")],
            [LAPSED],
            id="an infusion heard of late prolongs it no further than a discontinuation after the lapse",
        ),
        pytest.param(
            [on("2026-06-30", "therapy-discontinued"), infused("2026-02-01", accepted="2026-07-20")],
            [LAPSED],
            id="nor than one at the very lapse",
        ),
        pytest.param(
            [on("2026-02-01", "therapy-discontinued"), on("2026-02-02", "event-retracted", retracts="e3")],
            [ended("2026-02-01 00:00"), opened("2026-02-02 00:00", since="00:00"), LAPSED],
            id="the discontinuation is retracted",
        ),
        pytest.param(
            [on("2026-02-01", "event-retracted", retracts="e2")],
            [ended("2026-02-01 00:00", "retracted")],
            id="the start is retracted",
        ),
    ],
)
def test_what_ends_a_therapy(story: list[Told], told: list[str]) -> None:
    assert tell(SICK, START, *story, about=RULE, until="2026-12-31") == [opened("00:00"), *told]


@pytest.mark.parametrize("order", [1, -1])
def test_of_a_discontinuation_and_an_infusion_at_one_instant_the_infusion_goes_on(order: int) -> None:
    together = [on("2026-02-01", "therapy-discontinued"), infused("2026-02-01")][::order]
    assert tell(SICK, START, *together, about=RULE, until="2026-07-31")[-1] == ended("2026-07-31 00:00")


def test_a_site_may_let_it_lapse_otherwise() -> None:
    assert tell(SICK, START, about=RULE, until="2026-04-01", policy='[therapy]\nlapse = "3 months"') == [
        opened("00:00"),
        ended("2026-04-01 00:00"),
    ]
