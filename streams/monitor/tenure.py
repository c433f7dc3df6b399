"""One worker's ownership of one partition, from its assignment to its revocation."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from datetime import datetime

from aiokafka.errors import KafkaError

from streams.logs import Event, log
from streams.monitor.deadlines import MOST_DEADLINES
from streams.monitor.inbox import Delivery, Inbox
from streams.monitor.keeping import Keeping
from streams.monitor.ledger import Ledger
from streams.monitor.means import Means
from streams.monitor.position import Place, Position
from streams.monitor.probe import Point
from streams.monitor.reader import Reader
from streams.monitor.restored import Bounds, Restored, check_complete
from streams.monitor.transactions import Transactions
from streams.watchdog import Sign

_MOST_RECORDS = 8
_LONGEST_WAIT_S = 5.0
_DEAF_ROUNDS = 5
"""In how many rounds on end something was skipped, where Faust is taken to deliver nothing any more."""


class EndedError(Exception):
    """The partition was revoked while something was under way."""


class Tenure:
    """Keeps the ledger of a partition for as long as the partition is ours.

    Args:
        partition: which one.
        reader: of that partition.
        means: of the worker.
        hot: how many decoded patients to keep at hand.

    Attributes:
        partition: which one.
        inbox: where its deliveries go.
        position: the next record of the log to be worked in; None while the partition is being taken over.
        ledger: what is kept of the partition; None while it is being taken over.
        steps: grows with everything that gets done; whoever stands still while he is `behind` is stuck.
    """

    def __init__(self, partition: int, reader: Reader, means: Means, hot: int) -> None:
        self.partition = partition
        self.inbox = Inbox()
        self.position: int | None = None
        self.ledger: Ledger | None = None
        self.steps = 0
        self._reader = reader
        self._hot = hot
        self._means = means
        self._ended = False
        self._log_end = 0
        self._missed = 0
        self._idle = False
        self._skipped = 0
        self._delivered = 0
        self._announced = False
        self._alarm: datetime | None = None
        self._rearmed = asyncio.Event()

    @property
    def behind(self) -> bool:
        """Whether there is something to do: a take-over, or records of the log."""
        return self.position is None or self.position < self._log_end

    @property
    def sign(self) -> Sign:
        """How the ledger is, for the watchdog."""
        trouble = f"the ledger of partition {self.partition} has stood still"
        return Sign(f"ledger {self.partition}", trouble, self.behind, self.steps)

    @property
    def sign_of_deliveries(self) -> Sign:
        """Whether Faust delivers, for the watchdog: all is worked in without it, but each alert comes seconds late."""
        trouble = f"Faust has delivered nothing of what there was in partition {self.partition}"
        return Sign(f"deliveries {self.partition}", trouble, self._skipped >= _DEAF_ROUNDS, self._delivered)

    async def deliver(self, delivery: Delivery) -> None:
        """Takes a record in; waits while there is no room for it."""
        self._delivered += 1
        self._skipped = 0
        await self.inbox.put(delivery)

    def hear(self, log_end: int) -> None:
        """Is told now and then where the log ends.

        What was there the last time and is neither worked in nor delivered by now was skipped, and is fetched.
        """
        if self.behind and not len(self.inbox):
            self._skipped += self._idle
            self._missed = self._log_end
            self.inbox.stir()
        self._log_end = log_end

    def end(self) -> None:
        """Asks it to come to an end after what is under way; `run` returns then."""
        self._ended = True
        self.inbox.close()

    async def run(self) -> None:
        """Takes the partition over and keeps its ledger until `end`.

        Raises:
            ProducerFenced: somebody else has taken it over although it was not revoked here.
            Exception: whatever else must not happen; then the process has to end.
        """
        while not self._ended:
            transactions = Transactions(self._means.clients, self.partition, self._means.probe)
            try:
                await self._serve(transactions)
            except EndedError:
                return
            except KafkaError:
                # After a revocation the next owner fences us, which is as it should be.
                if not self._ended:
                    raise
            finally:
                self.position = None
                self.ledger = None
                log(Event.LEDGER_GIVEN_UP, partition=self.partition)
                await transactions.stop()

    async def _serve(self, transactions: Transactions) -> None:
        await transactions.start()
        restored = Restored()
        bounds = await self._reader.restore(restored, self._restored_some)
        await self._check(restored, bounds)
        place = Place(self.partition, self._means.outbox.partitions, self._means.worker)
        ledger = Ledger(place, restored, self._means.rulings, self._means.counts, self._hot)
        self.position = ledger.position.offset
        self.ledger = ledger
        self._means.counts.take_overs += 1
        log(
            Event.LEDGER_TAKEN_OVER,
            partition=self.partition,
            patients=len(ledger),
            offset=ledger.position.offset,
            log_end=bounds.log_end,
        )
        keeping = Keeping(ledger, transactions, self._reader, self._means, self._published)
        await keeping.read_up_to(bounds.log_end)
        await _until_one_returns(self._work(keeping, transactions), self._call(ledger))

    async def _check(self, restored: Restored, bounds: Bounds) -> None:
        known = restored.standing is not None
        check_complete(restored, bounds, 0 if known else await self._means.offsets.group_position(self.partition))

    async def _work(self, keeping: Keeping, transactions: Transactions) -> None:
        while not self._ended and not transactions.worn:
            await self._announce(keeping.ledger)
            self._idle = True
            deliveries = await self.inbox.take(_MOST_RECORDS)
            self._idle = False
            await keeping.work_in(deliveries)
            await keeping.read_up_to(self._missed)
            self._rearm(keeping.ledger)

    async def _announce(self, ledger: Ledger) -> None:
        """Writes the worker's own policy to the log where another is in force and this is not on its way."""
        if not self._means.rulings.wants(ledger.in_force):
            self._announced = False
        elif not self._announced:
            self._announced = True
            own = self._means.rulings.own
            await self._means.outbox.send_policy(self.partition, own)
            log(Event.POLICY_WRITTEN, partition=self.partition, policy_version=own.policy_version)

    async def _call(self, ledger: Ledger) -> None:
        """Writes to the log the deadlines that have come."""
        while True:
            now = self._means.clock()
            if due := ledger.deadlines.take(now, MOST_DEADLINES):
                await self._means.outbox.send_deadlines(self.partition, due)
                continue
            self._alarm = ledger.deadlines.next_due
            self._rearmed.clear()
            wait = _LONGEST_WAIT_S if self._alarm is None else (self._alarm - now).total_seconds()
            # The clock may be set while this waits, so it never waits long.
            with suppress(TimeoutError):
                async with asyncio.timeout(min(wait, _LONGEST_WAIT_S)):
                    await self._rearmed.wait()

    def _rearm(self, ledger: Ledger) -> None:
        due = ledger.deadlines.next_due
        if due is not None and (self._alarm is None or due < self._alarm):
            self._rearmed.set()

    def _published(self, position: Position) -> None:
        self.position = position.offset
        self._step(1)

    def _restored_some(self, records: int) -> None:
        self._means.probe(Point.RESTORING)
        self._step(records)

    def _step(self, done: int) -> None:
        self.steps += done
        if self._ended:
            raise EndedError


async def _until_one_returns(*coroutines: Coroutine[None, None, None]) -> None:
    tasks = [asyncio.ensure_future(coroutine) for coroutine in coroutines]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
    for outcome in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(outcome, Exception):
            raise outcome
