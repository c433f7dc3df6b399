"""Where intake writes: the log and the rejected messages, acknowledged by the broker before anybody goes on."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from aiokafka import AIOKafkaProducer

from streams.intake.rejected import RejectedMessage
from streams.intake.rekey import Lines
from streams.topics import TopicNames


@dataclass(frozen=True, slots=True)
class Output:
    """Writes with an idempotent producer, without transactions: their markers would take offsets in the log.

    Attributes:
        producer: acks=all, idempotent.
        names: of topics.
        partitions: how many the log has.
    """

    producer: AIOKafkaProducer
    names: TopicNames
    partitions: int

    async def start(self) -> None:
        """Connects."""
        await self.producer.start()

    async def stop(self) -> None:
        """Lets go of the connection."""
        await self.producer.stop()

    async def write(self, lines: Lines, rejected: Sequence[RejectedMessage]) -> None:
        """Writes, and returns when the broker has all of it.

        Raises:
            KafkaError: it does not have all of it; what it has, it may be given again.
        """
        sends = [self._write_lines(partition, values) for partition, values in lines.records()]
        if rejected:
            sends.append(self._write_rejected(rejected))
        if len(sends) == 1:
            await sends[0]
        else:
            await asyncio.gather(*sends)

    async def _write_lines(self, partition: int, values: Sequence[bytes]) -> None:
        # One record a batch of Kafka's: the next is sent when the one before is acknowledged, so their order holds.
        for value in values:
            batch = self.producer.create_batch()
            batch.append(key=None, value=value, timestamp=None)
            await (await self.producer.send_batch(batch, self.names.patient_events, partition=partition))

    async def _write_rejected(self, rejected: Sequence[RejectedMessage]) -> None:
        topic = self.names.rejected_events
        futures = []
        for message in rejected:
            # The client refuses a record with neither key nor value; an empty value is as near as it gets.
            value = b"" if message.key is None and message.value is None else message.value
            futures.append(await self.producer.send(topic, key=message.key, value=value, headers=message.headers))
        await asyncio.gather(*futures)
