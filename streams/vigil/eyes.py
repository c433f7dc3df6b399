"""Reads what comes out: alerts, operations alerts, and the heartbeats that came through."""

from collections.abc import Mapping
from typing import NamedTuple

import pydantic
from aiokafka import TopicPartition
from aiokafka.structs import ConsumerRecord

from models import heartbeats
from models.alerts import Alert
from models.canary import is_canary
from models.heartbeats import Heartbeat
from models.settings import Role
from streams.vigil.clients import Clients, path_place

_WAIT_MS = 250
_MOST_RECORDS = 500


class Seen(NamedTuple):
    """What was read in one look.

    Attributes:
        beats: heartbeats, each with its offset.
        canaries: revisions of canaries' alerts.
        operations: operations alerts, ours and others'.
    """

    beats: list[tuple[Heartbeat, int]]
    canaries: list[Alert]
    operations: list[Alert]


class Eyes:
    """A reader of no group, which is assigned once and only seeks after that.

    Alerts are read from where the pager has got to, so what waits for it is known by its records, and not by offsets
    some of which are markers of transactions.
    """

    def __init__(self, clients: Clients) -> None:
        self._clients = clients
        self._reader = clients.reader
        self._path = path_place(clients.ground)
        self.ends: dict[TopicPartition, int] = {}
        """The offset after the newest record that was read of each partition."""

    async def open(self) -> list[Alert]:
        """Take up the reading; gives the operations alerts that are known, as they last were."""
        names = self._clients.ground.names
        alerts, operations = await self._clients.places(names.alerts), await self._clients.places(names.operations)
        self._reader.assign([*alerts, *operations, self._path])
        self._reader.pause(*alerts, self._path)
        told = await self._operations(operations)
        paged = await self._clients.read_up_to(Role.PAGER)
        ends = await self._clients.ends([*alerts, self._path])
        for place, end in ends.items():
            self._reader.seek(place, min(end, paged.get(place, end)) if place != self._path else end)
        self._reader.resume(*alerts, self._path)
        return told

    async def look(self) -> Seen:
        """What has come since the last look; waits a moment for it."""
        seen = Seen([], [], [])
        for place, records in (await self._fetched()).items():
            for record in records:
                if place == self._path:
                    heartbeat = heartbeats.decode(record.value)
                    if heartbeat is not None:
                        seen.beats.append((heartbeat, record.offset))
                elif (alert := _alert(record)) is not None:
                    if alert.patient_id is None:
                        seen.operations.append(alert)
                    elif is_canary(alert.patient_id):
                        seen.canaries.append(alert)
        return seen

    async def _operations(self, places: list[TopicPartition]) -> list[Alert]:
        ends = await self._clients.ends(places)
        begins = await self._clients.asker.beginning_offsets(places)
        for place in places:
            self._reader.seek(place, begins[place])
        told: dict[bytes | None, Alert | None] = {}
        while any([await self._reader.position(place) < end for place, end in ends.items()]):
            for records in (await self._fetched()).values():
                told |= {record.key: _alert(record) for record in records}
        return [alert for alert in told.values() if alert is not None]

    async def _fetched(self) -> Mapping[TopicPartition, list[ConsumerRecord[bytes | None, bytes | None]]]:
        fetched: Mapping[TopicPartition, list[ConsumerRecord[bytes | None, bytes | None]]]
        fetched = await self._reader.getmany(timeout_ms=_WAIT_MS, max_records=_MOST_RECORDS)
        for place, records in fetched.items():
            self.ends[place] = records[-1].offset + 1
        return fetched


def _alert(record: ConsumerRecord[bytes | None, bytes | None]) -> Alert | None:
    try:
        return Alert.model_validate_json(record.value or b"")
    except pydantic.ValidationError:
        return None
