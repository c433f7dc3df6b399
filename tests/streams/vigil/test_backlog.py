import pytest

from streams.vigil.backlog import Backlog


@pytest.mark.parametrize(
    ("looks", "records", "age"),
    [
        ([(0, 10, 10)], 0, 0),
        ([(0, 10, 4)], 6, 0),
        ([(0, 10, 4), (60, 10, 4)], 6, 60),
        ([(0, 10, 4), (60, 10, 7)], 3, 60),
        ([(0, 10, 4), (60, 10, 10)], 0, 0),
        ([(0, 10, 10), (60, 20, 10), (90, 30, 10)], 20, 30),
        ([(0, 10, 4), (60, 20, 10)], 10, 0),
        ([(0, 10, 4), (60, 20, 12), (90, 30, 15)], 15, 30),
        ([(0, 10, 4), (60, 20, 20), (90, 30, 20)], 10, 0),
        ([(0, 10, 12)], 0, 0),
    ],
)
def test_the_age_is_that_of_the_oldest_record_that_waits(
    looks: list[tuple[float, int, int]], records: int, age: float
) -> None:
    backlog = Backlog()
    for now, end, read_up_to in looks:
        backlog.look(now, end, read_up_to)
    assert (backlog.records, backlog.age(looks[-1][0])) == (records, age)


def test_a_reader_that_keeps_up_is_never_late_however_much_comes() -> None:
    backlog = Backlog()
    for second in range(1_000):
        backlog.look(second, 100 * (second + 1), 100 * second)
        assert backlog.age(second) == 0


def test_a_reader_that_reads_nothing_is_ever_later_within_bounded_memory() -> None:
    backlog = Backlog()
    for second in range(5_000):
        backlog.look(second, second + 1, 0)
    assert backlog.age(4_999) == 4_999


def test_the_marker_of_a_transaction_is_nothing_that_waits() -> None:
    backlog = Backlog(slack=1)
    for now in (0, 600):
        backlog.look(now, 11, 10)
    assert backlog.age(600) == 0
    for now in (601, 700):
        backlog.look(now, 12, 10)
    assert backlog.age(700) == 99
