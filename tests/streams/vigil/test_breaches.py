from datetime import UTC, datetime, timedelta

import pytest

from streams.vigil.breaches import Breaches

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR, WITHIN = 3_600.0, 30.0


def at(second: float) -> datetime:
    return NOON + timedelta(seconds=second)


@pytest.fixture
def breaches() -> Breaches:
    return Breaches(3, HOUR, WITHIN)


def sent(breaches: Breaches, now: float) -> int:
    partition = breaches.due(now)
    assert partition is not None
    breaches.send(partition, at(now), now)
    return partition


def test_one_canary_breaches_every_hour_and_they_take_turns(breaches: Breaches) -> None:
    turns = []
    for hour in range(4):
        now = hour * HOUR
        assert hour == 0 or breaches.due(now - 1) is None
        turns.append(sent(breaches, now))
        assert breaches.see(turns[-1], at(now), now + 1)
    assert turns == [0, 1, 2, 0]
    assert (breaches.seen_at, breaches.travelled_s) == (at(3 * HOUR), 1)


def test_a_canary_is_missed_after_its_time_and_not_before(breaches: Breaches) -> None:
    sent(breaches, 0)
    assert breaches.missed(WITHIN) == ()
    assert breaches.missed(WITHIN + 1) == (0,)


def test_a_canary_that_was_missed_breaches_again_until_it_is_seen_late(breaches: Breaches) -> None:
    sent(breaches, 0)
    assert breaches.due(WITHIN - 1) is None
    assert sent(breaches, WITHIN) == 0
    assert breaches.missed(2 * WITHIN) == (0,)
    assert breaches.see(0, at(WITHIN), 2 * WITHIN)
    assert breaches.missed(2 * WITHIN) == ()
    assert breaches.due(2 * WITHIN) is None
    assert sent(breaches, WITHIN + HOUR) == 1


@pytest.mark.parametrize(("partition", "holds_from"), [(1, 0), (0, -1), (2, 0)])
def test_an_alert_of_another_canary_or_of_an_earlier_breach_is_not_the_one(
    breaches: Breaches, partition: int, holds_from: float
) -> None:
    sent(breaches, 0)
    assert not breaches.see(partition, at(holds_from), 1)
    assert breaches.missed(WITHIN + 1) == (0,)
