"""The vigil of one worker: it reports what its intake sees, and keeps watch when its turn has come."""

import asyncio
from collections.abc import Callable, Iterator, Mapping

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from models.heartbeats import PATH_PARTITION, FeedReport, Heartbeat, IntakeReport, LedgerReport, encode
from models.rejections import IgnoredKind
from streams.intake.counts import FeedCounts, IntakeCounts
from streams.logs import Event, log
from streams.logs.surprises import kinds
from streams.metrics.described import Family
from streams.vigil import metrics
from streams.vigil.election import Election
from streams.vigil.ground import Ground
from streams.vigil.keeper import Keeper


class Vigil:
    """One part of a worker, whatever its roles.

    Args:
        ground: what it stands on.
        counts: of the worker's intake, if it has one.
        positions: give how far the worker's ledgers are, if it has some.
    """

    def __init__(
        self, ground: Ground, counts: IntakeCounts | None, positions: Callable[[], Mapping[int, int]] | None
    ) -> None:
        self._ground = ground
        self._counts = counts
        self._positions = positions
        self._began = ground.clock()
        self._keeper: Keeper | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Take part until `stop`.

        Raises:
            ExceptionGroup: of whatever was not foreseen; the worker should end.
        """
        election = Election(self._ground)
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(election.run()), group.create_task(self._keep(election))]
            tasks.append(group.create_task(self._report()))
            await stop.wait()
            for task in tasks:
                task.cancel()

    def families(self) -> Iterator[Family]:
        """What it has seen; next to nothing where another worker keeps the vigil."""
        yield metrics.KEEPER.family(self._keeper is not None)
        yield from (self._keeper or Keeper(self._ground)).families()

    async def _keep(self, election: Election) -> None:
        while True:
            await election.elected.wait()
            self._keeper = Keeper(self._ground)
            log(Event.VIGIL_KEPT)
            try:
                await _while(self._keeper, election)
            finally:
                self._keeper = None
                log(Event.VIGIL_LEFT)

    async def _report(self) -> None:
        """Say now and then what intake has seen and where ledgers are; the next report makes good one that is lost."""
        worker, topic = self._ground.settings.worker.name, self._ground.names.heartbeats
        while True:
            producer = AIOKafkaProducer(**self._ground.arguments, acks="all", linger_ms=0)
            try:
                await producer.start()
                while True:
                    for report in self._reports(worker):
                        value = encode(report)
                        await producer.send_and_wait(topic, value, key=worker.encode(), partition=PATH_PARTITION)
                    await self._rest()
            except (KafkaError, OSError) as error:
                log(Event.VIGIL_HINDERED, errors=kinds(error))
                await self._rest()
            finally:
                await producer.stop()

    def _reports(self, worker: str) -> Iterator[Heartbeat]:
        at = self._ground.clock()
        if self._counts is not None:
            feeds = {feed.value: _reported(each) for feed, each in self._counts.feeds.items()}
            yield IntakeReport(worker=worker, began=self._began, at=at, feeds=feeds)
        if self._positions is not None:
            yield LedgerReport(worker=worker, at=at, positions=self._positions())

    async def _rest(self) -> None:
        await asyncio.sleep(self._ground.bounds.heartbeat.total_seconds())


async def _while(keeper: Keeper, election: Election) -> None:
    """The keeper keeps the vigil until it is dismissed."""
    keeping = asyncio.create_task(keeper.run())
    dismissed = asyncio.create_task(election.dismissed.wait())
    try:
        await asyncio.wait([keeping, dismissed], return_when=asyncio.FIRST_COMPLETED)
    finally:
        dismissed.cancel()
        keeping.cancel()
        await asyncio.wait([keeping])
    if not keeping.cancelled():
        keeping.result()


def _reported(counts: FeedCounts) -> FeedReport:
    return FeedReport(
        accepted=counts.accepted,
        rejected=counts.rejected.total(),
        unmapped=counts.ignored[IgnoredKind.UNMAPPED_CODE],
        lookalikes=counts.lookalikes,
    )
