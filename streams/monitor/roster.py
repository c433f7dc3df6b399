"""Who belongs to the group, and what each was given, as the broker says."""

import asyncio
from collections.abc import Collection, Mapping
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.coordinator.protocol import ConsumerProtocolMemberAssignment
from aiokafka.errors import KafkaError, for_code

from streams.monitor.clients import Clients

_PATIENCE_S = 10.0


class Roster:
    """Asks the broker about the group of the monitors.

    Faust and its client may believe anything of the group that they belong to; the broker knows. Whoever has asked
    once keeps the connection until an answer fails to come.
    """

    def __init__(self, clients: Clients) -> None:
        self._clients = clients
        self._admin: AIOKafkaAdminClient | None = None

    async def read(self) -> Mapping[str, frozenset[int]] | None:
        """The partitions of the log that each member was given, by its name; None while the broker has no news.

        Raises:
            KafkaError: the broker refuses to say, and will go on refusing.
        """
        try:
            async with asyncio.timeout(_PATIENCE_S):
                return await self._ask()
        except (KafkaError, TimeoutError, OSError) as error:
            await self.stop()
            if isinstance(error, KafkaError) and not error.retriable:
                raise
            return None

    async def stop(self) -> None:
        """Disconnects."""
        admin, self._admin = self._admin, None
        if admin is not None:
            await admin.close()

    async def _ask(self) -> Mapping[str, frozenset[int]]:
        if self._admin is None:
            self._admin = AIOKafkaAdminClient(**self._clients.arguments)
            await self._admin.start()
        answer: Any
        (answer,) = await self._admin.describe_consumer_groups([self._clients.names.monitor_group])
        ((error, _, _, _, _, members, *_),) = answer.groups
        if error:
            raise for_code(error)
        return {name: self._given(assignment) for _, name, _, _, assignment in members}

    def _given(self, assignment: bytes) -> frozenset[int]:
        """What an assignment says of the log; in the middle of a rebalance it is empty."""
        if not assignment:
            return frozenset()
        places = ConsumerProtocolMemberAssignment.decode(assignment).partitions()
        return frozenset(place.partition for place in places if place.topic == self._clients.names.patient_events)


def misplaced(roster: Mapping[str, frozenset[int]], member: str, kept: Collection[int], partitions: int) -> str | None:
    """What is wrong with a worker's place in its group; None: nothing.

    Args:
        roster: what each member was given, by its name.
        member: the worker's name.
        kept: the partitions whose ledgers the worker keeps.
        partitions: how many the log has.
    """
    if member not in roster:
        return "this worker has been no member of its group"
    if roster[member] != frozenset(kept):
        return "the group has given this worker other partitions than it keeps"
    if frozenset().union(*roster.values()) != frozenset(range(partitions)):
        return "the group has left partitions to nobody"
    return None
