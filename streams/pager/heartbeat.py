"""A sign of life every half a minute, sent the way alerts are sent: in a transaction."""

import asyncio
from datetime import timedelta

import orjson
from aiokafka import AIOKafkaProducer

from models.instants import to_text
from streams.clock import Clock

EVERY = timedelta(seconds=30)


class Heartbeat:
    """Writes to the topic of heartbeats under the worker's name; `producer` must be transactional.

    Whoever reads it as alerts are read, `read_committed`, sees by its absence that alerts do not come through either.
    """

    def __init__(self, producer: AIOKafkaProducer, topic: str, worker: str, clock: Clock) -> None:
        self._producer = producer
        self._topic = topic
        self._worker = worker
        self._clock = clock

    async def run(self, stop: asyncio.Event, every: timedelta = EVERY) -> None:
        """Beat until `stop`.

        Raises:
            KafkaError: alerts would not get through either.
        """
        await self._producer.start()
        try:
            while not stop.is_set():
                await self.beat()
                try:
                    async with asyncio.timeout(every.total_seconds()):
                        await stop.wait()
                except TimeoutError:
                    continue
        finally:
            await self._producer.stop()

    async def beat(self) -> None:
        """Send one."""
        value = orjson.dumps({"worker": self._worker, "at": to_text(self._clock())})
        async with self._producer.transaction():
            await self._producer.send_and_wait(self._topic, value, key=self._worker.encode())
