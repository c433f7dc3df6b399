"""The pager's place in Kafka: what it reads, what it has settled, and who takes over when.

Every partition is read from its beginning: what lies below the group's committed offset was settled, and is only
recalled (what stands at the receiver is rebuilt from it); the rest is told. The topics are compacted, so that is the
newest state of each alert, and what is being worked in now.
"""

from collections.abc import Iterable
from typing import Protocol, TypeAlias

import pydantic
from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition
from aiokafka.errors import IllegalStateError, KafkaError
from aiokafka.structs import ConsumerRecord

from models import heartbeats
from models.alerts import Alert
from models.canary import is_canary
from models.heartbeats import PathBeat
from streams.clock import Clock
from streams.logs import Event, log
from streams.logs.surprises import kinds
from streams.pager.deliveries import Deliveries
from streams.pager.places import Place
from streams.pager.progress import Progress
from streams.pager.receivers import Receiver
from streams.topics.names import TopicNames

Record: TypeAlias = ConsumerRecord[bytes | None, bytes | None]

WAITING_LIMIT = 2_000
"""Alerts that wait for the receiver before no more are read; of each only the newest revision is kept."""
_FETCH_MS = 200
_FETCH_RECORDS = 500


class Witness(Protocol):
    """Whoever needs to know which operations alerts passed, and what could not be read."""

    def seen(self, alert: Alert) -> None:
        """An operations alert came by."""

    async def unreadable(self, where: str) -> None:
        """A record is no alert."""


