"""The monitor of one worker."""

import asyncio
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from time import monotonic

from models.settings import Settings
from streams.clock import Clock
from streams.connection import client_arguments
from streams.logs import Event, log
from streams.metrics.described import Family
from streams.monitor import metrics
from streams.monitor.ages import Ages
from streams.monitor.application import AppWorker, build_app
from streams.monitor.attendance import Attendance
from streams.monitor.census import Census
from streams.monitor.clients import Clients
from streams.monitor.counts import Counts
from streams.monitor.ledgers import Ledgers
from streams.monitor.means import Means
from streams.monitor.offsets import Offsets
from streams.monitor.outbox import Outbox
from streams.monitor.probe import Probe, unobserved
from streams.monitor.roster import Roster
from streams.monitor.rulings import Rulings
from streams.monitor.surprise import Surprise, end_process
from streams.topics import TopicNames
from streams.watchdog import PATIENCE_S, Sign, Watchdog

_BEAT_S = 0.5


class Monitor:
    """Turns the log into alerts, for the partitions that the group gives to this worker.

    Whatever must not happen ends the process: no promise needs an orderly end.

    Args:
        settings: of the installation.
        rulings: by what to judge.
        clock: the wall clock.
        probe: is told of named points.
        patience_s: how long the worker may do nothing although there is something to do, or have no place in its group.
    """

    def __init__(
        self,
        settings: Settings,
        rulings: Rulings,
        clock: Clock,
        probe: Probe = unobserved,
        patience_s: float = PATIENCE_S,
    ) -> None:
        clients = Clients(client_arguments(settings.kafka), TopicNames(settings.topics.prefix))
        self._means = Means(
            clients=clients,
            offsets=Offsets(clients),
            outbox=Outbox(clients, clock),
            rulings=rulings,
            clock=clock,
            counts=Counts(),
            probe=probe,
            worker=settings.worker.name,
        )
        self._turns = 0
        self._ages = Ages()
        self._patience_s = patience_s
        self._name = f"natwatch-monitor-{secrets.token_hex(8)}"
        self._ledgers = Ledgers(self._means, lambda error: end_process(Surprise.of(error)))
        self._census = Census(lambda: list(self._ledgers.tenures.values()), rulings, clock)
        self._roster = Roster(clients)
        self._attendance = Attendance(
            self._roster, self._name, self._ledgers.tenures.keys, lambda: self._means.outbox.partitions
        )

    @property
    def counts(self) -> Counts:
        """What was done since the start."""
        return self._means.counts

    @property
    def signs(self) -> Sequence[Sign]:
        """How the ledgers of this worker are, and its place in the group."""
        tenures = list(self._ledgers.tenures.values())
        return [self._attendance.sign, *(sign for each in tenures for sign in (each.sign, each.sign_of_deliveries))]

    @property
    def positions(self) -> Mapping[int, int]:
        """The offset in the log that each of its ledgers works in next, by partition."""
        tenures = list(self._ledgers.tenures.values())
        return {each.partition: each.position for each in tenures if each.position is not None}

    @property
    def settled(self) -> bool:
        """Whether the group has given this worker its partitions, and it has taken over each of them."""
        tenures = self._ledgers.tenures.values()
        return self._ledgers.settled and all(tenure.position is not None for tenure in tenures)

    @property
    def turns(self) -> int:
        """How often its loop has turned."""
        return self._turns

    def families(self) -> Iterator[Family]:
        """Its metrics as they stand."""
        yield from metrics.families(self.counts)
        yield from metrics.ledgers(self._ledgers.tenures.values(), self._ages.seconds, self._means.clock())
        yield from self._census.families()

    async def run(self, stop: asyncio.Event) -> None:
        """Runs until `stop` is set, then ends each ledger after what it has under way and leaves the group."""
        watchdog = Watchdog(lambda: self.signs, lambda reason: end_process(Surprise(reason)), self._patience_s)
        async with AsyncExitStack() as stack:
            for part in (self._means.offsets, self._means.outbox):
                await part.start()
                stack.push_async_callback(part.stop)
            stack.push_async_callback(self._roster.stop)
            watchdog.start()
            stack.callback(watchdog.stop)
            rounds = (self._beat(watchdog), self._ledgers.go_rounds(), self._attendance.look_up(), self._census.run())
            for background in rounds:
                task = asyncio.create_task(background)
                task.add_done_callback(self._ended)
                stack.callback(task.cancel)
            await self._serve(stop)

    async def _serve(self, stop: asyncio.Event) -> None:
        names = self._means.clients.names
        worker = AppWorker(build_app(self._means.clients.arguments, names, self._name, self._ledgers))
        await worker.start()
        log(Event.MONITOR_STARTED, group=names.monitor_group)
        stopped = asyncio.ensure_future(stop.wait())
        ended = asyncio.ensure_future(worker.wait_until_stopped())
        await asyncio.wait([stopped, ended], return_when=asyncio.FIRST_COMPLETED)
        if not stop.is_set():
            end_process(Surprise.of(worker.crash_reason or RuntimeError("Faust has stopped")))
        stopped.cancel()
        await self._ledgers.close()
        await worker.stop()
        log(Event.MONITOR_STOPPED)

    def _ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            end_process(Surprise.of(error))

    async def _beat(self, watchdog: Watchdog) -> None:
        while True:
            self._turns += 1
            watchdog.beat(monotonic())
            self._ages.look({one.partition: one.sign for one in self._ledgers.tenures.values()}, monotonic())
            await asyncio.sleep(_BEAT_S)
