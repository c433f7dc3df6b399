"""The pager's place in Kafka: nothing missed after a kill, and nothing told under another key."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from typing import Any, TypeAlias

import pytest
from aiokafka import AIOKafkaProducer
from prometheus_client import CollectorRegistry

from models.alerts import Alert
from models.settings import PagerKind, PagerSettings, Settings
from streams.pager.alarms import PageAlarms
from streams.pager.counters import Counters
from streams.pager.deliveries import Surroundings
from streams.pager.pager import Pager
from streams.pager.pages import Delivery, Intent
from streams.pager.retries import Kind, Outcome
from streams.pager.stage import Means, PagerStage, consumer
from streams.topics import TopicNames
from tests.integration.receiving import Server, serving
from tests.streams.pager.fakes import FakeReceiver, make_alert

Publish: TypeAlias = Callable[..., Any]
Paging: TypeAlias = Callable[..., AbstractAsyncContextManager[asyncio.Task[None]]]
LONG_S = 30


def now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - Kafka's clock is this machine's


class Attentive(FakeReceiver):
    """A receiver that says when it was told something."""

    def __init__(self) -> None:
        super().__init__()
        self.gate.set()
        self.told_more = asyncio.Event()

    async def deliver(self, delivery: Delivery) -> Outcome:
        self.told_more.set()
        outcome = await super().deliver(delivery)
        self.told_more.set()
        return outcome

    async def recall(self, deliveries: Collection[Delivery]) -> None:
        await super().recall(deliveries)
        self.told_more.set()

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(LONG_S):
            while not condition():
                self.told_more.clear()
                await self.told_more.wait()


@pytest.fixture
async def publish(installation: Settings) -> AsyncIterator[Publish]:
    """Publishes as the monitor does; `abort` as one that was killed half way."""
    names = TopicNames(installation.topics.prefix)
    producer = AIOKafkaProducer(
        bootstrap_servers=installation.kafka.bootstrap, transactional_id=f"{installation.topics.prefix}monitor"
    )
    await producer.start()

    async def send(*alerts: Alert, partition: int = 0, abort: bool = False) -> None:
        await producer.begin_transaction()
        for alert in alerts:
            topic = names.alerts if alert.patient_id else names.operations
            await producer.send_and_wait(topic, alert.to_json(), key=alert.alert_id.encode(), partition=partition)
        await (producer.abort_transaction() if abort else producer.commit_transaction())

    yield send
    await producer.stop()


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
            counters=Counters(CollectorRegistry()),
            around=Surroundings(lambda one: f"#{len(one)}", lambda: 0.01, asyncio.sleep),
            clock=now,
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
                async with asyncio.timeout(LONG_S):
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


STAGE = """
import asyncio, sys
from prometheus_client import CollectorRegistry
from models.settings import KafkaSettings, PagerSettings, Settings, TopicSettings
from streams.clock import now
from streams.pager.stage import Means, PagerStage

bootstrap, prefix, url = sys.argv[1:]
settings = Settings(
    kafka=KafkaSettings(bootstrap=bootstrap),
    topics=TopicSettings(prefix=prefix),
    pager=PagerSettings(kind="pagerduty", url=url, key="key"),
)
asyncio.run(PagerStage(Means(settings, now, CollectorRegistry(), print)).run(asyncio.Event()))
"""


async def test_a_process_that_is_killed_while_a_page_is_under_way_pages_again_under_the_same_key(
    installation: Settings, publish: Publish
) -> None:
    await publish(make_alert())
    async with serving(Server()) as server:
        server.behaviours.append("slow")
        arguments = (installation.kafka.bootstrap, installation.topics.prefix, server.url)
        for _ in range(2):
            process = await asyncio.create_subprocess_exec(sys.executable, "-c", STAGE, *arguments)
            await server.received(len(server.requests) + 1)
            process.kill()
            await process.wait()
    assert [(event["event_action"], event["dedup_key"]) for event in server.requests] == [("trigger", "a1")] * 2


async def test_the_whole_stage_tells_pagerduty_and_knows_that_it_is_alive(
    installation: Settings, publish: Publish
) -> None:
    stop = asyncio.Event()
    async with serving(Server()) as server:
        pager = PagerSettings(kind=PagerKind.PAGERDUTY, url=server.url, key="key")
        settings = installation.model_copy(update={"pager": pager})
        stage = asyncio.create_task(PagerStage(Means(settings, now, CollectorRegistry(), print)).run(stop))
        await publish(make_alert())
        (event,) = await server.received(1)
        stop.set()
        async with asyncio.timeout(LONG_S):
            await stage
    assert (event["event_action"], event["dedup_key"], event["routing_key"]) == ("trigger", "a1", "key")
    assert "MRN-4711" not in str(event)
