"""The clients of Kafka of whoever keeps the vigil; they give up soon, since what they wait for is what is watched."""

from collections.abc import AsyncIterator, Collection
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from models.heartbeats import PATH_PARTITION
from models.settings import Role
from streams.vigil.ground import Ground

_REQUEST_MS = 10_000
_FETCH_WAIT_MS = 100


@dataclass(frozen=True, slots=True)
class Clients:
    """Started clients.

    Attributes:
        ground: what the vigil stands on.
        producer: of heartbeats and operations alerts.
        reader: of what is committed in alerts, operations and the heartbeats that came through.
        asker: asks where topics end.
        admin: asks how far groups have read.
    """

    ground: Ground
    producer: AIOKafkaProducer
    reader: AIOKafkaConsumer
    asker: AIOKafkaConsumer
    admin: AIOKafkaAdminClient

    async def places(self, *topics: str) -> list[TopicPartition]:
        """All partitions of topics."""
        return [
            TopicPartition(topic, partition)
            for topic in topics
            for partition in sorted(await self.producer.partitions_for(topic))
        ]

    async def ends(self, places: Collection[TopicPartition]) -> dict[TopicPartition, int]:
        """The next offset of each partition."""
        ends: dict[TopicPartition, int] = await self.asker.end_offsets(list(places)) if places else {}
        return ends

    async def read_up_to(self, role: Role) -> dict[TopicPartition, int]:
        """How far the group of a role has read, of those partitions of which it has ever said so."""
        names = self.ground.names
        group = {Role.INTAKE: names.intake_group, Role.MONITOR: names.monitor_group, Role.PAGER: names.pager_group}
        found = await self.admin.list_consumer_group_offsets(group[role])
        return {place: offset.offset for place, offset in found.items() if offset.offset >= 0}


@asynccontextmanager
async def clients(ground: Ground) -> AsyncIterator[Clients]:
    """Clients for as long as the block runs.

    Raises:
        KafkaError: no broker answers, or it does not let us in.
    """
    arguments = {**ground.arguments, "request_timeout_ms": _REQUEST_MS}
    consuming = {"enable_auto_commit": False, "isolation_level": "read_committed", "fetch_max_wait_ms": _FETCH_WAIT_MS}
    opened = Clients(
        ground,
        AIOKafkaProducer(**arguments, acks="all", enable_idempotence=True, linger_ms=0),
        AIOKafkaConsumer(**arguments, **consuming, auto_offset_reset="latest"),
        AIOKafkaConsumer(**arguments, **consuming),
        AIOKafkaAdminClient(**arguments),
    )
    async with AsyncExitStack() as stack:
        # All are to be closed, those too that were never started.
        for client in (opened.producer, opened.reader, opened.asker):
            stack.push_async_callback(client.stop)
        stack.push_async_callback(opened.admin.close)
        await opened.producer.start()
        await opened.reader.start()
        await opened.asker.start()
        await opened.admin.start()
        yield opened


def path_place(ground: Ground) -> TopicPartition:
    """Where heartbeats come out."""
    return TopicPartition(ground.names.heartbeats, PATH_PARTITION)
