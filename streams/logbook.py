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
_BROKER_WAITS_MS = 20
"""Everything that is read is there already, and each partition has to wait for the question about the last one."""


class Head(msgspec.Struct):
    """Of a line, what says whom it concerns and when it was accepted."""

    type: str
    accepted_at: datetime
    patient_id: str = ""
    prior_patient_id: str = ""

    @property
    def is_merge(self) -> bool:
        """Whether it says that two records are one patient."""
        return self.type == "patient-merged"


_head = msgspec.json.Decoder(Head).decode


class Concern:
    """Which lines of a partition can matter to a patient: their own, the policies, and merges that lead to them.

    Args:
        patient: whom; None: every line matters.
    """

    def __init__(self, patient: str | None) -> None:
        self._patient = patient
        self._related = {patient}
        self._apart: list[tuple[Head, bytes]] = []

    def chosen(self, head: Head, line: bytes) -> list[bytes]:
        """The line, if it matters, after the merges before it that matter because of it."""
        if self._patient is None or head.type == "policy-changed":
            return [line]
        if not head.is_merge:
            return [line] if head.patient_id == self._patient else []
        self._apart.append((head, line))
        chosen: list[bytes] = []
        while found := next((each for each in self._apart if not self._related.isdisjoint(_both(each[0]))), None):
            self._apart.remove(found)
            self._related |= _both(found[0])
            chosen.append(found[1])
        return chosen


def _both(merge: Head) -> set[str | None]:
    return {merge.patient_id, merge.prior_patient_id}


async def lines(settings: Settings, patient: str | None, since: datetime | None) -> AsyncIterator[bytes]:
    """The lines, partition after partition, each partition in its order.

    A merge stands in the partitions of both its patients: its line says in which one it was found.

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
            concern = Concern(patient)
            async for value in _values(consumer, TopicPartition(topic, partition), since):
                for line in _chosen(value, partition, concern, since):
                    yield line


def _chosen(value: bytes, partition: int, concern: Concern, since: datetime | None) -> Iterator[bytes]:
    for line in value.split(b"\n"):
        head = _head(line)
        if since is None or head.accepted_at >= since:
            placed = b'%s,"partition":%d}' % (line[:-1], partition) if head.is_merge else line
            yield from concern.chosen(head, placed)


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
    consumer = AIOKafkaConsumer(
        topic, **client_arguments(settings.kafka), enable_auto_commit=False, fetch_max_wait_ms=_BROKER_WAITS_MS
    )
    try:
        await consumer.start()
        yield consumer
    except (KafkaError, OSError) as error:
        raise await unreachable(settings.kafka, error) from error
    finally:
        await consumer.stop()