class Reading(ConsumerRebalanceListener):
    """Hands records to the deliveries, and commits what they have settled."""

    def __init__(  # noqa: PLR0913 - the pager puts it together, nobody else
        self,
        *,
        consumer: AIOKafkaConsumer,
        names: TopicNames,
        deliveries: Deliveries,
        receiver: Receiver,
        witness: Witness,
        clock: Clock,
        progress: Progress,
    ) -> None:
        self._consumer = consumer
        self._names = names
        self._deliveries = deliveries
        self._receiver = receiver
        self._witness = witness
        self._clock = clock
        self._places: dict[TopicPartition, Place] = {}
        self._committed: dict[TopicPartition, int] = {}
        self._failure: BaseException | None = None
        self._assigned = False
        self._progress = progress

    def subscribe(self) -> None:
        """Take part in the group; the consumer must have been started."""
        self._consumer.subscribe([self._names.alerts, self._names.operations, self._names.heartbeats], listener=self)

    @property
    def recalled(self) -> bool:
        """Whether all that was settled before is known."""
        return not any(place.recalling for place in self._places.values())

    @property
    def waiting(self) -> int:
        """Alerts that the receiver has still to be told of."""
        return sum(len(place.lanes) for place in self._places.values())

    async def turn(self) -> None:
        """Read once, hand on, commit once."""
        if self._failure is not None:
            raise self._failure
        await self._open(self._consumer.assignment() - self._places.keys())
        self._throttle()
        fetched = await self._consumer.getmany(timeout_ms=_FETCH_MS, max_records=_FETCH_RECORDS)
        for partition, records in fetched.items():
            for record in records:
                await self._take(partition, record)
        for partition, place in tuple(self._places.items()):
            if place.recalling and await self._reached(partition, place):
                await self._recalled(place)
        await self.commit()
        self._progress.turns += 1
        self._progress.turned_at = self._clock()
        self._progress.settled = self._assigned and self.recalled

    async def commit(self) -> None:
        """Move the group's place up to what is settled."""
        settled = {
            partition: place.settled
            for partition, place in self._places.items()
            if not place.recalling and place.settled > self._committed.get(partition, 0)
        }
        if not settled:
            return
        try:
            await self._consumer.commit(settled)
        except (KafkaError, IllegalStateError) as error:
            log(Event.PAGER_COMMIT_FAILED, errors=kinds(error))
        else:
            self._committed.update(settled)

    async def leave(self) -> None:
        """Give up all partitions."""
        for partition in tuple(self._places):
            await self._leave(partition)

    async def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        """Commit what is settled and leave the rest to the next owner."""
        self._assigned = False
        try:
            await self.commit()
            for partition in revoked:
                await self._leave(partition)
        except Exception as error:  # noqa: BLE001 - aiokafka would swallow it; the next turn raises it
            self._failure = error

    async def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:  # noqa: ARG002 - whichever
        """The next turn opens them: nothing else here, where no sign of life is sent to the group meanwhile."""
        self._assigned = True

    async def _leave(self, partition: TopicPartition) -> None:
        place = self._places.pop(partition, None)
        self._committed.pop(partition, None)
        if place is not None:
            await self._deliveries.leave(place)

    async def _open(self, partitions: Iterable[TopicPartition]) -> None:
        for partition in partitions:
            try:
                if partition.topic == self._names.heartbeats:
                    ends = await self._consumer.end_offsets([partition])
                    # A seek_to_end could lose a race with the reset to the beginning that aiokafka makes by itself.
                    self._consumer.seek(partition, ends[partition])
                    self._places[partition] = Place(0, recalling=False)
                else:
                    self._places[partition] = await self._begin(partition)
            except (KafkaError, IllegalStateError) as error:
                log(Event.PAGER_COMMIT_FAILED, errors=kinds(error))

    async def _begin(self, partition: TopicPartition) -> Place:
        """Start at the beginning of a partition, knowing what was settled of it.

        That the group was here is committed before anything is told: a first start that is killed must not look like a
        first start the next time, when there may be pages to take down.
        """
        committed = await self._consumer.committed(partition)
        begins = await self._consumer.beginning_offsets([partition])
        ends = await self._consumer.end_offsets([partition])
        place = _place(partition, committed, ends[partition])
        if place.fresh:
            await self._consumer.commit({partition: begins[partition]})
        self._consumer.seek(partition, begins[partition])
        return place

    def _throttle(self) -> None:
        if self.waiting >= WAITING_LIMIT:
            self._consumer.pause(*self._consumer.assignment())
        else:
            self._consumer.resume(*self._consumer.paused())

    async def _take(self, partition: TopicPartition, record: Record) -> None:
        place = self._places.get(partition)
        if place is None:
            return
        if partition.topic == self._names.heartbeats:
            if isinstance(heartbeats.decode(record.value), PathBeat):
                self._progress.heartbeat_at = self._clock()
            place.next_offset = record.offset + 1
            return
        old = place.told_up_to is not None and record.offset < place.told_up_to
        if place.recalling and not old:
            await self._recalled(place)
        alert = await self._alert(record)
        if alert is None or is_canary(alert.patient_id):
            self._progress.canaries += alert is not None
            place.next_offset = record.offset + 1
            return
        if partition.topic == self._names.operations:
            self._witness.seen(alert)
        if old:
            self._deliveries.recall(place, alert)
        elif self._places.get(partition) is place:
            self._deliveries.offer(place, alert, record.offset)

    async def _alert(self, record: Record) -> Alert | None:
        if record.value is None:
            return None
        try:
            return Alert.model_validate_json(record.value)
        except pydantic.ValidationError:
            log(
                Event.PAGER_RECORD_UNREADABLE,
                topic=record.topic,
                partition=record.partition,
                offset=record.offset,
            )
            await self._witness.unreadable(f"{record.topic}/{record.partition}/{record.offset}")
            return None

    async def _reached(self, partition: TopicPartition, place: Place) -> bool:
        if place.told_up_to is None:
            return True
        try:
            return bool(await self._consumer.position(partition) >= place.told_up_to)
        except IllegalStateError:
            return False

    async def _recalled(self, place: Place) -> None:
        await self._receiver.recall(tuple(place.recalled.values()))
        place.recalled.clear()
        place.recalling = False
        place.next_offset = max(place.next_offset, place.told_up_to or 0)


def _place(partition: TopicPartition, committed: int | None, end: int) -> Place:
    if committed is None or committed <= end:
        return Place(committed)
    log(
        Event.PAGER_PLACE_BEYOND_END,
        topic=partition.topic,
        partition=partition.partition,
        committed=committed,
        end=end,
    )
    return Place(None)
