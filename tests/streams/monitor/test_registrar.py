"""Records that are merged: what their ledger hands over, passes on and says."""

import pytest
from msgspec.json import decode

from streams.monitor.counts import Counts
from streams.monitor.ledger import Ledger
from streams.monitor.log_lines import LogRecord
from streams.monitor.position import Place
from streams.monitor.restored import Restored
from streams.monitor.turn import Turn
from streams.topics import partition_of
from tests.streams.monitor.lines import STRICT, alt, merge, policy_changed, retraction, rulings, time_reached
from tests.streams.monitor.worked import PLACE, alerts, new_ledger, operations, read, work_in


def passed_on(turn: Turn) -> list[tuple[str, str]]:
    return [(event["patient_id"], event["event_id"]) for event in (decode(line) for _, line in turn.passed_on)]


def test_a_merge_ends_the_alerts_of_the_prior_record_and_hands_its_facts_over() -> None:
    ledger = new_ledger()
    work_in(ledger, [alt("old", "e1", 200), alt("new", "e2", 20)])
    (turn,) = ledger.work_in([LogRecord(1, merge("new", "old", "m", 1))])
    assert [(alert["patient_id"], alert["reason"]) for alert in alerts([turn])] == [("old", "superseded")]
    assert passed_on(turn) == [("new", "e1")]
    handed = turn.passed_on[0][1]
    assert decode(handed) == {**decode(alt("new", "e1", 200)), "version": 1, "accepted_at": "2026-03-02T12:01:00Z"}
    (after,) = ledger.work_in([LogRecord(2, handed)])
    assert [(alert["patient_id"], alert["change"]) for alert in alerts([after])] == [("new", "opened")]


def test_what_still_comes_under_the_prior_record_is_passed_on_once_and_after_a_restart_too() -> None:
    changelog = read(Restored(), work_in(new_ledger(), [merge("new", "old", "m")]))
    lines = [alt("old", "e1", 200, 1), alt("old", "e1", 200, 1), time_reached("old", 2), policy_changed(STRICT, 3)]
    (turn,) = Ledger(PLACE, changelog, rulings(), Counts()).work_in([LogRecord(1, b"\n".join(lines))])
    assert passed_on(turn) == [("new", "e1")]
    assert alerts([turn]) == []


def test_records_that_are_merged_into_each_other_are_one_patient_under_the_smallest_id_and_it_is_said() -> None:
    turn = work_in(new_ledger(), [alt("a", "e1", 200), merge("b", "a", "m1", 1), merge("a", "b", "m2", 2)])
    assert [(alert["patient_id"], alert["change"]) for alert in alerts([turn])] == [
        ("a", "opened"),
        ("a", "resolved"),
        ("a", "opened"),
    ]
    (notice,) = operations(turn)
    assert (notice["rule"], notice["severity"], notice["patient_id"]) == ("merge-ring", "warning", None)


def test_a_merge_that_is_said_again_is_counted_and_changes_nothing() -> None:
    counts = Counts()
    ledger = new_ledger(counts=counts)
    turn = work_in(ledger, [alt("old", "e1", 200), *[merge("new", "old", "m", minute) for minute in (1, 2)]])
    assert passed_on(turn) == [("new", "e1")]
    assert counts.merges_ignored == 1


def test_a_merge_that_is_retracted_is_not_undone_but_said() -> None:
    ledger = new_ledger()
    turn = work_in(ledger, [merge("new", "old", "m"), retraction("new", "e1", "m", 1), retraction("new", "e2", "e", 1)])
    (notice,) = operations(turn)
    assert (notice["rule"], notice["severity"], notice["patient_id"]) == ("merge-retracted", "warning", None)


def test_the_survivor_may_be_in_another_partition() -> None:
    here = next(n for n in (0, 1) if n == partition_of("old", 2))
    ledger = Ledger(Place(here, 2), Restored(), rulings(), Counts())
    turn = work_in(ledger, [alt("old", "e1", 200), merge("new", "old", "m", 1)])
    assert [partition for partition, _ in turn.passed_on] == [partition_of("new", 2)]


def test_what_comes_after_a_merge_is_passed_on_after_what_was_handed_over() -> None:
    lines = [alt("old", "e1", 200), alt("old", "e2", 200), merge("new", "old", "m", 1), alt("old", "e3", 400, 2)]
    turn = work_in(new_ledger(), lines)
    assert passed_on(turn) == [("new", "e2"), ("new", "e1"), ("new", "e3")]
    assert [decode(line).get("more") for _, line in turn.passed_on] == [True, None, None]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_merge_that_is_taken_back_is_said_whichever_comes_first(order: tuple[int, int]) -> None:
    said = merge("new", "old", "m", 1), retraction("new", "r", "m", 1)
    lines = [alt("old", "e1", 200), *[said[number] for number in order], retraction("new", "r", "m", 2)]
    turn = work_in(new_ledger(), lines)
    assert [notice["rule"] for notice in operations(turn)] == ["merge-retracted"]
    assert passed_on(turn) == [("new", "e1")]


def test_a_merge_that_comes_again_with_another_prior_record_is_one_that_was_taken_back() -> None:
    turn = work_in(new_ledger(), [merge("new", "old", "m"), merge("new", "older", "m", 1)])
    assert [notice["rule"] for notice in operations(turn)] == ["merge-retracted"]


def test_two_records_hand_over_one_after_the_other() -> None:
    lines = [alt("a", "e1", 200), alt("b", "e2", 400), merge("new", "a", "m1", 1), merge("new", "b", "m2", 2)]
    turn = work_in(new_ledger(), lines)
    assert passed_on(turn) == [("new", "e1"), ("new", "e2")]
    assert [decode(line).get("more") for _, line in turn.passed_on] == [None, None]


def test_what_belongs_together_is_handed_on_together_along_a_chain() -> None:
    ledger = new_ledger()
    lines = [alt("a", "e1", 200), alt("a", "e2", 20), merge("c", "b", "m1", 1), merge("b", "a", "m2", 2)]
    handed = [line for _, line in work_in(ledger, lines).passed_on]
    (turn,) = ledger.work_in([LogRecord(1, b"\n".join([*handed, alt("a", "e3", 400, 3)]))])
    assert passed_on(turn) == [("c", "e2"), ("c", "e1"), ("b", "e3")]
    assert [decode(line).get("more") for _, line in turn.passed_on] == [True, None, None]
