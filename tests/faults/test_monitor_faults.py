"""Whatever is killed when: the alerts are those that follow from the log, none missing, none extra, none twice."""

import asyncio
import random
import re
import signal
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta

from aiokafka import AIOKafkaConsumer
from aiokafka.cluster import ClusterMetadata
from aiokafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor
from aiokafka.coordinator.protocol import ConsumerProtocolMemberAssignment, ConsumerProtocolMemberMetadata

from streams import clock
from streams.embedded import EmbeddedKafka
from streams.monitor.probe import Point
from streams.monitor.surprise import EXIT_CODE
from streams.topics import TopicNames
from streams.watchdog import PATIENCE_S
from streams.worker import STOP_S
from tests.faults.load import Load
from tests.faults.oracle import differences, judge_log, read_all
from tests.faults.worker import KEY
from tests.faults.workers import Workers
from tests.patience import SOON_S, until

NOTHING = {"missing": 0, "extra": 0, "doubled": 0, "out of order": 0, "wrong patients": 0}
KILLED = -signal.SIGKILL
SESSION_S = 6.0
SETTLE_S = 2 * SOON_S
GONE_S = STOP_S + 20.0
LEFT_TO_NOBODY = re.compile(r'"reason": "the group has left partitions to nobody for \d+ s"')
WATCHDOG = re.compile(r'"reason": "[^"]* for \d+ s"')


@asynccontextmanager
async def under_load(kafka: EmbeddedKafka, names: TopicNames, workers: Workers, seed: int) -> AsyncIterator[None]:
    """Two workers under load; at the end the load stops, and what came out is held against the log."""
    load, stop = Load(kafka.bootstrap, names, seed), asyncio.Event()
    writing = asyncio.create_task(load.run(stop))
    for number in (1, 2):
        workers.start(number)
    yield
    stop.set()
    await writing
    await settled(kafka, names, workers)


async def settled(kafka: EmbeddedKafka, names: TopicNames, workers: Workers) -> None:
    """Waits until all is worked in, and holds what came out against the log."""
    began = asyncio.get_running_loop().time()
    while True:
        workers.supervise()
        found = await read_all(kafka.bootstrap, names)
        expected = judge_log(found.log, KEY)
        if found.whole and found.worked_in and not expected.overdue(clock.now() - timedelta(seconds=3)):
            break
        assert asyncio.get_running_loop().time() - began < SETTLE_S, f"never settled:\n{workers.last_words()}"
        await asyncio.sleep(1)
    assert expected.alerts
    assert expected.deadlines
    assert differences(expected, found) == NOTHING


async def working(kafka: EmbeddedKafka, names: TopicNames, workers: Workers, *, above: int = 0) -> int:
    """Waits until more alerts have come out than that, and says how many."""
    began = asyncio.get_running_loop().time()
    there = above
    while there <= above:
        workers.supervise()
        there = len((await read_all(kafka.bootstrap, names)).alerts)
        assert asyncio.get_running_loop().time() - began < SETTLE_S, f"no alerts:\n{workers.last_words()}"
    return there


async def running(workers: Workers, number: int) -> None:
    """Waits until a worker that was started runs."""
    await until(lambda: workers.started(number))


async def test_workers_killed_at_random(kafka: EmbeddedKafka, names: TopicNames, workers: Workers, seed: int) -> None:
    chance = random.Random(seed)
    async with under_load(kafka, names, workers, seed):
        await working(kafka, names, workers)
        for _ in range(20):
            await asyncio.sleep(chance.uniform(0.2, 2.5))
            number = chance.choice((1, 2))
            workers.kill(number)
            workers.start(number)
    assert set(workers.exits) <= {KILLED, EXIT_CODE}
    assert not WATCHDOG.findall(workers.said())


async def test_workers_killed_at_every_named_point(
    kafka: EmbeddedKafka, names: TopicNames, workers: Workers, seed: int
) -> None:
    chance = random.Random(seed)
    points = list(Point)
    async with under_load(kafka, names, workers, seed):
        await working(kafka, names, workers)
        while points:
            dying = {number: (points.pop(), str(chance.randint(1, 3))) for number in (1, 2) if points}
            for number, failpoint in dying.items():
                workers.kill(number)
                workers.start(number, *failpoint)
            for number, failpoint in dying.items():
                await asyncio.to_thread(workers.dies, number, *failpoint)
                workers.start(number)
    assert set(workers.exits) <= {KILLED, EXIT_CODE}
    assert not WATCHDOG.findall(workers.said())


async def test_workers_asked_to_end(kafka: EmbeddedKafka, names: TopicNames, workers: Workers, seed: int) -> None:
    async with under_load(kafka, names, workers, seed):
        there = await working(kafka, names, workers)
        for number, times in ((1, 1), (2, 2)):
            await running(workers, number)
            for _ in range(times):
                workers.send(number, signal.SIGTERM)
            code = await asyncio.to_thread(workers.ended, number, GONE_S)
            # The second may come when all is done, and only the interpreter is still to go.
            assert code == 0 or (times == 2 and code in {128 + signal.SIGTERM, -signal.SIGTERM})
            workers.start(number)
            there = await working(kafka, names, workers, above=there)


async def test_workers_that_sleep_longer_than_their_session(
    kafka: EmbeddedKafka, names: TopicNames, workers: Workers, seed: int
) -> None:
    async with under_load(kafka, names, workers, seed):
        there = await working(kafka, names, workers)
        for number in (1, 2):
            workers.send(number, signal.SIGSTOP)
            await asyncio.sleep(SESSION_S + 2)
            there = await working(kafka, names, workers, above=there)
            workers.send(number, signal.SIGCONT)
            await asyncio.sleep(3)
            workers.supervise()
    assert set(workers.exits) <= {EXIT_CODE}


async def test_a_broker_that_is_killed(kafka: EmbeddedKafka, names: TopicNames, workers: Workers, seed: int) -> None:
    async with under_load(kafka, names, workers, seed):
        there = await working(kafka, names, workers)
        for away_s in (0, 5):
            await asyncio.to_thread(kafka.kill)
            await asyncio.sleep(away_s)
            await asyncio.to_thread(kafka.start)
            workers.supervise()
            there = await working(kafka, names, workers, above=there)
    assert set(workers.exits) <= {EXIT_CODE}
    assert not WATCHDOG.findall(workers.said())


class GivesNothing(RoundRobinPartitionAssignor):
    """How a leader shares the partitions out that knows of none."""

    @classmethod
    def assign(
        cls, _cluster: ClusterMetadata, members: Mapping[str, ConsumerProtocolMemberMetadata]
    ) -> dict[str, ConsumerProtocolMemberAssignment]:
        return {member: ConsumerProtocolMemberAssignment(cls.version, [], b"") for member in members}


async def test_workers_whose_group_gives_its_partitions_to_nobody(
    kafka: EmbeddedKafka, names: TopicNames, workers: Workers, seed: int
) -> None:
    leader = AIOKafkaConsumer(
        names.patient_events,
        bootstrap_servers=kafka.bootstrap,
        group_id=names.monitor_group,
        partition_assignment_strategy=[GivesNothing],
        enable_auto_commit=False,
    )
    await leader.start()
    workers.patience_s = 12
    async with under_load(kafka, names, workers, seed):
        for number in (1, 2):
            assert await asyncio.to_thread(workers.ended, number, 2 * PATIENCE_S) == EXIT_CODE
        assert len(LEFT_TO_NOBODY.findall(workers.said())) == 2
        await leader.stop()
        workers.patience_s = PATIENCE_S
        for number in (1, 2):
            workers.start(number)
