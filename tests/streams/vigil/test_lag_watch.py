"""What waits is told by what ledgers say of themselves as well as by what is committed."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import cast

from aiokafka import TopicPartition

from models.heartbeats import LedgerReport
from models.policy import Policy
from models.settings import Role, Settings
from streams.vigil.clients import Clients
from streams.vigil.ground import Ground
from streams.vigil.lag_watch import LagWatch

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
GROUND = Ground(Settings(), Policy(), 2, {}, lambda: NOON)
LOG = TopicPartition("patient-events", 0)


class FakeClients:
    """A log of one partition with ten records, and empty feeds."""

    async def places(self, *topics: str) -> list[TopicPartition]:
        return [TopicPartition(topic, 0) for topic in topics]

    async def ends(self, places: Collection[TopicPartition]) -> dict[TopicPartition, int]:
        return {place: 10 if place == LOG else 0 for place in places}


async def waiting(watch: LagWatch, committed: int) -> float:
    """How many records of the log wait for the monitor."""
    read_up_to = {Role.INTAKE: {}, Role.MONITOR: {LOG: committed}, Role.PAGER: {}}
    await watch.sample(cast("Clients", FakeClients()), read_up_to, {})
    (family, _) = watch.families()
    (sample,) = (sample for sample in family.samples if sample.labels["group"] == "monitor")
    return sample.value


async def test_what_a_ledger_has_worked_in_does_not_wait_whatever_is_committed() -> None:
    watch = LagWatch(GROUND)
    assert await waiting(watch, committed=4) == 6
    watch.hear([(LedgerReport(worker="one", at=NOON, positions={0: 9}), 0)])
    assert await waiting(watch, committed=4) == 1
    assert await waiting(watch, committed=10) == 0


async def test_a_ledger_that_begins_anew_elsewhere_does_not_take_back_what_was_worked_in() -> None:
    watch = LagWatch(GROUND)
    for position in (9, 3):
        watch.hear([(LedgerReport(worker="one", at=NOON, positions={0: position}), 0)])
    assert await waiting(watch, committed=0) == 1


async def test_a_role_that_never_read_anything_is_not_missed() -> None:
    watch = LagWatch(GROUND)
    await watch.sample(cast("Clients", FakeClients()), {role: {} for role in Role}, {})
    assert [sample for family in watch.families() for sample in family.samples] == []
