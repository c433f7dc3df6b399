"""Versions of one result, events that come again, retractions: which counts, and why an alert goes."""

from itertools import permutations

import pytest

from tests.alerts.labs import answer, lab
from tests.alerts.story import Told, on, tell

LIVER = "liver-uln"
OPENED = "08:00 alt opened critical hold-therapy"


def alt(
    value: str | None, version: int = 1, status: str = "final", accepted: str = "08:00", recorded: str | None = None
) -> Told:
    """One version of one result, collected at 08:00."""
    fields = {"version": version, "status": status, "result_id": "r", "recorded_at": recorded}
    return lab("08:00", "alt", value, None if value is None else "U/L", accepted=accepted, **fields)


def gone(accepted: str = "09:00", version: int = 2, status: str = "cancelled") -> Told:
    return alt(None, version, status, accepted)


def retract(event: str, at: str = "10:00", **fields: str) -> Told:
    return on(at, "event-retracted", retracts=event, **fields)


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param(
            [alt("200"), alt("30", 2, accepted="09:00")], [OPENED, "09:00 alt resolved corrected"], id="higher"
        ),
        pytest.param([alt("200", 2), alt("30", 1, accepted="09:00")], [OPENED], id="a lower version that comes late"),
        pytest.param(
            [alt("200"), alt("30", status="corrected", accepted="09:00")],
            [OPENED, "09:00 alt resolved corrected"],
            id="of one version the corrected one",
        ),
        pytest.param(
            [alt("200", recorded="08:30"), alt("30", recorded="08:20", accepted="09:00")],
            [OPENED],
            id="of one version and status the one that was recorded last",
        ),
        pytest.param(
            [alt("200"), alt("30", accepted="09:00")],
            [OPENED, "09:00 alt resolved corrected"],
            id="of those recorded together the greater id",
        ),
        pytest.param([alt("200"), gone()], [OPENED, "09:00 alt resolved retracted"], id="cancelled"),
        pytest.param(
            [alt("200"), gone(status="entered-in-error")],
            [OPENED, "09:00 alt resolved retracted"],
            id="entered in error",
        ),
        pytest.param(
            [alt("200"), gone(version=1)],
            [OPENED, "09:00 alt resolved retracted"],
            id="cancelled under its own version",
        ),
        pytest.param([alt("200", 3), gone()], [OPENED], id="an older version was cancelled"),
        pytest.param(
            [alt("200"), gone(), alt("300", 3, accepted="10:00")],
            [OPENED, "09:00 alt resolved retracted", "10:00 alt opened critical hold-therapy since 08:00"],
            id="given after all",
        ),
        pytest.param(
            [gone("08:00", 2), alt("200", 3, "preliminary", "09:00")],
            ["09:00 alt opened critical hold-therapy since 08:00"],
            id="a preliminary one after the cancellation",
        ),
        pytest.param(
            [gone("08:00", 2), alt("200", 1, "preliminary", "09:00")],
            [],
            id="a preliminary one before the cancellation",
        ),
        pytest.param(
            [gone("08:00", 2), alt("200", 2, "preliminary", "09:00")],
            [],
            id="a preliminary one beside the cancellation",
        ),
        pytest.param(
            [alt("30"), alt("200", 2, "preliminary", "09:00")], [], id="a preliminary version replaces no final one"
        ),
        pytest.param(
            [alt("200"), alt("30", 2, accepted="09:00"), retract("e2")],
            [OPENED, "09:00 alt resolved corrected", "10:00 alt opened critical hold-therapy since 08:00"],
            id="the correction is retracted: the earlier version counts again",
        ),
        pytest.param(
            [alt("200"), gone(), retract("e2")],
            [OPENED, "09:00 alt resolved retracted", "10:00 alt opened critical hold-therapy since 08:00"],
            id="the cancellation is retracted",
        ),
        pytest.param([alt("200"), retract("e1")], [OPENED, "10:00 alt resolved retracted"], id="retracted"),
        pytest.param([retract("e2", at="07:00"), alt("200")], [], id="retracted before it came"),
        pytest.param(
            [alt("200"), retract("e1", source="other")], [OPENED], id="another source retracts nothing of ours"
        ),
        pytest.param(
            [alt("200"), retract("e1"), retract("e2", "11:00")],
            [OPENED, "10:00 alt resolved retracted", "11:00 alt opened critical hold-therapy since 08:00"],
            id="the retraction is retracted",
        ),
        pytest.param(
            [alt("200"), retract("e1"), retract("e2", "11:00"), retract("e3", "12:00")],
            [
                OPENED,
                "10:00 alt resolved retracted",
                "11:00 alt opened critical hold-therapy since 08:00",
                "12:00 alt resolved retracted",
            ],
            id="and that one too",
        ),
        pytest.param([alt("200"), retract("e2")], [OPENED], id="a retraction of itself"),
        pytest.param([alt("200"), retract("e3"), retract("e2", "11:00")], [OPENED], id="a ring of two"),
        pytest.param(
            [alt("200"), retract("e3"), retract("e2", "11:00"), retract("e3", "12:00")],
            [OPENED],
            id="a retraction of one in a ring",
        ),
        pytest.param([alt("200"), retract("nothing")], [OPENED], id="what is not known"),
    ],
)
def test_which_version_counts(story: list[Told], told: list[str]) -> None:
    assert tell(*story, about=LIVER, until="20:00") == told


