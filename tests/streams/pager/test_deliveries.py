import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

import pytest

from streams.pager.counters import Counters
from streams.pager.deliveries import SIDE_BY_SIDE, Deliveries, Surroundings
from streams.pager.intents import Told
from streams.pager.pages import Intent
from streams.pager.places import Place
from streams.pager.retries import Kind, Outcome, Reason
from tests.streams.pager.fakes import FakeAlarms, FakeReceiver, MakeAlert

Running: TypeAlias = Callable[[], Any]

BUSY, REFUSED, GONE = Outcome(Kind.ANSWERED, 503), Outcome(Kind.ANSWERED, 400), Outcome(Kind.TIMED_OUT)


@pytest.fixture
def running(receiver: FakeReceiver, alarms: FakeAlarms, counters: Counters, around: Surroundings) -> Running:
    @asynccontextmanager
    async def start() -> AsyncIterator[Deliveries]:
        async with asyncio.TaskGroup() as group:
            yield Deliveries(receiver, alarms, counters, around, group.create_task)

    return start


async def turns(count: int = 20) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


async def test_the_place_moves_only_when_the_receiver_has_accepted(
    running: Running, receiver: FakeReceiver, alert: MakeAlert
) -> None:
    receiver.gate.clear()
    place = Place(0)
    async with running() as deliveries:
        deliveries.offer(place, alert(), 7)
        await turns()
        assert place.settled == 7
        receiver.gate.set()
    assert (place.settled, place.told) == (8, {"a1": Told(1, 1)})


async def test_what_is_decided_against_moves_the_place_at_once(running: Running, alert: MakeAlert) -> None:
    place = Place(0)
    async with running() as deliveries:
        deliveries.offer(place, alert(severity="info"), 7)
        assert place.settled == 8


@pytest.mark.parametrize("failure", [BUSY, GONE, Outcome(Kind.RESET), Outcome(Kind.UNREACHABLE)])
async def test_a_failure_is_tried_again_under_the_same_key(
    running: Running, receiver: FakeReceiver, alert: MakeAlert, failure: Outcome
) -> None:
    receiver.answers["a1"] = [failure] * 4
    place = Place(0)
    async with running() as deliveries:
        deliveries.offer(place, alert(), 0)
    assert [(one.page.alert_id, one.paged) for one in receiver.attempts] == [("a1", 1)] * 5
    assert place.settled == 1


async def test_revisions_of_one_alert_arrive_in_order(
    running: Running, receiver: FakeReceiver, alert: MakeAlert
) -> None:
    receiver.answers["a1"] = [BUSY, BUSY]
    place = Place(0)
    async with running() as deliveries:
        deliveries.offer(place, alert(), 0)
        await turns(1)
        for revision, change in enumerate(("worsened", "updated", "resolved"), start=2):
            deliveries.offer(place, alert(change, revision=revision), revision)
            await turns()
    assert receiver.told("a1") == sorted(receiver.told("a1"))
    assert receiver.told("a1")[-1] == (4, Intent.RESOLVE)
    assert (place.settled, place.told) == (5, {})


async def test_while_a_receiver_is_down_only_the_newest_state_waits(
    running: Running, receiver: FakeReceiver, alert: MakeAlert
) -> None:
    receiver.gate.clear()
    receiver.answers["a1"] = [GONE]
    place = Place(0)
    async with running() as deliveries:
        deliveries.offer(place, alert(), 10)
        await turns()
        for revision in range(2, 500):
            deliveries.offer(place, alert("updated", revision=revision), 10 + revision)
        assert len(place.lanes) == 1
        assert place.settled == 10
        receiver.gate.set()
    assert [(one.page.revision, one.paged) for one in receiver.attempts] == [(1, 1), (499, 1)]
    assert place.settled == 510


