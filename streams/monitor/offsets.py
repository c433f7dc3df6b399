"""How far the log and the group have come, as the broker says."""

import asyncio
from collections.abc import Collection

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import GroupCoordinatorNotAvailableError, GroupLoadInProgressError

from streams.monitor.clients import Clients

_AGAIN_S = 0.2


class Offsets:
    """Asks the broker about offsets of `patient-events`, of many partitions at once."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients
        self._topic = clients.names.patient_events
        self._consumer: AIOKafkaConsumer | None = None

    async def start(self) -> None:
        """Connects."""
        self._consumer = self._clients.consumer()
        await self._consumer.start()

    async def log_ends(self, partitions: Collection[int]) -> dict[int, int]:
        """The next offset of the log in each partition."""
        if self._consumer is None:
            raise RuntimeError("offsets were not started")
        wanted = [TopicPartition(self._topic, partition) for partition in partitions]
        ends = await self._consumer.end_offsets(wanted) if wanted else {}
        return {place.partition: end for place, end in ends.items()}

    async def group_position(self, partition: int) -> int:
        """The offset that the group has committed in a partition; 0 where it has none."""
        place, group = TopicPartition(self._topic, partition), self._clients.names.monitor_group
        admin = AIOKafkaAdminClient(**self._clients.arguments)
        await admin.start()
        try:
            while True:
                try:
                    committed = await admin.list_consumer_group_offsets(group, partitions=[place])
                    break
                except (GroupCoordinatorNotAvailableError, GroupLoadInProgressError):
                    # A cluster makes its topic of offsets when the first group asks for it.
                    await asyncio.sleep(_AGAIN_S)
        finally:
            await admin.close()
        return max(committed[place].offset, 0) if place in committed else 0

    async def stop(self) -> None:
        """Disconnects."""
        if self._consumer is not None:
            await self._consumer.stop()
