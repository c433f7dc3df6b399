"""Reads one partition of `patient-events` and of its changelog, whenever a ledger wants to."""

from collections.abc import AsyncIterator, Callable

from aiokafka import AIOKafkaConsumer, TopicPartition

from streams.monitor.clients import Clients
from streams.monitor.log_lines import LogRecord
from streams.monitor.restored import Bounds, Restored

_WAIT_MS = 200
_LEDGER_RECORDS = 2_000
_LOG_RECORDS = 8


class Reader:
    """A consumer of one partition's log and changelog that is kept for the life of the process.

    It is assigned once; after that it only seeks, pauses and resumes, since a consumer that is closed or assigned
    anew under way can hang. It belongs to no group and moves nobody's offsets.
    """

    def __init__(self, clients: Clients, partition: int) -> None:
        names = clients.names
        self._log = TopicPartition(names.patient_events, partition)
        self._ledger = TopicPartition(names.patient_ledger, partition)
        self._clients = clients
        self._consumer: AIOKafkaConsumer | None = None

    async def restore(self, restored: Restored, step: Callable[[int], None]) -> Bounds:
        """Reads the changelog from its beginning to its end into `restored`, and says where the topics end.

        Whoever calls it has fenced other writers before.

        Args:
            restored: is given what is read, also where this is cancelled half way.
            step: is told after each poll how many records came; it may raise to abandon the restore.
        """
        consumer = await self._ready()
        both = [self._ledger, self._log]
        begins, ends = await consumer.beginning_offsets(both), await consumer.end_offsets(both)
        consumer.seek(self._ledger, begins[self._ledger])
        consumer.resume(self._ledger)
        try:
            while await consumer.position(self._ledger) < ends[self._ledger]:
                read = await consumer.getmany(self._ledger, timeout_ms=_WAIT_MS, max_records=_LEDGER_RECORDS)
                records = read.get(self._ledger, ())
                for record in records:
                    restored.apply(record.key or b"", record.value)
                step(len(records))
        finally:
            consumer.pause(self._ledger)
        return Bounds(
            ledger_begin=begins[self._ledger],
            log_begin=begins[self._log],
            log_end=ends[self._log],
        )

    async def log(self, begin: int, end: int) -> AsyncIterator[list[LogRecord]]:
        """The records of the log from offset `begin` up to, not including, `end`, some at a time."""
        consumer = await self._ready()
        consumer.seek(self._log, begin)
        consumer.resume(self._log)
        try:
            while begin < end:
                read = await consumer.getmany(self._log, timeout_ms=_WAIT_MS, max_records=_LOG_RECORDS)
                records = [LogRecord(record.offset, record.value or b"") for record in read.get(self._log, ())]
                if records := [record for record in records if begin <= record.offset < end]:
                    begin = records[-1].offset + 1
                    yield records
        finally:
            consumer.pause(self._log)

    async def _ready(self) -> AIOKafkaConsumer:
        if self._consumer is None:
            consumer = self._clients.consumer()
            consumer.assign([self._ledger, self._log])
            await consumer.start()
            consumer.pause(self._ledger, self._log)
            self._consumer = consumer
        return self._consumer

    async def stop(self) -> None:
        """Closes the consumer; nobody may be reading."""
        if self._consumer is not None:
            await self._consumer.stop()
