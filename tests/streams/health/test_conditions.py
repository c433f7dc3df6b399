from models.settings import Role
from streams.health.conditions import OK, Condition, Turning

ALL = dict.fromkeys(Role, True)


def condition(*, stuck: frozenset[Role] = frozenset(), reachable: bool = True, **settled: bool) -> Condition:
    return Condition({**ALL, **{Role(role): value for role, value in settled.items()}}, stuck, reachable)


def test_ready_when_every_role_holds_what_it_needs() -> None:
    assert condition().live
    assert set(condition().ready.values()) == {OK}


def test_a_role_that_lacks_something_says_what_and_the_others_are_ready() -> None:
    ready = condition(monitor=False).ready
    assert ready[Role.MONITOR] == "partitions of the log are not taken over yet"
    assert ready[Role.INTAKE] == ready[Role.PAGER] == OK


def test_without_kafka_nothing_is_ready_and_yet_the_worker_lives() -> None:
    away = condition(reachable=False)
    assert away.live
    assert set(away.ready.values()) == {"no broker of Kafka answers"}


def test_a_loop_that_stands_still_is_neither_live_nor_ready() -> None:
    stuck = condition(stuck=frozenset({Role.PAGER}))
    assert not stuck.live
    assert stuck.ready[Role.PAGER] != OK
    assert stuck.ready[Role.INTAKE] == OK


def test_a_loop_is_stuck_after_its_patience_and_not_before() -> None:
    turning = Turning(patience_s=60)
    assert turning.look({Role.INTAKE: 1, Role.PAGER: 1}, 0, excused=False) == frozenset()
    assert turning.look({Role.INTAKE: 1, Role.PAGER: 2}, 60, excused=False) == frozenset()
    assert turning.look({Role.INTAKE: 1, Role.PAGER: 3}, 61, excused=False) == {Role.INTAKE}
    assert turning.look({Role.INTAKE: 2, Role.PAGER: 4}, 62, excused=False) == frozenset()


def test_whoever_waits_for_kafka_is_not_stuck_and_has_all_the_patience_when_it_is_back() -> None:
    turning = Turning(patience_s=60)
    for now in (0, 100, 200):
        assert turning.look({Role.INTAKE: 1}, now, excused=True) == frozenset()
    assert turning.look({Role.INTAKE: 1}, 260, excused=False) == frozenset()
    assert turning.look({Role.INTAKE: 1}, 261, excused=False) == {Role.INTAKE}
