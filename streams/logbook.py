"""Reads the log, `patient-events`, from a beginning to the end that it has now."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime

import msgspec
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from models.settings import Settings
from streams.connection import client_arguments, unreachable
from streams.refusal import Refusal
from streams.topics import TopicNames, partition_of
from streams.topics.cluster import connected

_FETCH_MS = 1_000


class Head(msgspec.Struct):
    """Of a line, what says whom it concerns and when it was accepted."""

    type: str
    accepted_at: datetime
    patient_id: str = ""
    prior_patient_id: str = ""

    def concerns(self, patient: str | None) -> bool:
        """Whether the line can matter to a patient: one of theirs, a merge of theirs, or a policy."""
        return patient is None or patient in {self.patient_id, self.prior_patient_id} or self.type == "policy-changed"


_head = msgspec.json.Decoder(Head).decode


async def lines(settings: Settings, patient: str | None, since: datetime | None) -> AsyncIterator[bytes]:
    """The lines, partition after partition, each partition in its order.

    Args:
        settings: say where the log is.
        patient: only lines that concern this patient, those of policies included.
        since: only lines accepted at this instant or later.

    Raises:
        Refusal: there is no log, or no broker answers.
    """
    topic = TopicNames(settings.topics.prefix).patient_events
    # A consumer would wait for ever for a topic that is not there.
    async with connected(settings.kafka) as cluster:
        found = (await cluster.topics([topic])).get(topic)
    if found is None:
        raise Refusal(f"Topic {topic} is missing: run natwatch topics create.")
    chosen = range(found.partitions) if patient is None else [partition_of(patient, found.partitions)]
    async with _consumer(settings, topic) as consumer:
        for partition in chosen:
            async for value in _values(consumer, TopicPartition(topic, partition), since):
                for line in _chosen(value, patient, since):
                    yield line


def _chosen(value: bytes, patient: str | None, since: datetime | None) -> Iterator[bytes]:
    for line in value.split(b"\n"):
        head = _head(line)
        if head.concerns(patient) and (since is None or head.accepted_at >= since):
            yield line


async def _values(consumer: AIOKafkaConsumer, place: TopicPartition, since: datetime | None) -> AsyncIterator[bytes]:
    end = (await consumer.end_offsets([place]))[place]
    start = (await consumer.beginning_offsets([place]))[place]
    if since is not None:
        # A record is written after its lines were accepted, so no line accepted since then lies before this record.
        found = (await consumer.offsets_for_times({place: int(since.timestamp() * 1000)}))[place]
        start = end if found is None else found.offset
    consumer.seek(place, start)
    while start < end:
        for record in (await consumer.getmany(place, timeout_ms=_FETCH_MS)).get(place, ()):
            start = record.offset + 1
            if record.offset < end and record.value is not None:
                yield record.value


@asynccontextmanager
async def _consumer(settings: Settings, topic: str) -> AsyncIterator[AIOKafkaConsumer]:
    consumer = AIOKafkaConsumer(topic, **client_arguments(settings.kafka), enable_auto_commit=False)
    try:
        await consumer.start()
        yield consumer
    except (KafkaError, OSError) as error:
        raise await unreachable(settings.kafka, error) from error
    finally:
        await consumer.stop()
