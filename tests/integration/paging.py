"""What the tests of the pager on Kafka share: who publishes, and a receiver that says when it was told something."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, TypeAlias

import httpx
from aiokafka import AIOKafkaProducer

from models.alerts import Alert
from models.heartbeats import PATH_PARTITION, Heartbeat, encode
from models.settings import Settings
from streams.pager.pages import Delivery
from streams.pager.retries import Outcome
from streams.topics import TopicNames
from tests.patience import LOOK_S, SOON_S
from tests.streams.pager.fakes import FakeReceiver

Publish: TypeAlias = Callable[..., Any]


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

    async def remind(self, *, alive: bool) -> None:
        await super().remind(alive=alive)
        self.told_more.set()

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(SOON_S):
            while not condition():
                self.told_more.clear()
                await self.told_more.wait()


@asynccontextmanager
async def publishing(installation: Settings) -> AsyncIterator[Publish]:
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

    try:
        yield send
    finally:
        await producer.stop()


async def beat(installation: Settings, heartbeat: Heartbeat) -> None:
    prefix = installation.topics.prefix
    producer = AIOKafkaProducer(
        bootstrap_servers=installation.kafka.bootstrap, transactional_id=f"{prefix}heartbeat-{id(heartbeat)}"
    )
    await producer.start()
    try:
        async with producer.transaction():
            topic = TopicNames(prefix).heartbeats
            await producer.send_and_wait(topic, encode(heartbeat), partition=PATH_PARTITION)
    finally:
        await producer.stop()


async def say_until_taken(client: httpx.AsyncClient, url: str, said: object) -> None:
    """Says it again and again until it is taken, as PagerDuty and worklists do."""
    async with asyncio.timeout(SOON_S):
        while True:
            with contextlib.suppress(httpx.TransportError):
                if (await client.post(url, json=said)).status_code == 202:
                    return
            await asyncio.sleep(LOOK_S)
