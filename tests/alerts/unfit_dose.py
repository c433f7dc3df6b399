"""What becomes of a dose that is unfit from 08:00 on: the same for every rule that says so."""

from dataclasses import replace
from typing import Final, NamedTuple

import pytest

from tests.alerts.story import Told, on, revisions, tell

OPENED: Final = "08:00 bag opened critical discard-dose"
INFUSED: Final = "10:00 bag worsened critical review"
DISCARDED: Final = on("09:00", "dose-discarded")


class Case(NamedTuple):
    name: str
    then: list[Told]
    told: list[str]


def drip(at: str, infusion: str = "drip", accepted: str | None = None) -> Told:
    return on(at, "infusion-started", infusion_id=infusion, preparation_id="bag", accepted=accepted)


CASES: Final = [
    Case("nothing happens", [], [OPENED]),
    Case("discarded", [DISCARDED], [OPENED, "09:00 bag resolved cleared"]),
    Case("discarded twice", [DISCARDED, on("10:00", "dose-discarded")], [OPENED, "09:00 bag resolved cleared"]),
    Case("discarded at once", [on("08:00", "dose-discarded")], [OPENED, "08:00 bag resolved cleared"]),
    Case("infused", [drip("10:00")], [OPENED, INFUSED]),
    Case("infused, and the rest discarded", [drip("10:00"), on("11:00", "dose-discarded")], [OPENED, INFUSED]),
    Case(
        "infused although discarded",
        [DISCARDED, drip("10:00")],
        [OPENED, "09:00 bag resolved cleared", "10:00 bag opened critical review"],
    ),
    Case("stopped", [drip("10:00"), on("10:10", "infusion-stopped", reason="aborted")], [OPENED, INFUSED]),
    Case("infused twice", [drip("10:00"), drip("11:00", "other")], [OPENED, INFUSED]),
    Case(
        "acknowledged once infused",
        [drip("10:00"), on("10:30", "alert-acknowledged", alert="this")],
        [OPENED, INFUSED, "10:30 bag resolved acknowledged"],
    ),
    Case(
        "acknowledged before",
        [on("09:00", "alert-acknowledged", alert="this"), drip("10:00")],
        [OPENED, "09:00 bag acknowledged critical discard-dose since 08:00", INFUSED],
    ),
    Case(
        "the infusion never was",
        [drip("10:00"), on("11:00", "event-retracted", retracts="e2")],
        [OPENED, INFUSED, "11:00 bag eased critical discard-dose since 08:00"],
    ),
    Case(
        "the infusion is said to have begun earlier",
        [drip("10:00"), drip("09:30", accepted="12:00")],
        [OPENED, INFUSED, "12:00 bag updated critical review since 09:30"],
    ),
    Case(
        "heard of the infusion late",
        [drip("10:00", accepted="12:00")],
        [OPENED, "12:00 bag worsened critical review since 10:00"],
    ),
    Case(
        "the discarding never was",
        [DISCARDED, on("11:00", "event-retracted", retracts="e2")],
        [OPENED, "09:00 bag resolved cleared", "11:00 bag opened critical discard-dose since 08:00"],
    ),
    Case("it never was", [on("11:00", "event-retracted", retracts="e1")], [OPENED, "11:00 bag resolved retracted"]),
]


any_fate = pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
"""For a test of what becomes of an unfit dose."""


def told_of(case: Case, unfit: Told, rule: str) -> list[str]:
    """What the rule says if a dose is unfit because of the first event, and then the case happens."""
    then = [replace(each, alert=rule) if each.alert else each for each in case.then]
    return tell(unfit, *then, about=rule, until="20:00")


def asks_of(unfit: Told, rule: str) -> list[str]:
    """What the rule asks for if two doses are unfit, and then one of them is infused."""
    other = replace(unfit, fields={**unfit.fields, "preparation_id": "another bag"})
    told = revisions(unfit, other, drip("10:00"))
    return [f"{alert.subject}: {alert.action}" for alert in told if alert.rule == rule]


ASKED: Final = [
    "bag: Discard the dose; prepare a new one.",
    "another bag: Discard the dose; prepare a new one.",
    "bag: Call the physician; watch the patient.",
]
"""For each dose that is unfit, and for the one that was infused although it was."""
