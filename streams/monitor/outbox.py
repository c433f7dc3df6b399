"""Writes the worker's own lines to the log: deadlines that have come, and a policy that changed."""

from collections import defaultdict
from collections.abc import Iterable

from aiokafka import AIOKafkaProducer
from msgspec.json import encode

from models.log import PolicyChanged, TimeReached
from streams.clock import Clock
from streams.intake.rekey import packed
from streams.monitor.clients import Clients
from streams.monitor.deadlines import Deadline
from streams.monitor.position import InForce


class Outbox:
    """A producer for `patient-events`, never in a transaction: commit markers would look like missing records."""

    def __init__(self, clients: Clients, clock: Clock) -> None:
        self._clients = clients
        self._topic = clients.names.patient_events
        self._clock = clock
        self._producer: AIOKafkaProducer | None = None
        self._partitions = 0

    async def start(self) -> None:
        """Connects."""
        self._producer = self._clients.producer()
        await self._producer.start()
        self._partitions = len(await self._producer.partitions_for(self._topic))

    @property
    def partitions(self) -> int:
        """How many partitions the log has."""
        return self._partitions

    async def send_deadlines(self, partition: int, deadlines: Iterable[Deadline]) -> None:
        """Writes one record of `time-reached` lines; it is in the log when this returns."""
        lines = (encode(TimeReached(patient_id=who, due=due, accepted_at=due)) for due, who in deadlines)
        await self._send(partition, b"\n".join(lines))

    async def send_lines(self, lines: Iterable[tuple[int, bytes]]) -> None:
        """Writes lines, each to its partition, in order; they are in the log when this returns."""
        by_partition: dict[int, list[bytes]] = defaultdict(list)
        for partition, line in lines:
            by_partition[partition].append(line)
        for partition, mine in by_partition.items():
            for value in packed(mine):
                await self._send(partition, value)

    async def send_policy(self, partition: int, own: InForce) -> None:
        """Writes that from here on another policy holds; it is in the log when this returns."""
        line = PolicyChanged(
            partition=partition,
            partitions=self._partitions,
            policy=own.policy,
            policy_version=own.policy_version,
            accepted_at=self._clock(),
        )
        await self._send(partition, encode(line))

    async def _send(self, partition: int, value: bytes) -> None:
        if self._producer is None:
            raise RuntimeError("the outbox was not started")
        await self._producer.send_and_wait(self._topic, value=value, partition=partition)

    async def stop(self) -> None:
        """Disconnects."""
        if self._producer is not None:
            await self._producer.stop()
