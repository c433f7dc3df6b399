"""The ledgers of a worker: one tenure a partition that Faust assigns to it."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress

from aiokafka.errors import KafkaError

from streams.monitor.inbox import Delivery
from streams.monitor.means import Means
from streams.monitor.reader import Reader
from streams.monitor.tenure import Tenure

_PATIENCE_S = 5.0
_MOST_HOT = 2_500
"""How many decoded patients a worker keeps at hand, over all its ledgers."""


class Ledgers:
    """Begins and ends tenures as partitions come and go, and gives each the deliveries of its partition.

    Args:
        means: of the worker.
        failed: is told what went wrong in a tenure; the worker cannot go on.
        round_s: how often to tell the tenures how far the log reaches.
    """

    def __init__(self, means: Means, failed: Callable[[BaseException], object], round_s: float = 2.0) -> None:
        self._means = means
        self._failed = failed
        self._round_s = round_s
        self._readers: dict[int, Reader] = {}
        self._tenures: dict[int, Tenure] = {}
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self.settled = False
        """Whether the group has shared the log out, be it that nothing of it was left for this worker."""

    @property
    def tenures(self) -> Mapping[int, Tenure]:
        """Those under way, by partition."""
        return self._tenures

    def assign(self, partitions: Iterable[int]) -> None:
        """Begins tenures; returns at once, since nobody says that this worker lives before it does."""
        assigned = list(partitions)
        self.settled = True
        for partition in assigned:
            self._end(partition)
            reader = self._readers.setdefault(partition, Reader(self._means.clients, partition))
            tenure = Tenure(partition, reader, self._means, _MOST_HOT // len(assigned))
            self._tenures[partition] = tenure
            task = asyncio.create_task(self._run(tenure, self._tasks.get(partition)), name=f"tenure-{partition}")
            task.add_done_callback(self._done)
            self._tasks[partition] = task

    def revoke(self, partitions: Iterable[int]) -> None:
        """Ends tenures; returns at once."""
        for partition in partitions:
            self._end(partition)

    async def deliver(self, partition: int, delivery: Delivery) -> None:
        """Hands a record to its ledger; waits while the ledger's inbox is full. One that nobody keeps is dropped."""
        tenure = self._tenures.get(partition)
        if tenure is not None:
            await tenure.deliver(delivery)

    async def go_rounds(self) -> None:
        """Tells each tenure now and then how far the log reaches, so that what was never delivered is noticed."""
        while True:
            # A broker that is away has no news; that nothing gets done meanwhile is what the watchdog looks at.
            with suppress(KafkaError):
                for partition, end in (await self._means.offsets.log_ends(self._tenures)).items():
                    if tenure := self._tenures.get(partition):
                        tenure.hear(end)
            await asyncio.sleep(self._round_s)

    async def close(self) -> None:
        """Ends all tenures, each after what it has under way, and closes what they read with."""
        self.revoke(list(self._tenures))
        if self._tasks:
            await asyncio.wait(self._tasks.values(), timeout=_PATIENCE_S)
        for reader in self._readers.values():
            await reader.stop()

    def _end(self, partition: int) -> None:
        if tenure := self._tenures.pop(partition, None):
            tenure.end()
            asyncio.get_running_loop().call_later(_PATIENCE_S, self._tasks[partition].cancel)

    async def _run(self, tenure: Tenure, previous: asyncio.Task[None] | None) -> None:
        if previous is not None:
            await asyncio.wait([previous])
        await tenure.run()

    def _done(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            self._failed(error)