async def test_an_alert_that_is_over_before_it_could_be_told_is_taken_down_if_an_attempt_may_have_arrived(
    running: Running, receiver: FakeReceiver, alert: MakeAlert
) -> None:
    receiver.gate.clear()
    receiver.answers["a1"] = [GONE]
    place = Place(0)
    async with running() as deliveries:
        deliveries.offer(place, alert(), 0)
        await turns()
        deliveries.offer(place, alert("resolved", revision=2), 1)
        receiver.gate.set()
    assert receiver.told("a1") == [(2, Intent.RESOLVE)]


async def test_one_alert_that_the_receiver_chokes_on_does_not_keep_the_others_waiting(
    running: Running, receiver: FakeReceiver, alert: MakeAlert
) -> None:
    receiver.answers["a0"] = [BUSY] * 1_000
    place = Place(0)
    async with running() as deliveries:
        for number in range(40):
            deliveries.offer(place, alert(alert_id=f"a{number}"), number)
        await turns(200)
        assert {one.page.alert_id for one in receiver.accepted} == {f"a{number}" for number in range(1, 40)}
        assert place.settled == 0
        await deliveries.leave(place)


async def test_requests_at_one_time_are_bounded(running: Running, receiver: FakeReceiver, alert: MakeAlert) -> None:
    receiver.gate.clear()
    async with running() as deliveries:
        place = Place(0)
        for number in range(100):
            deliveries.offer(place, alert(alert_id=f"a{number}"), number)
        await turns()
        assert len(receiver.attempts) == SIDE_BY_SIDE
        receiver.gate.set()


async def test_a_refused_payload_is_given_up_and_raises_an_alarm(
    running: Running, receiver: FakeReceiver, alarms: FakeAlarms, alert: MakeAlert
) -> None:
    receiver.answers["a1"] = [REFUSED]
    place = Place(0)
    async with running() as deliveries:
        deliveries.offer(place, alert(), 0)
    assert alarms.refusals == [("a1", Reason.REFUSED)]
    assert (len(receiver.attempts), place.settled) == (1, 1)


async def test_a_revoked_key_raises_an_alarm_and_drops_nothing(
    running: Running, receiver: FakeReceiver, alarms: FakeAlarms, alert: MakeAlert
) -> None:
    receiver.answers["a1"] = [Outcome(Kind.ANSWERED, 401)] * 3
    async with running() as deliveries:
        deliveries.offer(Place(0), alert(), 0)
    assert alarms.failures == [Reason.NOT_LET_IN] * 3
    assert receiver.told("a1") == [(1, Intent.PAGE)]


async def test_a_partition_that_is_taken_away_is_told_no_further(
    running: Running, receiver: FakeReceiver, alert: MakeAlert
) -> None:
    receiver.gate.clear()
    place = Place(0)
    async with running() as deliveries:
        deliveries.offer(place, alert(), 0)
        await turns()
        await deliveries.leave(place)
    assert place.settled == 0
    assert receiver.accepted == []


async def test_after_a_restart_what_was_settled_is_recalled_and_not_told_again(
    running: Running, receiver: FakeReceiver, alert: MakeAlert
) -> None:
    place = Place(4)
    async with running() as deliveries:
        deliveries.recall(place, alert())
        deliveries.recall(place, alert("updated", revision=2))
        deliveries.recall(place, alert(alert_id="a2"))
        deliveries.recall(place, alert("resolved", revision=2, alert_id="a2"))
        deliveries.offer(place, alert("updated", revision=3), 4)
    assert [(one.page.alert_id, one.paged) for one in place.recalled.values()] == [("a1", 1)]
    assert receiver.told("a1") == [(3, Intent.UPDATE)]


async def test_decisions_are_counted_by_rule_and_reason(running: Running, counters: Counters, alert: MakeAlert) -> None:
    async with running() as deliveries:
        deliveries.offer(Place(0), alert(), 0)
        deliveries.offer(Place(0), alert(severity="info", rule="relapse"), 0)
    assert counters.decisions == {("liver-uln", "page", "news"): 1, ("relapse", "nothing", "info"): 1}
