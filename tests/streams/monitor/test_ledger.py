from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.policy import Policy
from streams.monitor.counts import Counts
from streams.monitor.ledger import Ledger
from streams.monitor.log_lines import LogRecord, UnreadableLineError
from streams.monitor.position import POLICY_KEY, POSITION_KEY, Place, Position
from streams.monitor.restored import Restored
from streams.monitor.rulings import Rulings
from streams.monitor.turn import MOST_PATIENTS, Turn
from streams.vigil.canary import canaries
from tests.streams.monitor.lines import STRICT, alt, at, dose, policy_changed, retraction, rulings, time_reached
from tests.streams.monitor.worked import PLACE, alerts, new_ledger, operations, read, records, work_in


def with_restarts(batches: list[LogRecord], by: Rulings, every: int) -> Iterator[Turn]:
    """Works records in; after every few turns the worker dies, and another goes on from what was published."""
    changelog = Restored()
    while True:
        ledger = Ledger(PLACE, changelog, by, Counts())
        left = [record for record in batches if record.offset >= ledger.position.offset]
        if not left:
            return
        for number, turn in enumerate(ledger.work_in(left), 1):
            yield turn
            changelog = read(changelog, turn)
            if number == every:
                break


def test_alerts_patients_and_position_are_published_together() -> None:
    turn = work_in(new_ledger(), [alt("p", "e1", 200), alt("q", "e2", 20)])
    (alert,) = alerts([turn])
    assert (alert["rule"], alert["patient_id"], alert["change"]) == ("liver-uln", "p", "opened")
    assert turn.alerts[0][0] == alert["alert_id"].encode()
    assert [key for key, _ in turn.ledger] == [b"p", b"q", POSITION_KEY]
    assert turn.position == Position(1)


def test_several_records_make_one_turn() -> None:
    ledger = new_ledger()
    turn = work_in(ledger, [alt("p", "e1", 20)], [alt("p", "e2", 200)], [alt("p", "e3", 210)])
    assert [key for key, _ in turn.ledger] == [b"p", POSITION_KEY]
    assert ledger.position == Position(3)


def test_only_the_record_at_the_position_can_be_worked_in() -> None:
    with pytest.raises(ValueError, match="record 5 was handed to a ledger that stands at 0"):
        list(new_ledger().work_in([LogRecord(5, alt("p", "e1", 200))]))


def test_a_turn_takes_a_thousand_patients_and_the_next_one_goes_on_within_the_record() -> None:
    many = [alt(f"p{n}", "e", 200) for n in range(MOST_PATIENTS + 5)]
    first, second = new_ledger().work_in(records(many))
    assert first.position == Position(0, MOST_PATIENTS)
    assert second.position == Position(1)
    assert (len(first.alerts), len(second.alerts)) == (MOST_PATIENTS, 5)


def test_a_line_that_is_not_understood_stops_the_ledger_and_shows_nothing_of_itself() -> None:
    ledger = new_ledger()
    with pytest.raises(UnreadableLineError) as caught:
        list(ledger.work_in(records([alt("p", "e1", 200), b'{"type": "from-the-future", "patient_id": "Jane"}'])))
    assert "patient-events 0, offset 0, line 1" in str(caught.value)
    assert "Jane" not in str(caught.value)


def test_a_deadline_is_worked_in_as_a_line_of_the_log() -> None:
    ledger = new_ledger()
    work_in(ledger, [dose("p", "e1")])
    deadline = ledger.deadlines.next_due
    assert deadline is not None
    minutes = (deadline - at(0)).total_seconds() / 60
    (turn,) = ledger.work_in([LogRecord(1, time_reached("p", minutes))])
    assert [alert["changed_at"] for alert in alerts([turn])] == [deadline.isoformat().replace("+00:00", "Z")]


def test_the_deadline_of_somebody_who_is_not_known_is_counted_and_creates_nobody() -> None:
    counts = Counts()
    ledger = new_ledger(counts=counts)
    turn = work_in(ledger, [time_reached("nobody", 0)])
    assert [key for key, _ in turn.ledger] == [POSITION_KEY]
    assert (counts.deadlines_of_nobody, len(ledger)) == (1, 0)


def test_a_new_policy_looks_at_every_patient_again_and_holds_from_then_on() -> None:
    by = rulings(STRICT)
    ledger = new_ledger(by)
    assert by.wants(ledger.in_force)
    quiet = work_in(ledger, [alt("p", "e1", 100)])
    assert alerts([quiet]) == []
    (turn,) = ledger.work_in([LogRecord(1, policy_changed(STRICT, 1) + b"\n" + alt("q", "e2", 100, 2))])
    assert [(alert["patient_id"], alert["policy_version"]) for alert in alerts([turn])] == [
        ("p", STRICT.version),
        ("q", STRICT.version),
    ]
    assert not by.wants(ledger.in_force)


