"""Turns what came back into `alert-acknowledged` events for the hospital's own topic of clinical events."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeAlias

import orjson

from models.events import check
from models.rejections import Rejected
from streams.clock import Clock
from streams.logs import Event, log
from streams.pager.callbacks import Acknowledgement, Read, Useless
from streams.pager.counters import Counters
from streams.pager.roster import Roster

Produce: TypeAlias = Callable[[bytes, bytes], Awaitable[object]]
"""Writes a key and a value to the topic of clinical events, and waits until the broker has them."""


class Acknowledging:
    """The one way back: an acknowledgement that refers to an open alert becomes an event, the same one if repeated.

    One that was made before its alert was last heard says nothing about what was heard since, and is dropped.
    """

    def __init__(self, roster: Roster, produce: Produce, counters: Counters, clock: Clock) -> None:
        self._roster = roster
        self._produce = produce
        self._counters = counters
        self._clock = clock

    async def take(self, read: Read) -> Useless | None:
        """Write the event; or say why there is none.

        Raises:
            KafkaError: the broker does not have it; whoever told us should tell us again.
        """
        useless = await self._write(read) if isinstance(read, Acknowledgement) else read
        if useless is not None:
            self._counters.callbacks_refused[useless] += 1
            log(Event.CALLBACK_USELESS, why=useless.value)
        return useless

    async def _write(self, found: Acknowledgement) -> Useless | None:
        alert = self._roster.find(found.alert_id)
        if alert is None:
            return Useless.UNKNOWN_ALERT
        if found.at < alert.heard_at:
            return Useless.STALE
        fields = found.event(alert.patient_id, self._clock())
        try:
            check(fields, None, timedelta())
        except Rejected:
            return Useless.MALFORMED
        await self._produce(alert.patient_id.encode(), orjson.dumps(fields))
        self._counters.acknowledgements[alert.rule, found.code] += 1
        log(Event.ALERT_SET_ASIDE, rule=alert.rule, alert_id=found.alert_id, why=found.code.value)
        return None