def named(event: str, told: Told) -> Told:
    return Told(told.accepted_at, {**told.fields, "event_id": event}, told.alert)


def test_the_order_in_which_versions_and_retractions_come_does_not_matter() -> None:
    known = [
        named("a", alt("200", 1)),
        named("b", alt("30", 2)),
        named("c", retract("b", "08:00")),
        named("d", retract("c", "08:00")),
        named("e", retract("d", "08:00")),
    ]
    assert all(tell(*story, about=LIVER)[-1].startswith("08:00 alt") for story in permutations(known))
    assert {tell(*story, about=LIVER)[-1].split()[2] for story in permutations(known)} == {"opened"}


@pytest.mark.parametrize(
    ("again", "told"),
    [
        pytest.param({"value": "200.0"}, [OPENED], id="the same number, written otherwise"),
        pytest.param({"value": "199"}, [OPENED], id="the lesser bytes"),
        pytest.param(
            {"value": "30"},
            [OPENED, "09:00 alt resolved corrected"],
            id="the greater bytes of what was recorded together",
        ),
        pytest.param(
            {"value": "100", "recorded_at": "08:00:01"}, [OPENED, "09:00 alt resolved corrected"], id="recorded later"
        ),
        pytest.param({"value": "30", "recorded_at": "07:59:59"}, [OPENED], id="recorded earlier"),
        pytest.param(
            {"value": None, "unit": None, "status": "cancelled", "recorded_at": "08:30"},
            [OPENED, "09:00 alt resolved retracted"],
            id="as cancelled",
        ),
        pytest.param({"value": "30", "source": "other", "result_id": "r2"}, [OPENED], id="of another source"),
    ],
)
def test_an_event_that_comes_again_with_other_contents(again: dict[str, object], told: list[str]) -> None:
    first = named("a", lab("08:00", "alt", "200", result_id="r"))
    second = named("a", lab("08:00", "alt", **{"value": "30", "result_id": "r", "accepted": "09:00", **again}))  # type: ignore[arg-type]
    got = tell(first, second, about=LIVER, until="20:00")
    assert [line for line in got if "updated" not in line] == told


def test_an_event_that_comes_again_as_another_type_is_moved() -> None:
    first = named("a", lab("08:00", "alt", "200"))
    second = named("a", on("08:00", "relapse-reported", accepted="09:00", recorded_at="09:00"))
    assert tell(first, second, about=LIVER, until="10:00") == [OPENED, "09:00 alt resolved corrected"]


def test_a_result_that_is_corrected_to_another_analyte_moves() -> None:
    story = [alt("200"), lab("08:00", "ast", "200", result_id="r", version=2, accepted="09:00")]
    assert tell(*story, about=LIVER) == [
        OPENED,
        "09:00 alt resolved corrected",
        "09:00 ast opened critical hold-therapy since 08:00",
    ]


def test_a_repeat_changes_nothing() -> None:
    first = named("a", alt("200"))
    assert tell(first, Told(first.accepted_at, first.fields), about=LIVER, until="20:00") == [OPENED]


def test_while_a_test_is_only_preliminary_its_worst_version_counts() -> None:
    worst = answer("08:00", "hcg", "positive", status="preliminary", result_id="r")
    milder = answer("08:00", "hcg", "negative", status="preliminary", result_id="r", version=2, accepted="09:00")
    begun = on("07:00", "therapy-started")
    assert tell(begun, worst, milder, about="pregnancy") == ["08:00 hcg opened warning hold-therapy"]
    assert tell(begun, milder, worst, about="pregnancy", until="10:00") == [
        "09:00 hcg opened warning hold-therapy since 08:00"
    ]
