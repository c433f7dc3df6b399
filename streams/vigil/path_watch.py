"""Sends heartbeats and canaries down the path, and notes what comes out at its end."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import count
from time import monotonic
from typing import Final

from aiokafka import TopicPartition

from models.alerts import Alert, Status
from models.heartbeats import Heartbeat, PathBeat
from models.settings import Role
from streams.metrics.described import Family
from streams.operations.catalogue import Operations
from streams.vigil import metrics
from streams.vigil.breaches import Breaches
from streams.vigil.canary import canaries, introduction, result
from streams.vigil.clients import Clients, path_place
from streams.vigil.ground import Ground
from streams.vigil.path import Beat, Path
from streams.vigil.standing import Found

_A_MOMENT: Final = timedelta(microseconds=1)
_CANARY: Final = "alerts"
"""The subject of a canary that was not seen: where it was to be seen."""


class PathWatch:
    """The heartbeats of one keeper of the vigil."""

    def __init__(self, ground: Ground) -> None:
        bounds = ground.bounds
        self._ground = ground
        self._who = canaries(ground.partitions)
        self._path = Path()
        self._breaches = Breaches(
            ground.partitions, bounds.canary.total_seconds(), bounds.canary_within.total_seconds()
        )
        self._turns = count()
        self._sent = 0
        self._newest: datetime | None = None
        self._due_at = monotonic()
        self._well: list[int] = []

    async def send_due(self, clients: Clients) -> None:
        """Send the heartbeats and the breaches whose time has come.

        Raises:
            KafkaError: the broker does not have them.
        """
        now = monotonic()
        if (breaching := self._breaches.due(now)) is not None:
            for value in introduction(self._who[breaching], self._ground.policy):
                await self._write(clients, value)
            sent_at = await self._send(clients, breaching, breaches=True)
            self._breaches.send(breaching, sent_at, now)
        for partition in self._well:
            await self._send(clients, partition, breaches=False)
        self._well.clear()
        if now >= self._due_at:
            self._due_at = now + self._ground.bounds.heartbeat.total_seconds()
            partition = next(self._turns) % len(self._who)
            if not self._breaches.waits_for(partition):
                await self._send(clients, partition, breaches=False)

    def hear(self, beats: Iterable[tuple[Heartbeat, int]]) -> None:
        """Heartbeats came out of the monitor, each with its offset."""
        for beat, offset in beats:
            if isinstance(beat, PathBeat):
                self._path.come_out(beat.sent_at, beat.partition, offset, monotonic())

    def see(self, alerts: Iterable[Alert]) -> None:
        """Alerts about canaries were seen; who was waited for is well again."""
        for alert in alerts:
            if alert.status is not Status.RESOLVED and alert.patient_id in self._who:
                partition = self._who.index(alert.patient_id)
                if self._breaches.see(partition, alert.holds_from, monotonic()):
                    self._well.append(partition)

    def sample(self, read_up_to: Mapping[Role, Mapping[TopicPartition, int]]) -> None:
        """The groups have read so far."""
        topic = self._ground.names.heartbeats
        now, paged = monotonic(), read_up_to[Role.PAGER]
        self._path.take_in({at.partition: end for at, end in read_up_to[Role.INTAKE].items() if at.topic == topic}, now)
        self._path.page(paged.get(path_place(self._ground), 0) if paged else None, now)

    def found(self) -> Iterator[Found]:
        """Where heartbeats and canaries are missed, and where they came through."""
        patience = self._ground.bounds.silence
        missed = self._path.silent(monotonic(), patience.total_seconds())
        for role in Role:
            if role in missed:
                places = ", ".join(str(partition) for partition in sorted(missed[role]))
                wrong = (
                    f"No heartbeat has come through the {role} for {patience.total_seconds():.0f} s on its way through "
                    f"partition {places} of patient-events"
                )
                yield Found(Operations.PATH_SILENT.value, role, wrong)
            elif role in self._path.reached:
                yield Found(Operations.PATH_SILENT.value, role)
        yield from self._canary()

    def families(self) -> Iterator[Family]:
        """What is measured of the path."""
        seen_at = self._breaches.seen_at
        yield metrics.BEATS_SENT.family(self._sent)
        yield metrics.BEAT_AT.family({(role,): at.timestamp() for role, at in self._path.reached.items()})
        yield metrics.BEAT_TRAVEL.measured(self._path.travelled_s)
        yield metrics.CANARY_AT.measured(None if seen_at is None else seen_at.timestamp())
        yield metrics.CANARY_TRAVEL.measured(self._breaches.travelled_s)

    def _canary(self) -> Iterator[Found]:
        if missed := self._breaches.missed(monotonic()):
            places = ", ".join(str(partition) for partition in sorted(missed))
            within = self._ground.bounds.canary_within.total_seconds()
            wrong = f"No alert about the canary of partition {places} was seen within {within:.0f} s of its breach"
            yield Found(Operations.CANARY_UNSEEN.value, _CANARY, wrong)
        elif self._breaches.seen_at is not None:
            yield Found(Operations.CANARY_UNSEEN.value, _CANARY)

    async def _send(self, clients: Clients, partition: int, *, breaches: bool) -> datetime:
        now = self._ground.clock()
        self._newest = sent_at = now if self._newest is None else max(now, self._newest + _A_MOMENT)
        value = result(self._who[partition], sent_at, self._ground.policy, breaches=breaches)
        place = await self._write(clients, value)
        self._path.send(Beat(sent_at, sent := monotonic(), sent, partition, place))
        self._sent += 1
        return sent_at

    async def _write(self, clients: Clients, value: bytes) -> tuple[int, int]:
        topic = self._ground.names.heartbeats
        worker = self._ground.settings.worker.name.encode()
        # Every intake has some partitions of the topic, so all of them are shown to read.
        doors = sorted(await clients.producer.partitions_for(topic))
        door = doors[self._sent % len(doors)]
        record = await clients.producer.send_and_wait(topic, value, key=worker, partition=door)
        return record.partition, record.offset