def test_a_policy_in_force_survives_a_restart() -> None:
    ledger = new_ledger()
    turn = work_in(ledger, [policy_changed(STRICT)])
    restored = read(Restored(), turn)
    again = Ledger(PLACE, restored, rulings(), Counts())
    assert POLICY_KEY in [key for key, _ in turn.ledger]
    assert len(alerts(again.work_in([LogRecord(1, alt("p", "e1", 100, 1))]))) == 1


def test_other_rules_want_a_new_look_under_the_same_policy() -> None:
    ledger = new_ledger()
    work_in(ledger, [policy_changed(Policy())])
    assert not rulings().wants(ledger.in_force)
    assert rulings(rules_version="rules 2").wants(ledger.in_force)


def test_a_policy_line_is_split_and_whoever_takes_over_half_way_finishes_it() -> None:
    patients = [f"p{n:04}" for n in range(MOST_PATIENTS + 200)]
    batches = records([alt(patient, "e", 100) for patient in patients], [policy_changed(STRICT, 1)])
    turns = list(with_restarts(batches, rulings(), every=1))
    assert any(turn.position.offset == 1 and turn.position.patient for turn in turns)
    assert [alert["patient_id"] for alert in alerts(turns)] == patients


def test_a_rule_that_raises_on_one_patient_harms_no_other_and_is_said_once() -> None:
    ledger = new_ledger(rulings(broken=True))
    turn = work_in(ledger, [dose("bad", "e1"), alt("good", "e2", 200), alt("bad", "e3", 200, 1)])
    assert [alert["patient_id"] for alert in alerts([turn])] == ["good"]
    (trouble,) = operations(turn)
    assert (trouble["rule"], trouble["patient_id"], trouble["severity"]) == ("cannot-judge", None, "critical")
    assert "Rule broken fails on patient pseudonym of 3 letters" in trouble["summary"]


def test_a_patient_who_can_be_judged_again_gets_what_was_missed() -> None:
    by = rulings(broken=True)
    changelog = read(Restored(), work_in(new_ledger(by), [dose("bad", "e1"), alt("bad", "e2", 200, 1)]))
    lines = retraction("bad", "e3", "e1", 2) + b"\n" + alt("bad", "e4", 210, 2)
    (turn,) = Ledger(PLACE, changelog, by, Counts()).work_in([LogRecord(1, lines)])
    assert [(alert["rule"], alert["change"]) for alert in alerts([turn])] == [
        ("liver-uln", "opened"),
        ("liver-uln", "updated"),
    ]
    (trouble,) = operations(turn)
    assert (trouble["status"], trouble["revision"]) == ("resolved", 2)
    assert read(changelog, turn).troubles == {}


LINES = st.one_of(
    st.builds(alt, st.sampled_from("pqr"), st.sampled_from("abcdef"), st.integers(10, 400), st.integers(0, 900)),
    st.builds(dose, st.sampled_from("pqr"), st.sampled_from("uvw"), st.integers(0, 900)),
    st.builds(time_reached, st.sampled_from("pqr"), st.integers(0, 900)),
    st.builds(policy_changed, st.sampled_from([Policy(), STRICT]), st.integers(0, 900)),
)


@given(st.lists(st.lists(LINES, min_size=1, max_size=4), min_size=1, max_size=8))
def test_restarts_and_a_small_memory_change_nothing(batches: list[list[bytes]]) -> None:
    by = rulings()
    without = list(new_ledger(by).work_in(records(*batches)))
    restarted = [turn for record in [records(*batches)] for turn in with_restarts(record, by, every=1)]
    one_by_one = new_ledger(by, hot=0)
    small = [turn for record in records(*batches) for turn in one_by_one.work_in([record])]
    assert alerts(restarted) == alerts(without)
    assert alerts(small) == alerts(without)


def test_a_canary_s_result_goes_on_as_a_heartbeat_and_counts_in_no_statistics() -> None:
    (who,), counts = canaries(1), Counts()
    ledger = Ledger(Place(0, 1, "one"), Restored(), rulings(), counts)
    lines = [
        b'{"type":"lab-result","event_id":"canary","patient_id":"%s","occurred_at":"2026-03-01T12:00:0%dZ",'
        b'"accepted_at":"2026-03-01T12:00:0%dZ","result_id":"canary","status":"final","analyte":"alt","value":"%d",'
        b'"unit":"U/L","reference_high":"40"}' % (who.encode(), second, second + 1, value)
        for second, value in ((1, 20), (3, 4000))
    ]
    (turn,) = ledger.work_in([LogRecord(0, b"\n".join(lines))])
    assert [
        (beat.worker, beat.partition, beat.sent_at.second, beat.accepted_at.second) for beat in turn.heartbeats
    ] == [
        ("one", 0, 1, 2),
        ("one", 0, 3, 4),
    ]
    assert len(turn.alerts) == 1
    assert not counts.revised
