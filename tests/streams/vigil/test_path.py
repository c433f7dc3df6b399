from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from models.settings import Role
from streams.vigil.path import Beat, Path

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PATIENCE = 90


def at(second: int) -> datetime:
    return NOON + timedelta(seconds=second)


def beat(second: int, partition: int = 0, offset: int = 0) -> Beat:
    return Beat(at(second), second, second, partition, (0, offset))


def lost_in_intake(path: Path) -> None:
    path.take_in({0: 0}, 0)


def lost_in_monitor(path: Path) -> None:
    path.take_in({0: 1}, 0)


def lost_in_pager(path: Path) -> None:
    path.come_out(at(0), 0, 7, 0)
    path.page(7, 1)


def come_through(path: Path) -> None:
    path.come_out(at(0), 0, 7, 0)
    path.page(8, 1)


def unpaged(path: Path) -> None:
    path.come_out(at(0), 0, 7, 0)
    path.page(None, 1)


@pytest.mark.parametrize(
    ("course", "missed"),
    [
        (lost_in_intake, {Role.INTAKE: [0]}),
        (lost_in_monitor, {Role.MONITOR: [0]}),
        (lost_in_pager, {Role.PAGER: [0]}),
        (come_through, {}),
        (unpaged, {}),
    ],
)
def test_a_heartbeat_is_missed_where_it_was_lost(course: Callable[[Path], None], missed: dict[Role, list[int]]) -> None:
    path = Path()
    path.send(beat(0))
    course(path)
    assert path.silent(PATIENCE, PATIENCE) == {}
    assert path.silent(PATIENCE + 1, PATIENCE) == missed


def test_one_ledger_that_stands_still_is_missed_while_the_others_go_on() -> None:
    path = Path()
    for number in range(6):
        path.send(beat(30 * number, partition=number % 3, offset=number))
    path.take_in({0: 6}, 60)
    for number in (0, 2, 3, 5):
        path.come_out(at(30 * number), number % 3, number, 30 * number)
    path.page(6, 151)
    assert path.silent(151, PATIENCE) == {Role.MONITOR: [1]}


def test_a_heartbeat_that_was_lost_is_forgotten_when_a_later_one_of_its_ledger_comes_through() -> None:
    path = Path()
    path.send(beat(0, offset=0))
    path.send(beat(100, offset=1))
    path.come_out(at(100), 0, 3, 100)
    path.page(4, 101)
    assert path.silent(1_000, PATIENCE) == {}
    assert path.reached == {Role.INTAKE: at(100), Role.MONITOR: at(100), Role.PAGER: at(100)}


def test_it_is_said_how_long_the_whole_way_took() -> None:
    path = Path()
    path.send(beat(0))
    assert path.travelled_s is None
    path.come_out(at(0), 0, 3, 1)
    path.page(4, 2.5)
    assert path.travelled_s == 2.5


def test_what_is_remembered_of_a_path_that_is_cut_for_days_is_bounded() -> None:
    path = Path()
    for second in range(3_000):
        path.send(beat(second, partition=second, offset=second))
    assert len(path.silent(10_000, PATIENCE)[Role.INTAKE]) == 1_000


def test_a_heartbeat_that_was_held_up_is_missed_where_it_was_and_not_where_it_has_just_come() -> None:
    path = Path()
    path.send(beat(0))
    assert path.silent(200, PATIENCE) == {Role.INTAKE: [0]}
    path.take_in({0: 1}, 200)
    assert path.silent(201, PATIENCE) == {}
    path.come_out(at(0), 0, 7, 210)
    assert path.silent(300, PATIENCE) == {}
    assert path.silent(301, PATIENCE) == {Role.PAGER: [0]}
