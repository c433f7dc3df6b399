"""Ledgers on the real broker, without Faust in front: the tests say what is assigned and delivered."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition
from msgspec.json import decode

from models.settings import Settings
from streams import clock
from streams.connection import client_arguments
from streams.monitor.clients import Clients
from streams.monitor.counts import Counts
from streams.monitor.ledgers import Ledgers
from streams.monitor.means import Means
from streams.monitor.offsets import Offsets
from streams.monitor.outbox import Outbox
from streams.monitor.probe import unobserved
from streams.monitor.rulings import Rulings
from streams.topics import TopicNames
from tests.patience import until


class Office:
    """The ledgers of one worker, and what went wrong in them."""

    def __init__(self, settings: Settings, rulings: Rulings) -> None:
        clients = Clients(client_arguments(settings.kafka), TopicNames(settings.topics.prefix))
        self.means = Means(
            clients=clients,
            offsets=Offsets(clients),
            outbox=Outbox(clients, clock.now),
            rulings=rulings,
            clock=clock.now,
            counts=Counts(),
            probe=unobserved,
        )
        self.failures: list[BaseException] = []
        self.ledgers = Ledgers(self.means, self.failures.append, round_s=0.05)

    async def until_it_stands_at(self, offset: int, partition: int = 0) -> None:
        """Waits until the log is worked in up to an offset."""
        await until(lambda: self.failures or (self.ledgers.tenures[partition].position or 0) >= offset)
        assert self.failures == []


@asynccontextmanager
async def office(settings: Settings, rulings: Rulings) -> AsyncIterator[Office]:
    opened = Office(settings, rulings)
    await opened.means.offsets.start()
    await opened.means.outbox.start()
    rounds = asyncio.create_task(opened.ledgers.go_rounds())
    try:
        yield opened
    finally:
        rounds.cancel()
        await opened.ledgers.close()
        await opened.means.outbox.stop()
        await opened.means.offsets.stop()


async def write(settings: Settings, *records: Iterable[bytes], partition: int = 0) -> None:
    """Writes records of lines to the log, as intake does."""
    topic = TopicNames(settings.topics.prefix).patient_events
    async with AIOKafkaProducer(bootstrap_servers=settings.kafka.bootstrap) as producer:
        for lines in records:
            await producer.send_and_wait(topic, b"\n".join(lines), partition=partition)


async def values(settings: Settings, topic: str, partition: int = 0) -> list[bytes]:
    """What stands in a partition, for a reader of what is committed."""
    return [record.value or b"" for record in await records(settings, topic, partition)]


async def records(settings: Settings, topic: str, partition: int = 0) -> list[ConsumerRecord[bytes, bytes]]:
    """The records of a partition, as they stand there for a reader of what is committed.

    A commit is done a moment before such a reader sees it, so what is there without being seen yet is waited for.
    """
    place = TopicPartition(topic, partition)
    async with AIOKafkaConsumer(bootstrap_servers=settings.kafka.bootstrap) as hasty:
        end = (await hasty.end_offsets([place]))[place]
    consumer = AIOKafkaConsumer(
        bootstrap_servers=settings.kafka.bootstrap, isolation_level="read_committed", auto_offset_reset="earliest"
    )
    consumer.assign([place])
    async with consumer:
        read: list[ConsumerRecord[bytes, bytes]] = []
        while await consumer.position(place) < end:
            read.extend((await consumer.getmany(timeout_ms=200)).get(place, ()))
        return read


async def alerts(settings: Settings) -> list[dict[str, Any]]:
    return [decode(value) for value in await values(settings, TopicNames(settings.topics.prefix).alerts)]


async def log_types(settings: Settings) -> list[str]:
    """The types of all lines of the log."""
    log = await values(settings, TopicNames(settings.topics.prefix).patient_events)
    return [decode(line)["type"] for value in log for line in value.split(b"\n")]
