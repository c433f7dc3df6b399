"""A ledger together with the means to bring it up to date and to publish what it says."""

from collections.abc import Callable, Sequence

from streams.logs import Event, log
from streams.monitor.diary import write
from streams.monitor.inbox import Delivery
from streams.monitor.ledger import Ledger
from streams.monitor.log_lines import LogRecord
from streams.monitor.means import Means
from streams.monitor.position import Position
from streams.monitor.probe import Point
from streams.monitor.reader import Reader
from streams.monitor.transactions import Transactions


class Keeping:
    """Works deliveries into a ledger: each record of the log once, in order, whatever is delivered.

    Args:
        ledger: just taken over.
        transactions: the ones that fenced the previous owner.
        reader: of the same partition.
        means: of the worker.
        published: is told of each position that is published; it raises where no more is to be done.
    """

    def __init__(
        self,
        ledger: Ledger,
        transactions: Transactions,
        reader: Reader,
        means: Means,
        published: Callable[[Position], None],
    ) -> None:
        self.ledger = ledger
        self._transactions = transactions
        self._reader = reader
        self._means = means
        self._published = published

    async def work_in(self, deliveries: Sequence[Delivery]) -> None:
        """Works in what was not worked in before; reads from the log first what was skipped; acknowledges all."""
        self._means.probe(Point.FETCHED)
        run: list[LogRecord] = []
        expected = self.ledger.position.offset
        for delivery in deliveries:
            if delivery.offset < expected:
                self._means.counts.delivered_again += 1
                continue
            if delivery.offset > expected:
                await self._publish(run)
                run = []
                log(Event.RECORDS_SKIPPED, partition=self.ledger.partition, records=delivery.offset - expected)
                await self.read_up_to(delivery.offset)
            run.append(LogRecord(delivery.offset, delivery.value))
            expected = delivery.offset + 1
        await self._publish(run)
        for delivery in deliveries:
            delivery.acknowledge()

    async def read_up_to(self, end: int) -> None:
        """Works in the records of the log from the position up to, not including, offset `end`."""
        begin = self.ledger.position.offset
        if begin >= end:
            return
        async for records in self._reader.log(begin, end):
            await self._publish(records)
            self._means.counts.read_from_log += len(records)

    async def _publish(self, records: Sequence[LogRecord]) -> None:
        if not records:
            return
        for turn in self.ledger.work_in(records):
            self._means.probe(Point.LEARNED)
            if turn.passed_on:
                await self._means.outbox.send_lines(turn.passed_on)
            self._means.probe(Point.PASSED_ON)
            await self._transactions.publish(turn)
            self._means.counts.transactions += 1
            write(turn, self.ledger.partition, self._means.rulings.pseudonym)
            self._published(turn.position)
