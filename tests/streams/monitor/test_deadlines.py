from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from streams.monitor.deadlines import Deadline, Deadlines
from tests.streams.monitor.lines import at


def test_what_has_come_is_handed_out_in_order_and_what_has_not_stays() -> None:
    deadlines = Deadlines([Deadline(at(3), "c"), Deadline(at(1), "a"), Deadline(at(2), "b")])
    assert deadlines.take(at(2), limit=10) == [(at(1), "a"), (at(2), "b")]
    assert deadlines.next_due == at(3)


def test_no_more_than_the_limit_is_handed_out_at_once() -> None:
    deadlines = Deadlines(Deadline(at(n), str(n)) for n in range(5))
    assert [deadline.patient_id for deadline in deadlines.take(at(9), limit=3)] == ["0", "1", "2"]
    assert [deadline.patient_id for deadline in deadlines.take(at(9), limit=3)] == ["3", "4"]


def test_a_moved_deadline_comes_at_its_new_time_only() -> None:
    deadlines = Deadlines([Deadline(at(1), "a")])
    deadlines.arm("a", at(5))
    assert deadlines.take(at(4), limit=10) == []
    assert deadlines.take(at(5), limit=10) == [(at(5), "a")]


def test_a_deadline_that_was_taken_away_does_not_come() -> None:
    deadlines = Deadlines([Deadline(at(1), "a")])
    deadlines.arm("a", None)
    assert deadlines.next_due is None
    assert deadlines.take(at(9), limit=10) == []


def test_a_deadline_that_is_on_its_way_is_not_handed_out_again_but_the_next_one_is() -> None:
    deadlines = Deadlines([Deadline(at(1), "a")])
    deadlines.take(at(1), limit=10)
    deadlines.arm("a", at(1))
    assert deadlines.take(at(9), limit=10) == []
    deadlines.arm("a", at(2))
    assert deadlines.take(at(9), limit=10) == [(at(2), "a")]


def test_a_patient_whose_deadline_moves_all_the_time_takes_no_room() -> None:
    deadlines = Deadlines()
    for minute in range(5_000):
        deadlines.arm("a", at(minute))
    assert len(deadlines) == 1
    assert deadlines.size < 2_000


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.one_of(st.none(), st.integers(0, 20)), st.integers(0, 20)), max_size=40
    )
)
def test_each_deadline_comes_once_when_its_time_has_come(steps: list[tuple[str, int | None, int]]) -> None:
    deadlines = Deadlines()
    armed: dict[str, datetime] = {}
    sent: dict[str, datetime] = {}
    for patient_id, due, now in steps:
        deadlines.arm(patient_id, None if due is None else at(due))
        if due is None:
            armed.pop(patient_id, None)
            sent.pop(patient_id, None)
        elif sent.get(patient_id) != at(due):
            sent.pop(patient_id, None)
            armed[patient_id] = at(due)
        taken = {patient_id: due for due, patient_id in deadlines.take(at(now), limit=100)}
        expected = {patient_id: due for patient_id, due in armed.items() if due <= at(now)}
        assert taken == expected
        sent |= expected
        armed = {patient_id: due for patient_id, due in armed.items() if patient_id not in expected}
