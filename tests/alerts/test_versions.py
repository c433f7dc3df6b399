"""Which version of a laboratory result counts, in whatever order the versions arrive.

Told by ALT: 130 U/L is more than three times the limit of 40, 30 is none, 500 more than ten times.
"""

import itertools

import pytest

from tests.alerts.story import Told, on, tell

RULE = "liver-uln"
OPENED = "08:00 alt opened critical hold-therapy"
BACK = "critical hold-therapy since 08:00"


def alt(at: str, value: int | None, version: int | None = None, status: str = "final", **named: str) -> Told:
    """A version of one result, collected at 8:00, that arrives at `at`."""
    unit = None if value is None else "U/L"
    said = {"analyte": "alt", "value": value, "unit": unit, "version": version, "status": status, "result_id": "result"}
    return on("08:00", "lab-result", accepted=at, alert=None, **said, **named)


def another(at: str, value: int, status: str = "final") -> Told:
    """Another result, collected when it arrives."""
    return on(at, "lab-result", analyte="alt", value=value, unit="U/L", status=status, alert=None)


def takes_back(at: str, event_id: str, **fields: str) -> Told:
    return on(at, "event-retracted", retracts=event_id, **fields)


HIGH = alt("08:00", 130, 1)


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param(
            [HIGH, alt("09:00", 30, 2, "corrected")], [OPENED, "09:00 alt resolved corrected"], id="corrected"
        ),
        pytest.param(
            [HIGH, alt("09:00", 30, 2)], [OPENED, "09:00 alt resolved corrected"], id="a higher final version"
        ),
        pytest.param(
            [HIGH, alt("09:00", 30, 1, "corrected")],
            [OPENED, "09:00 alt resolved corrected"],
            id="of one version corrected beats final",
        ),
        pytest.param(
            [alt("08:00", 130, 1, "corrected"), alt("09:00", 30, 1)], [OPENED], id="and final does not beat corrected"
        ),
        pytest.param(
            [alt("08:00", 130, 2), alt("09:00", 30, 1, "corrected")], [OPENED], id="a lower version that arrives later"
        ),
        pytest.param([alt("08:00", 30, 2), alt("09:00", 130, 1)], [], id="a lower version never counts"),
        pytest.param(
            [alt("08:00", 130), alt("09:00", 30, 2)],
            [OPENED, "09:00 alt resolved corrected"],
            id="no version is version 1",
        ),
        pytest.param(
            [HIGH, alt("09:00", 30, 1, recorded_at="08:30")],
            [OPENED, "09:00 alt resolved corrected"],
            id="of one version and status the one recorded later counts",
        ),
        pytest.param(
            [alt("08:00", 130, 1, recorded_at="08:30"), alt("09:00", 30, 1, recorded_at="08:15")],
            [OPENED],
            id="not the one that arrived later",
        ),
        pytest.param(
            [alt("08:00", 130, 1, event_id="b"), alt("09:00", 30, 1, event_id="a")],
            [OPENED],
            id="recorded at one instant, the greater event id counts",
        ),
        pytest.param(
            [alt("08:00", 130, 1, event_id="a"), alt("09:00", 30, 1, event_id="b")],
            [OPENED, "09:00 alt resolved corrected"],
            id="whichever of them came first",
        ),
        pytest.param(
            [HIGH, alt("09:00", 500, 2, "corrected")], [OPENED, f"09:00 alt worsened {BACK}"], id="corrected upwards"
        ),
        pytest.param(
            [alt("08:00", 500, 1), alt("09:00", 130, 2, "corrected")],
            [OPENED, f"09:00 alt eased {BACK}"],
            id="corrected downwards",
        ),
        pytest.param(
            [HIGH, alt("09:00", 130, 2, "corrected", occurred_at="2026-01-01T07:00:00Z")],
            [OPENED, "09:00 alt updated critical hold-therapy since 07:00"],
            id="the time of collection is corrected",
        ),
        pytest.param(
            [HIGH, alt("09:00", None, 2, "cancelled")], [OPENED, "09:00 alt resolved retracted"], id="cancelled"
        ),
        pytest.param(
            [HIGH, alt("09:00", None, 2, "entered-in-error")],
            [OPENED, "09:00 alt resolved retracted"],
            id="entered in error",
        ),
        pytest.param(
            [HIGH, alt("09:00", None, 1, "cancelled")],
            [OPENED, "09:00 alt resolved retracted"],
            id="cancelled without a new version",
        ),
        pytest.param(
            [alt("08:00", 130, 2), alt("09:00", None, 1, "cancelled")], [OPENED], id="an older version was cancelled"
        ),
        pytest.param([alt("07:00", None, 1, "cancelled"), alt("08:00", 130, 1)], [], id="cancelled before it came"),
        pytest.param(
            [HIGH, alt("09:00", None, 2, "cancelled"), alt("10:00", 130, 3)],
            [OPENED, "09:00 alt resolved retracted", f"10:00 alt opened {BACK}"],
            id="a version after the cancelled one",
        ),
        pytest.param(
            [HIGH, alt("09:00", None, 2, "cancelled"), takes_back("10:00", "e2")],
            [OPENED, "09:00 alt resolved retracted", f"10:00 alt opened {BACK}"],
            id="the cancellation is retracted: the earlier version counts again",
        ),
        pytest.param(
            [HIGH, alt("09:00", 30, 2, "corrected"), takes_back("10:00", "e2")],
            [OPENED, "09:00 alt resolved corrected", f"10:00 alt opened {BACK}"],
            id="the correction is retracted",
        ),
        pytest.param(
            [HIGH, alt("09:00", 30, 2, "corrected"), takes_back("10:00", "e1")],
            [OPENED, "09:00 alt resolved corrected"],
            id="the version before the correction is retracted",
        ),
    ],
)
def test_which_version_of_a_result_counts(story: list[Told], told: list[str]) -> None:
    assert tell(*story, about=RULE, until="11:00") == told


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param([alt("08:00", 130, 1, "preliminary")], [OPENED], id="it opens"),
        pytest.param([HIGH, alt("09:00", 30, 2, "preliminary")], [OPENED], id="it replaces no final one"),
        pytest.param([HIGH, alt("09:00", 500, 2, "preliminary")], [OPENED], id="not even one that is worse"),
        pytest.param(
            [alt("08:00", 130, 1, "corrected"), alt("09:00", 30, 2, "preliminary")], [OPENED], id="nor a corrected one"
        ),
        pytest.param(
            [alt("08:00", 130, 1, "preliminary"), alt("09:00", 30, 2, "preliminary")],
            [OPENED],
            id="of preliminary versions the worst counts",
        ),
        pytest.param(
            [alt("08:00", 130, 1, "preliminary"), alt("09:00", 500, 2, "preliminary")],
            [OPENED, f"09:00 alt worsened {BACK}"],
            id="a worse one worsens",
        ),
        pytest.param(
            [alt("08:00", 130, 2, "preliminary"), alt("09:00", 500, 1, "preliminary")],
            [OPENED, f"09:00 alt worsened {BACK}"],
            id="of whatever version",
        ),
        pytest.param(
            [alt("08:00", 130, 1, "preliminary"), alt("09:00", 30, 2)],
            [OPENED, "09:00 alt resolved corrected"],
            id="the final one replaces it",
        ),
        pytest.param(
            [alt("08:00", 130, 2, "preliminary"), alt("09:00", 30, 1)],
            [OPENED, "09:00 alt resolved corrected"],
            id="the final one of a lower version, too",
        ),
        pytest.param(
            [HIGH, alt("09:00", None, 2, "cancelled"), alt("10:00", 130, 3, "preliminary")],
            [OPENED, "09:00 alt resolved retracted", f"10:00 alt opened {BACK}"],
            id="it counts after a cancellation",
        ),
        pytest.param(
            [HIGH, alt("09:00", None, 3, "cancelled"), alt("10:00", 130, 2, "preliminary")],
            [OPENED, "09:00 alt resolved retracted"],
            id="one from before the cancellation does not",
        ),
        pytest.param(
            [HIGH, another("09:00", 30, "preliminary")],
            [OPENED],
            id="another result that is preliminary closes nothing",
        ),
        pytest.param(
            [alt("08:00", 500, 1), another("09:00", 130, "preliminary")],
            [OPENED],
            id="nor does it ease anything",
        ),
        pytest.param(
            [HIGH, another("09:00", 500, "preliminary")],
            [OPENED, "09:00 alt worsened critical hold-therapy"],
            id="but it may worsen",
        ),
    ],
)
def test_a_preliminary_result_opens_and_worsens_and_never_eases(story: list[Told], told: list[str]) -> None:
    assert tell(*story, about=RULE, until="11:00") == told


VERSIONS = (
    alt("08:00", 500, 1, "preliminary", event_id="a"),
    alt("08:00", 30, 1, event_id="b"),
    alt("08:00", 130, 2, "corrected", event_id="c"),
    alt("08:00", 500, 3, "preliminary", event_id="d"),
)


@pytest.mark.parametrize("order", list(itertools.permutations(VERSIONS)))
def test_the_order_of_arrival_does_not_matter(order: tuple[Told, ...]) -> None:
    *_, last = ["", *tell(*order, takes_back("09:00", "c"), takes_back("10:00", "e5"), about=RULE)]
    assert last == f"10:00 alt opened {BACK}"
