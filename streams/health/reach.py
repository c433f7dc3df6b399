"""Whether Kafka answers, asked again and again by a client that does nothing else."""

import asyncio
from collections.abc import Mapping
from time import monotonic
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

_ASK_EVERY_S = 2.0
_ANSWER_WITHIN_S = 5.0
_LATELY_S = 12.0
"""Two questions unanswered, and something to spare."""


class Reach:
    """Asks for the end of a topic.

    Args:
        arguments: what every aiokafka client is told.
        topic: one that is there.
    """

    def __init__(self, arguments: Mapping[str, Any], topic: str) -> None:
        self._arguments = arguments
        self._place = TopicPartition(topic, 0)
        self._answered_at = monotonic()

    @property
    def reachable(self) -> bool:
        """Whether there was an answer lately."""
        return monotonic() - self._answered_at < _LATELY_S

    async def run(self) -> None:
        """Asks until it is cancelled."""
        while True:
            consumer = AIOKafkaConsumer(**self._arguments, enable_auto_commit=False)
            try:
                await consumer.start()
                await self._ask(consumer)
            except (KafkaError, OSError, TimeoutError):
                await asyncio.sleep(_ASK_EVERY_S)
            finally:
                await consumer.stop()

    async def _ask(self, consumer: AIOKafkaConsumer) -> None:
        while True:
            async with asyncio.timeout(_ANSWER_WITHIN_S):
                await consumer.end_offsets([self._place])
            self._answered_at = monotonic()
            await asyncio.sleep(_ASK_EVERY_S)
