"""Whether Kafka still lets us in: its clients try again for ever, whatever the reason is."""

import asyncio
from contextlib import suppress

from models.settings import KafkaSettings
from streams.connection import tried
from streams.denial import denied

_EVERY_S = 15.0
_TIMES = 3
"""A broker that has just started may not know its users yet."""


class Admission:
    """A stage that connects now and then, and ends the worker when it is turned away several times in a row.

    A password that was revoked, or a certificate that has run out, mends by no waiting; that Kafka is away may.

    Args:
        kafka: how it is reached.
        every_s: how often to look.
    """

    def __init__(self, kafka: KafkaSettings, every_s: float = _EVERY_S) -> None:
        self._kafka = kafka
        self._every_s = every_s

    async def run(self, stop: asyncio.Event) -> None:
        """Looks until `stop` is set.

        Raises:
            Exception: what Kafka turns us away with.
        """
        turned_away = 0
        while not stop.is_set():
            error = await tried(self._kafka)
            turned_away = turned_away + 1 if error and denied(error) else 0
            if error and turned_away == _TIMES:
                raise error
            with suppress(TimeoutError):
                async with asyncio.timeout(self._every_s):
                    await stop.wait()
