"""The stage itself: reads alerts, tells the receiver, reminds it."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

from aiokafka import AIOKafkaConsumer

from streams.clock import Clock
from streams.logs import Event, log
from streams.pager.alarms import PageAlarms
from streams.pager.counters import Counters
from streams.pager.deliveries import Deliveries, Surroundings
from streams.pager.progress import Progress
from streams.pager.reading import Reading
from streams.pager.receivers import Receiver
from streams.topics.names import TopicNames

RESEND = timedelta(seconds=60)
LAST_CHANCE_S = 3.0
"""For what is under way when the stage is told to stop; what is not accepted by then is told again after the start."""


@dataclass(frozen=True, slots=True)
class Pager:
    """Tells a receiver about alerts until it is stopped.

    `consumer` must be of the group `natwatch-pager`, `read_committed`, without automatic commits, reading from the
    earliest offset; the stage starts and stops it. A receiver's dead man's switch is held down unless for `silence` no
    heartbeat has come down the whole path: then something between intake and here is dead.
    """

    consumer: AIOKafkaConsumer
    names: TopicNames
    receiver: Receiver
    alarms: PageAlarms
    counters: Counters
    around: Surroundings
    clock: Clock
    resend: timedelta = RESEND
    silence: timedelta = timedelta(seconds=90)
    progress: Progress = field(default_factory=Progress)

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop`: what was accepted is committed, and the rest is left to whoever reads next.

        Raises:
            ExceptionGroup: of whatever was not foreseen; the worker should end.
        """
        await self.consumer.start()
        try:
            async with asyncio.TaskGroup() as group:
                deliveries = Deliveries(self.receiver, self.alarms, self.counters, self.around, group.create_task)
                reading = Reading(
                    consumer=self.consumer,
                    names=self.names,
                    deliveries=deliveries,
                    receiver=self.receiver,
                    witness=self.alarms,
                    clock=self.clock,
                    progress=self.progress,
                )
                reading.subscribe()
                reminding = group.create_task(self._remind(reading))
                log(Event.PAGER_STARTED, receiver=self.receiver.name)
                while not stop.is_set():
                    await reading.turn()
                    self.counters.waiting = reading.waiting
                reminding.cancel()
                await deliveries.idle(LAST_CHANCE_S)
                await reading.commit()
                await reading.leave()
        finally:
            await self.consumer.stop()
            log(Event.PAGER_STOPPED, receiver=self.receiver.name)

    async def _remind(self, reading: Reading) -> None:
        while True:
            await asyncio.sleep(self.resend.total_seconds())
            if reading.recalled:
                await self.receiver.remind(alive=self._alive())

    def _alive(self) -> bool:
        signs = (self.progress.turned_at, self.progress.heartbeat_at)
        return all(sign is not None and self.clock() - sign < self.silence for sign in signs)
