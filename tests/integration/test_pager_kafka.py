"""The pager's place in Kafka: nothing missed after a kill, and nothing told under another key."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from typing import TypeAlias

import pytest

from models.alerts import Alert
from models.heartbeats import IntakeReport, PathBeat
from models.settings import Settings
from streams.pager.alarms import PageAlarms
from streams.pager.counters import Counters
from streams.pager.deliveries import Surroundings
from streams.pager.pager import Pager
from streams.pager.pages import Intent
from streams.pager.retries import Kind, Outcome
from streams.pager.stage import consumer
from streams.topics import TopicNames
from tests.integration.paging import Attentive, Publish, beat, now, publishing
from tests.patience import SOON_S
from tests.streams.pager.fakes import FakeReceiver, make_alert

Paging: TypeAlias = Callable[..., AbstractAsyncContextManager[asyncio.Task[None]]]


@pytest.fixture
async def publish(installation: Settings) -> AsyncIterator[Publish]:
    async with publishing(installation) as send:
        yield send


@pytest.fixture
def paging(installation: Settings) -> Paging:
    """A pager that runs as long as the block; leaving the block by `kill` is as sudden as a kill can be in a test."""
    names = TopicNames(installation.topics.prefix)

    @asynccontextmanager
    async def start(receiver: FakeReceiver, *, kill: bool = False) -> AsyncIterator[asyncio.Task[None]]:
        async def no_publish(_: Alert) -> bool:
            return True

        stop = asyncio.Event()
        pager = Pager(
            consumer=consumer(installation, names.pager_group),
            names=names,
            receiver=receiver,
            alarms=PageAlarms(receiver.name, no_publish, now),
            counters=Counters(),
            around=Surroundings(lambda one: f"#{len(one)}", lambda: 0.01, asyncio.sleep),
            clock=now,
            resend=timedelta(seconds=0.2),
        )
        task = asyncio.create_task(pager.run(stop))
        try:
            yield task
        finally:
            if kill:
                task.cancel()
                await asyncio.wait([task])
            else:
                stop.set()
                async with asyncio.timeout(SOON_S):
                    await task

    return start


async def test_what_is_committed_is_told_and_what_was_aborted_is_not(paging: Paging, publish: Publish) -> None:
    receiver = Attentive()
    await publish(make_alert(alert_id="never"), abort=True)
    await publish(make_alert())
    async with paging(receiver):
        await receiver.until(lambda: bool(receiver.accepted))
        await publish(make_alert("resolved", revision=2))
        await receiver.until(lambda: len(receiver.accepted) == 2)
    assert receiver.told("a1") == [(1, Intent.PAGE), (2, Intent.RESOLVE)]
    assert {one.page.alert_id for one in receiver.attempts} == {"a1"}


async def test_after_a_clean_stop_nothing_is_told_twice(paging: Paging, publish: Publish) -> None:
    first, second = Attentive(), Attentive()
    await publish(make_alert())
    async with paging(first):
        await first.until(lambda: bool(first.accepted))
    await publish(make_alert("updated", revision=2), make_alert(alert_id="a2"))
    async with paging(second):
        await second.until(lambda: len(second.accepted) == 2)
    assert second.told("a1") == [(2, Intent.UPDATE)]
    assert [(one.page.alert_id, one.paged) for one in second.recalled] == [("a1", 1)]


async def test_killed_between_sending_and_committing_it_sends_again_under_the_same_key(
    paging: Paging, publish: Publish
) -> None:
    first, second = Attentive(), Attentive()
    await publish(make_alert(), make_alert("worsened", revision=2))
    first.gate.clear()
    async with paging(first, kill=True):
        await first.until(lambda: bool(first.attempts))
    async with paging(second):
        await second.until(lambda: len(second.accepted) == 2)
    assert [(one.page.alert_id, one.paged) for one in first.attempts] == [("a1", 1)]
    assert [(one.page.alert_id, one.paged) for one in second.accepted] == [("a1", 1), ("a1", 2)]


async def test_a_receiver_that_is_down_holds_the_place_and_misses_nothing(paging: Paging, publish: Publish) -> None:
    first, second = Attentive(), Attentive()
    first.answers["a1"] = [Outcome(Kind.UNREACHABLE)] * 10_000
    await publish(make_alert())
    await publish(*(make_alert(alert_id=f"b{number}") for number in range(50)))
    async with paging(first, kill=True):
        await first.until(lambda: len(first.accepted) == 50)
    async with paging(second):
        await second.until(lambda: ("a1", 1) in [(one.page.alert_id, one.paged) for one in second.accepted])
    assert second.told("a1") == [(1, Intent.PAGE)]


async def test_operations_alerts_page_too(paging: Paging, publish: Publish) -> None:
    receiver = Attentive()
    await publish(make_alert(patient_id=None, rule="cannot-judge", subject="p1"))
    async with paging(receiver):
        await receiver.until(lambda: bool(receiver.accepted))
    assert receiver.accepted[0].page.patient is None


async def test_two_pagers_share_the_partitions_and_one_takes_over_from_the_other(
    paging: Paging, publish: Publish
) -> None:
    one, other = Attentive(), Attentive()
    other.told_more = one.told_more

    def told() -> list[str]:
        return [delivery.page.alert_id for delivery in (*one.accepted, *other.accepted)]

    async with paging(one):
        await publish(make_alert(alert_id="before"))
        await one.until(lambda: told() == ["before"])
        async with paging(other):
            await one.until(lambda: bool(other.recalled) or bool(one.recalled))
            for number in range(12):
                await publish(make_alert(alert_id=f"a{number}"), partition=number % 4)
            await one.until(lambda: len(set(told())) == 13)
        await publish(make_alert(alert_id="after"), partition=3)
        await one.until(lambda: "after" in told())
    assert sorted(told()) == sorted({*(f"a{number}" for number in range(12)), "before", "after"})


async def test_the_dead_man_s_switch_is_held_down_once_a_heartbeat_came_through(
    paging: Paging, installation: Settings
) -> None:
    receiver = Attentive()
    report = IntakeReport(worker="one", began=now(), at=now(), feeds={})
    async with paging(receiver):
        await receiver.until(lambda: bool(receiver.reminders))
        assert not any(receiver.reminders)
        await beat(installation, report)
        seen = len(receiver.reminders)
        await receiver.until(lambda: len(receiver.reminders) > seen + 5)
        assert not any(receiver.reminders)
        await beat(installation, through())
        await receiver.until(lambda: receiver.reminders[-1])


async def test_a_heartbeat_that_came_through_before_the_pager_began_says_nothing(
    paging: Paging, installation: Settings
) -> None:
    receiver = Attentive()
    await beat(installation, through())
    async with paging(receiver):
        await receiver.until(lambda: len(receiver.reminders) > 5)
        assert not any(receiver.reminders)
        await beat(installation, through())
        await receiver.until(lambda: receiver.reminders[-1])


def through() -> PathBeat:
    """A heartbeat that has come through."""
    return PathBeat(worker="one", partition=3, sent_at=now(), accepted_at=now())


async def test_a_canary_is_paged_to_nobody_and_holds_up_no_alert_behind_it(paging: Paging, publish: Publish) -> None:
    receiver, canary = Attentive(), make_alert(alert_id="canary", patient_id="natwatch-canary-7")
    await publish(canary, make_alert(), partition=2)
    async with paging(receiver):
        await receiver.until(lambda: bool(receiver.accepted))
    assert [one.page.alert_id for one in receiver.attempts] == ["a1"]


async def test_while_too_many_wait_no_more_is_read_and_nothing_is_missed(
    paging: Paging, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("streams.pager.reading.WAITING_LIMIT", 2)
    receiver = Attentive()
    receiver.gate.clear()
    async with paging(receiver):
        await publish(*(make_alert(alert_id=f"a{number}") for number in range(3)))
        await receiver.until(lambda: len(receiver.attempts) == 3)
        await publish(*(make_alert(alert_id=f"b{number}") for number in range(4)))
        seen = len(receiver.reminders)
        await receiver.until(lambda: len(receiver.reminders) > seen + 5)
        assert len(receiver.attempts) == 3
        receiver.gate.set()
        await receiver.until(lambda: len(receiver.accepted) == 7)
