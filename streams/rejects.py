"""Reads what lies on rejected-events, and sends it again to where it came from, each message once."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError

from models.settings import Inbound, Settings
from streams.connection import client_arguments, unreachable
from streams.intake.rejected import Rejected, mark, marked, read_rejected
from streams.refusal import Refusal
from streams.topics import TopicNames
from streams.topics.cluster import connected

_FETCH_MS = 1_000
_BROKER_WAITS_MS = 20
"""Everything that is read is there already, and each partition has to wait for the question about the last one."""
_AT_ONCE = 100

Wanted = Callable[[Rejected], bool]


@dataclass(frozen=True, slots=True)
class Rejects:
    """The rejected messages of an installation, as they lie there when it is opened.

    Attributes:
        settings: say where Kafka is.
        consumer: of rejected-events, started.
        ends: each partition of it, with its end.
        largest: the largest record that it takes, in bytes.
    """

    settings: Settings
    consumer: AIOKafkaConsumer
    ends: dict[TopicPartition, int]
    largest: int
    _inbound: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        names = TopicNames(self.settings.topics.prefix)
        object.__setattr__(self, "_inbound", frozenset(names.inbound(kind) for kind in Inbound))

    async def waiting(self, wanted: Wanted) -> AsyncIterator[tuple[int, Rejected]]:
        """Those that were not sent again yet, each with the partition that it lies in, in their order."""
        for place in self.ends:
            sent = {offset async for record in self._records(place) if (offset := marked(record)) is not None}
            async for record in self._records(place):
                message = read_rejected(record)
                if message is not None and message.offset not in sent and wanted(message):
                    yield place.partition, message

    async def send_again(self, wanted: Wanted) -> AsyncIterator[tuple[int, Rejected]]:
        """Those of them that come from one of the hospital's topics, as they are sent there again, and marked.

        One killed between the two leaves up to a hundred messages sent and not marked; whoever sends them once more
        repeats events, and a repeat changes nothing.
        """
        producer = AIOKafkaProducer(
            **client_arguments(self.settings.kafka),
            acks="all",
            enable_idempotence=True,
            max_request_size=self.largest,
        )
        await producer.start()
        try:
            batch: list[tuple[int, Rejected]] = []
            async for found in self.waiting(lambda message: message.origin.topic in self._inbound and wanted(message)):
                batch.append(found)
                if len(batch) == _AT_ONCE:
                    await self._send(producer, batch)
                    for each in batch:
                        yield each
                    batch = []
            await self._send(producer, batch)
            for each in batch:
                yield each
        finally:
            await producer.stop()

    async def _send(self, producer: AIOKafkaProducer, batch: Sequence[tuple[int, Rejected]]) -> None:
        sends = [
            await producer.send(each.origin.topic, each.value, key=each.key, partition=each.origin.partition)
            for _, each in batch
        ]
        await asyncio.gather(*sends)
        rejected_events = TopicNames(self.settings.topics.prefix).rejected_events
        marks = []
        for partition, each in batch:
            record = mark(each.offset)
            marks.append(
                await producer.send(rejected_events, record.value, partition=partition, headers=record.headers)
            )
        await asyncio.gather(*marks)

    async def _records(self, place: TopicPartition) -> AsyncIterator[ConsumerRecord[bytes, bytes]]:
        end = self.ends[place]
        start = (await self.consumer.beginning_offsets([place]))[place]
        self.consumer.seek(place, start)
        while start < end:
            for record in (await self.consumer.getmany(place, timeout_ms=_FETCH_MS)).get(place, ()):
                start = record.offset + 1
                if record.offset < end:
                    yield record


@asynccontextmanager
async def rejects(settings: Settings) -> AsyncIterator[Rejects]:
    """The rejected messages of the installation that the settings name.

    Raises:
        Refusal: there is no topic for them, or no broker answers.
    """
    topic = TopicNames(settings.topics.prefix).rejected_events
    async with connected(settings.kafka) as cluster:
        found = (await cluster.topics([topic])).get(topic)
    if found is None:
        raise Refusal(f"Topic {topic} is missing: run natwatch topics create.")
    consumer = AIOKafkaConsumer(
        **client_arguments(settings.kafka), enable_auto_commit=False, fetch_max_wait_ms=_BROKER_WAITS_MS
    )
    places = list(_places(topic, found.partitions))
    try:
        await consumer.start()
        consumer.assign(places)
        ends = await consumer.end_offsets(places)
        yield Rejects(settings, consumer, ends, int(found.settings["max.message.bytes"]))
    except (KafkaError, OSError) as error:
        raise await unreachable(settings.kafka, error) from error
    finally:
        await consumer.stop()


def _places(topic: str, partitions: int) -> Iterator[TopicPartition]:
    return (TopicPartition(topic, partition) for partition in range(partitions))
