"""Publishes the turns of a ledger, each in one Kafka transaction."""

import asyncio
from collections.abc import Iterable
from time import monotonic
from typing import Any

from aiokafka import AIOKafkaProducer

from models.heartbeats import PATH_PARTITION, PathBeat, encode
from streams.monitor.clients import Clients
from streams.monitor.probe import Point, Probe
from streams.monitor.turn import KeyValue, Turn
from streams.operations.alerts import key

_BATCH_BYTES = 512 * 1024
_SLOW_COMMIT_S = 1.0
_TRANSACTION_MS = 60_000
_STOP_S = 5.0


class Transactions:
    """The one writer of a partition's alerts and changelog.

    Starting it fences whoever wrote before, and waits until what that one left open is closed. Whatever goes wrong
    afterwards raises, `ProducerFenced` where somebody else has started since; it cannot be used after that.

    Attributes:
        worn: the last commit was answered late. A repetition of it may still be under way and would close the next
            transaction of this producer: it is time to take the partition over anew.
    """

    def __init__(self, clients: Clients, partition: int, probe: Probe) -> None:
        self._clients = clients
        self._partition = partition
        self._probe = probe
        self._producer: AIOKafkaProducer | None = None
        self.worn = False

    async def start(self) -> None:
        """Becomes the one writer."""
        producer = self._clients.producer(
            transactional_id=self._clients.names.transactional_id(self._partition),
            transaction_timeout_ms=_TRANSACTION_MS,
            max_batch_size=_BATCH_BYTES,
        )
        self._producer = producer
        await producer.start()
        names = self._clients.names
        # The metadata of all topics first: a produce that waits for it while the transaction opens is refused.
        for topic in (names.alerts, names.patient_ledger, names.operations, names.heartbeats):
            await producer.partitions_for(topic)

    async def publish(self, turn: Turn) -> None:
        """Publishes a turn, all of it or nothing; a `read_committed` reader sees it a moment after this returns."""
        producer = self._started()
        names = self._clients.names
        await producer.begin_transaction()
        alerts = await self._send(producer, names.alerts, turn.alerts)
        ledger = await self._send(producer, names.patient_ledger, turn.ledger)
        for alert in turn.operations:
            alerts.append(await producer.send(names.operations, key=key(alert), value=alert.to_json()))
        for beat in turn.heartbeats:
            alerts.append(await self._send_beat(producer, beat))
        self._probe(Point.ALERT_SENT)
        # A commit succeeds although a batch failed, so every send is looked at first.
        if alerts:
            await asyncio.wait(alerts)
        self._probe(Point.ALERT_ACKNOWLEDGED)
        await asyncio.wait(ledger)
        self._probe(Point.LEDGER_ACKNOWLEDGED)
        if errors := [error for sent in (*alerts, *ledger) if (error := sent.exception())]:
            raise errors[0]
        began = monotonic()
        await producer.commit_transaction()
        self._probe(Point.COMMITTED)
        self.worn = monotonic() - began > _SLOW_COMMIT_S

    async def stop(self) -> None:
        """Lets go, within seconds, of whatever state it is in."""
        producer, self._producer = self._producer, None
        if producer is not None:
            await asyncio.wait([asyncio.ensure_future(producer.stop())], timeout=_STOP_S)

    def _started(self) -> AIOKafkaProducer:
        if self._producer is None:
            raise RuntimeError("transactions were not started")
        return self._producer

    async def _send_beat(self, producer: AIOKafkaProducer, beat: PathBeat) -> asyncio.Future[Any]:
        """All go to one partition, so that one pager sees all of them."""
        topic = self._clients.names.heartbeats
        sent: asyncio.Future[Any] = await producer.send(
            topic, key=beat.worker.encode(), value=encode(beat), partition=PATH_PARTITION
        )
        return sent

    async def _send(
        self, producer: AIOKafkaProducer, topic: str, pairs: Iterable[KeyValue]
    ) -> list[asyncio.Future[Any]]:
        sends: list[asyncio.Future[Any]] = []
        batch = producer.create_batch()
        for name, value in pairs:
            if batch.append(key=name, value=value, timestamp=None) is None:
                sends.append(await producer.send_batch(batch, topic, partition=self._partition))
                batch = producer.create_batch()
                batch.append(key=name, value=value, timestamp=None)
        if batch.record_count():
            sends.append(await producer.send_batch(batch, topic, partition=self._partition))
        return sends
