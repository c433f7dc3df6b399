"""The clients of Kafka that the monitor uses, each set so that nothing is lost, doubled or skipped."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from streams.topics import TopicNames

_REQUEST_MS = 30_000
_FETCH_WAIT_MS = 100
_LARGEST_REQUEST = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Clients:
    """Makes clients of one Kafka; they are started and stopped by whoever asked for them.

    Attributes:
        arguments: what every client is told: where the brokers are and how they are spoken to.
        names: of topics and groups.
    """

    arguments: Mapping[str, Any]
    names: TopicNames

    def producer(self, **options: str | int) -> AIOKafkaProducer:
        """A producer that does not linger."""
        return AIOKafkaProducer(
            **self.arguments,
            acks="all",
            enable_idempotence=True,
            linger_ms=0,
            request_timeout_ms=_REQUEST_MS,
            max_request_size=_LARGEST_REQUEST,
            **options,
        )

    def consumer(self) -> AIOKafkaConsumer:
        """A consumer that sees what is committed and commits nothing itself.

        An offset that is not there is an error: it never goes on somewhere else.
        """
        return AIOKafkaConsumer(
            **self.arguments,
            isolation_level="read_committed",
            enable_auto_commit=False,
            auto_offset_reset="none",
            request_timeout_ms=_REQUEST_MS,
            fetch_max_wait_ms=_FETCH_WAIT_MS,
        )
