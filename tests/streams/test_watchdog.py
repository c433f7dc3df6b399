from streams.watchdog import Sign, Watchdog


def watchdog(signs: list[Sign]) -> Watchdog:
    return Watchdog(lambda: signs, lambda _: None, loop_patience_s=20, patience_s=60)


def ledger(*, behind: bool, steps: int) -> Sign:
    return Sign("ledger 3", "the ledger of partition 3 has stood still", behind, steps)


def test_a_loop_that_beats_is_left_alone_and_one_that_stops_is_not() -> None:
    dog = watchdog([])
    dog.beat(100)
    assert dog.look(119) is None
    assert dog.look(121) == "the event loop has stood still for 21 s"


def test_a_ledger_with_something_to_do_must_move() -> None:
    signs = [ledger(behind=True, steps=7)]
    dog = watchdog(signs)
    assert dog.look(0) is None
    assert dog.look(60) is None
    assert dog.look(61) == "the ledger of partition 3 has stood still for 61 s"


def test_a_ledger_that_moves_slowly_is_left_alone() -> None:
    signs = [ledger(behind=True, steps=7)]
    dog = watchdog(signs)
    for second in range(0, 600, 50):
        signs[0] = ledger(behind=True, steps=second)
        assert dog.look(second) is None


def test_a_ledger_with_nothing_to_do_may_rest() -> None:
    dog = watchdog([ledger(behind=False, steps=7)])
    assert dog.look(0) is None
    assert dog.look(1_000) is None


def test_what_happened_before_a_rest_is_not_held_against_a_ledger() -> None:
    signs = [ledger(behind=True, steps=7)]
    dog = watchdog(signs)
    assert dog.look(0) is None
    signs.clear()
    assert dog.look(50) is None
    signs.append(ledger(behind=True, steps=7))
    assert dog.look(100) is None
    assert dog.look(150) is None


def test_one_that_moves_does_not_hide_another_that_stands_still() -> None:
    signs = [
        ledger(behind=True, steps=0),
        Sign("the group", "this worker has been no member of its group", behind=True, steps=1),
    ]
    dog = watchdog(signs)
    for second in range(61):
        signs[0] = ledger(behind=True, steps=second)
        assert dog.look(second) is None
    assert dog.look(61) == "this worker has been no member of its group for 61 s"


def test_it_bites_once_from_its_own_thread() -> None:
    bitten: list[str] = []
    dog = Watchdog(list, bitten.append, loop_patience_s=-1, look_every_s=0.001)
    dog.beat(0)
    dog.start()
    dog.join()
    assert len(bitten) == 1
