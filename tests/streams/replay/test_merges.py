from itertools import permutations

import pytest

from models.alerts import Status
from models.log.lines import line_for
from models.policy import Policy
from streams.replay.run import Replay, replay
from tests.alerts.story import Told, event_of, on
from tests.streams.monitor.lines import alt, merge, policy_changed, time_reached


def told(*lines: bytes) -> list[tuple[str | None, str, str | None]]:
    alerts = replay(Replay([("events", lines)]), lambda _: None, lambda *_: None)
    return [(alert.patient_id, alert.change.value, alert.reason and alert.reason.value) for alert in alerts]


def test_a_merge_of_canonical_events_hands_over_at_once_and_passes_on_what_comes_later() -> None:
    assert told(alt("old", "e1", 200), merge("new", "old", "m", 1), alt("old", "e2", 400, 2)) == [
        ("old", "opened", None),
        ("new", "opened", None),
        ("old", "resolved", "superseded"),
        ("new", "worsened", None),
    ]


FOUR_TIMES = policy_changed(Policy.parse("[liver]\nsuspend_multiple = 4"), 1)
UNVERSIONED = (
    b'{"type":"policy-changed","partition":0,"partitions":12,"policy":{},"policy_version":"1","accepted_at":"%s"}'
)


@pytest.mark.parametrize(
    "before",
    [[alt("old", "e1", 200), FOUR_TIMES], [UNVERSIONED % b"2026-01-01T00:00:00Z", alt("old", "e1", 200)]],
    ids=["after some events", "before all events, in no worker's words"],
)
def test_a_merge_of_canonical_events_hands_over_at_once_although_policies_are_told_among_them(
    before: list[bytes],
) -> None:
    assert told(*before, merge("new", "old", "m", 2), alt("old", "e2", 20, 3)) == [
        ("old", "opened", None),
        ("new", "opened", None),
        ("old", "resolved", "superseded"),
        ("new", "resolved", "cleared"),
    ]


def test_a_chain_of_merges_ends_at_the_last_record() -> None:
    assert told(merge("b", "a", "m1"), merge("c", "b", "m2", 1), alt("a", "e1", 200, 2)) == [("c", "opened", None)]


def test_records_that_are_merged_into_each_other_are_one_patient() -> None:
    lines = (alt("a", "e1", 200), merge("b", "a", "m1", 1), merge("a", "b", "m2", 2), alt("a", "e2", 20, 3))
    assert told(*lines) == [
        ("a", "opened", None),
        ("a", "resolved", "superseded"),
        ("b", "opened", None),
        ("a", "opened", None),
        ("b", "resolved", "superseded"),
        ("a", "resolved", "cleared"),
    ]


def test_a_deadline_of_a_record_that_was_merged_changes_nothing() -> None:
    assert told(merge("b", "a", "m1"), time_reached("a", 1)) == []


def test_what_still_holds_opens_at_the_merge_and_what_is_over_does_not() -> None:
    lines = (alt("old", "e1", 200), alt("old", "e2", 20, 1), alt("old", "e3", 200, 2), merge("new", "old", "m", 3))
    alerts = replay(Replay([("events", lines)]), lambda _: None, lambda *_: None)
    assert [(alert.patient_id, alert.change, alert.revision) for alert in alerts] == [
        ("old", "opened", 1),
        ("old", "resolved", 2),
        ("old", "opened", 1),
        ("new", "opened", 1),
        ("old", "resolved", 2),
    ]
    assert alerts[3].opened_at == alerts[4].changed_at > alerts[2].changed_at
    assert alerts[3].holds_from == alerts[2].holds_from


def open_at_the_end(*told: Told) -> dict[tuple[str | None, str], str]:
    """Whose alerts of which rule still stand, and what they ask for; of rules that make somebody hold the therapy."""
    alerts = replay(Replay([("events", [written(each) for each in told])]), lambda _: None, lambda *_: None)
    last = {alert.alert_id: alert for alert in alerts}
    rules = {"pregnancy", "infused-while-held", "prepared-while-held", "liver-uln"}
    return {
        (alert.patient_id, alert.rule): alert.effect.value
        for alert in last.values()
        if alert.status is not Status.RESOLVED and alert.rule in rules
    }


def written(told: Told) -> bytes:
    return line_for(event := event_of(told), event.patient_id)


MERGED = on("12:00", "patient-merged", patient_id="new", prior_patient_id="old", event_id="m")
INFUSED = on("10:00", "infusion-started", patient_id="new", event_id="i", infusion_id="i")
PREGNANT = on("09:00", "condition-started", patient_id="old", event_id="p", kind="pregnancy", condition_id="p")
TREATED = on("08:00", "therapy-started", patient_id="old", event_id="t")


@pytest.mark.parametrize("order", list(permutations((PREGNANT, INFUSED, MERGED))))
def test_an_infusion_under_one_number_during_a_pregnancy_under_the_other_is_found(order: tuple[Told, ...]) -> None:
    assert open_at_the_end(TREATED, *order) == {
        ("new", "pregnancy"): "hold-therapy",
        ("new", "infused-while-held"): "stop-infusion",
    }
