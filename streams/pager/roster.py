"""Which alerts are open, of all partitions: whose they are, for what comes back about them."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

import pydantic
from aiokafka import AIOKafkaConsumer, TopicPartition

from models.alerts import Alert, Change, Status

_FETCH_MS = 500


@dataclass(frozen=True, slots=True)
class OpenAlert:
    """An alert that is not resolved; `heard_at` is when the newest revision that pages was made."""

    patient_id: str
    rule: str
    heard_at: datetime


class Roster:
    """Open alerts alone, by id."""

    def __init__(self) -> None:
        self._open: dict[str, OpenAlert] = {}
        self.complete = asyncio.Event()
        """Set once everything that was there at the start is known."""

    def find(self, alert_id: str) -> OpenAlert | None:
        """The open alert of this id."""
        return self._open.get(alert_id)

    def take(self, value: bytes | None) -> None:
        """Take one record in; what cannot be read is the pager's to complain about."""
        try:
            alert = Alert.model_validate_json(value or b"")
        except pydantic.ValidationError:
            return
        if alert.patient_id is None or alert.status is Status.RESOLVED:
            self._open.pop(alert.alert_id, None)
            return
        known = self._open.get(alert.alert_id)
        loud = known is None or alert.change in {Change.OPENED, Change.WORSENED}
        heard_at = alert.changed_at if loud or known is None else known.heard_at
        self._open[alert.alert_id] = OpenAlert(alert.patient_id, alert.rule, heard_at)


class RosterReading:
    """Follows the topic of alerts from its beginning, outside of any group.

    `consumer` must be of that topic and of no group, `read_committed`, from the earliest offset; it is started and
    stopped here.
    """

    def __init__(self, consumer: AIOKafkaConsumer, roster: Roster) -> None:
        self._consumer = consumer
        self._roster = roster

    async def run(self, stop: asyncio.Event) -> None:
        """Follow the topic until `stop`."""
        await self._consumer.start()
        try:
            ends = await self._consumer.end_offsets(list(self._consumer.assignment()))
            while not stop.is_set():
                fetched = await self._consumer.getmany(timeout_ms=_FETCH_MS)
                for records in fetched.values():
                    for record in records:
                        self._roster.take(record.value)
                if not self._roster.complete.is_set() and await self._reached(ends):
                    self._roster.complete.set()
        finally:
            await self._consumer.stop()

    async def _reached(self, ends: dict[TopicPartition, int]) -> bool:
        for partition, end in ends.items():
            if await self._consumer.position(partition) < end:
                return False
        return True
