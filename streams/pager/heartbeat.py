"""A sign of life every half a minute, sent the way alerts are sent: in a transaction."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import orjson
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from models.instants import to_text
from streams.clock import Clock
from streams.logs import Event, log
from streams.logs.surprises import kinds

EVERY = timedelta(seconds=30)


class Heartbeat:
    """Writes to the topic of heartbeats under the worker's name, by a transactional producer of its own.

    Whoever reads it as alerts are read, `read_committed`, sees by its absence that alerts do not come through either.
    A beat that fails is missed, and the next one tries with a new producer: its absence is the message.
    """

    def __init__(self, produce: Callable[[], AIOKafkaProducer], topic: str, worker: str, clock: Clock) -> None:
        self._produce = produce
        self._topic = topic
        self._worker = worker
        self._clock = clock

    async def run(self, stop: asyncio.Event, every: timedelta = EVERY) -> None:
        """Beat until `stop`."""
        while not stop.is_set():
            try:
                await self._beat_on(stop, every)
            except KafkaError as error:
                log(Event.HEARTBEAT_MISSED, errors=kinds(error))
                await _rest(stop, every)

    async def _beat_on(self, stop: asyncio.Event, every: timedelta) -> None:
        producer = self._produce()
        try:
            await producer.start()
            while not stop.is_set():
                value = orjson.dumps({"worker": self._worker, "at": to_text(self._clock())})
                async with producer.transaction():
                    await producer.send_and_wait(self._topic, value, key=self._worker.encode())
                await _rest(stop, every)
        finally:
            await producer.stop()


async def _rest(stop: asyncio.Event, every: timedelta) -> None:
    try:
        async with asyncio.timeout(every.total_seconds()):
            await stop.wait()
    except TimeoutError:
        return
