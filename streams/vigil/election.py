"""Which worker keeps the vigil: the one to which the group gives the first partition of heartbeats."""

import asyncio
from collections.abc import Collection
from typing import Final

from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition
from aiokafka.errors import KafkaError

from streams.logs import Event, log
from streams.logs.surprises import kinds
from streams.vigil.clients import path_place
from streams.vigil.ground import Ground

_SESSION_MS: Final = 6_000
_POLL_MS: Final = 1_000
_AGAIN_S: Final = 2.0


class Election(ConsumerRebalanceListener):
    """Takes part in the group for as long as it runs.

    Attributes:
        elected: set while this worker is the one.
        dismissed: set while it is not.
    """

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self.elected = asyncio.Event()
        self.dismissed = asyncio.Event()
        self.dismissed.set()

    async def run(self) -> None:
        """Take part until cancelled."""
        while True:
            consumer = AIOKafkaConsumer(
                **self._ground.arguments,
                group_id=self._ground.names.vigil_group,
                enable_auto_commit=False,
                auto_offset_reset="latest",
                session_timeout_ms=_SESSION_MS,
                heartbeat_interval_ms=_SESSION_MS // 6,
            )
            try:
                await consumer.start()
                consumer.subscribe([self._ground.names.heartbeats], listener=self)
                while True:
                    await consumer.getmany(timeout_ms=_POLL_MS)
            except (KafkaError, OSError) as error:
                log(Event.VIGIL_HINDERED, errors=kinds(error))
                await asyncio.sleep(_AGAIN_S)
            finally:
                self._dismiss()
                await consumer.stop()

    async def on_partitions_revoked(self, revoked: Collection[TopicPartition]) -> None:  # noqa: ARG002 - whichever
        """The group shares out anew; until it has, nobody keeps the vigil."""
        self._dismiss()

    async def on_partitions_assigned(self, assigned: Collection[TopicPartition]) -> None:
        """The group has shared out."""
        if path_place(self._ground) in assigned:
            self.dismissed.clear()
            self.elected.set()

    def _dismiss(self) -> None:
        self.elected.clear()
        self.dismissed.set()
