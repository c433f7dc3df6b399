import asyncio
from collections.abc import Collection

from aiokafka.errors import KafkaTimeoutError

from streams.monitor.clients import Clients
from streams.monitor.counts import Counts
from streams.monitor.ledgers import Ledgers
from streams.monitor.means import Means
from streams.monitor.offsets import Offsets
from streams.monitor.outbox import Outbox
from streams.monitor.probe import unobserved
from streams.topics import TopicNames
from tests.patience import SOON_S
from tests.streams.monitor.lines import NOON, rulings

CLIENTS = Clients({}, TopicNames())


class AwayAtFirst(Offsets):
    """A broker that does not answer the first question."""

    def __init__(self) -> None:
        super().__init__(CLIENTS)
        self.asked = 0
        self.answered = asyncio.Event()

    async def log_ends(self, partitions: Collection[int]) -> dict[int, int]:
        self.asked += 1
        if self.asked == 1:
            raise KafkaTimeoutError
        self.answered.set()
        return dict.fromkeys(partitions, 0)


async def test_rounds_go_on_when_the_broker_was_away() -> None:
    offsets = AwayAtFirst()
    means = Means(CLIENTS, offsets, Outbox(CLIENTS, lambda: NOON), rulings(), lambda: NOON, Counts(), unobserved)
    failures: list[BaseException] = []
    rounds = asyncio.create_task(Ledgers(means, failures.append, round_s=0).go_rounds())
    async with asyncio.timeout(SOON_S):
        await offsets.answered.wait()
    rounds.cancel()
    assert failures == []
