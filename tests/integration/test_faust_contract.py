"""What the monitor relies on in Faust, each shown on the real broker: an upgrade that changes it fails here."""

import asyncio
import logging
import secrets
import signal
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager

from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from models.settings import Settings
from streams.connection import client_arguments
from streams.monitor.application import AppWorker, build_app
from streams.monitor.inbox import Delivery
from streams.topics import TopicNames
from streams.topics.administration import create_topics
from streams.topics.cluster import connected
from tests.patience import SOON_S, until

HEARTBEATS_S = 3.0


class Recorder:
    """Notes what Faust says, and acknowledges what it is told to."""

    def __init__(self, acknowledge: Callable[[int, Delivery], bool] = lambda _, __: True) -> None:
        self.assigned: set[int] = set()
        self.said: list[str] = []
        self.delivered: list[tuple[int, int, bytes]] = []
        self._acknowledge = acknowledge

    def assign(self, partitions: Iterable[int]) -> None:
        self.assigned = set(partitions)
        self.said.append("assigned")

    def revoke(self, partitions: Iterable[int]) -> None:
        if revoked := set(partitions):
            self.assigned -= revoked
            self.said.append("revoked")

    async def deliver(self, partition: int, delivery: Delivery) -> None:
        self.said.append("delivered")
        self.delivered.append((partition, delivery.offset, delivery.value))
        if self._acknowledge(partition, delivery):
            delivery.acknowledge()


async def make_topics(settings: Settings, partitions: int) -> None:
    async with connected(settings.kafka) as cluster:
        await create_topics(cluster, settings, partitions, 1, lambda _: None)


@asynccontextmanager
async def running(settings: Settings, recorder: Recorder) -> AsyncIterator[AppWorker]:
    names = TopicNames(settings.topics.prefix)
    worker = AppWorker(build_app(client_arguments(settings.kafka), names, secrets.token_hex(4), recorder))
    await worker.start()
    try:
        yield worker
    finally:
        await worker.stop()


async def write(settings: Settings, values: Iterable[bytes], partition: int = 0) -> None:
    names = TopicNames(settings.topics.prefix)
    async with AIOKafkaProducer(bootstrap_servers=settings.kafka.bootstrap) as producer:
        for value in values:
            await producer.send_and_wait(names.patient_events, value, partition=partition)


async def committed(settings: Settings, partition: int = 0) -> int:
    names = TopicNames(settings.topics.prefix)
    place = TopicPartition(names.patient_events, partition)
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.kafka.bootstrap)
    await admin.start()
    try:
        return (await admin.list_consumer_group_offsets(names.monitor_group, partitions=[place]))[place].offset
    finally:
        await admin.close()


async def test_a_worker_is_assigned_all_partitions_before_the_first_delivery(installation: Settings) -> None:
    recorder = Recorder()
    await write(installation, [b"one"])
    async with running(installation, recorder):
        await until(lambda: bool(recorder.delivered))
    assert recorder.assigned == {0, 1, 2, 3}
    assert recorder.said[:2] == ["assigned", "delivered"]


async def test_records_come_byte_for_byte_in_order_with_partition_and_offset(installation: Settings) -> None:
    recorder = Recorder()
    values = [b"\xff\x00 not text", b"", b"two\nlines", "ü".encode()]
    await write(installation, values, partition=2)
    async with running(installation, recorder):
        await until(lambda: len(recorder.delivered) == len(values))
    assert recorder.delivered == [(2, offset, value) for offset, value in enumerate(values)]


async def test_only_what_was_acknowledged_is_committed_and_the_rest_comes_again(installation: Settings) -> None:
    first, second = Recorder(lambda _, delivery: delivery.offset < 3), Recorder()
    await write(installation, [b"%d" % n for n in range(6)])
    async with running(installation, first):
        await until(lambda: len(first.delivered) == 6)
    assert await committed(installation) == 3
    async with running(installation, second):
        await until(lambda: len(second.delivered) == 3)
    assert [offset for _, offset, _ in second.delivered] == [3, 4, 5]
    assert await committed(installation) == 6


async def test_an_end_does_not_wait_for_acknowledgements(installation: Settings) -> None:
    recorder = Recorder(lambda _, __: False)
    await write(installation, [b"never acknowledged"])
    async with running(installation, recorder) as worker:
        await until(lambda: bool(recorder.delivered))
        async with asyncio.timeout(SOON_S):
            await worker.stop()


async def test_workers_share_the_partitions_and_whoever_stays_takes_over(installation: Settings) -> None:
    first, second = Recorder(), Recorder()
    async with running(installation, first):
        await until(lambda: len(first.assigned) == 4)
        async with running(installation, second):
            await until(lambda: bool(second.assigned) and bool(first.assigned) and len(first.assigned) < 4)
            assert first.assigned | second.assigned == {0, 1, 2, 3}
            assert not first.assigned & second.assigned
        await until(lambda: len(first.assigned) == 4)
    assert first.said[:3] == ["assigned", "revoked", "assigned"]


async def test_a_group_whose_leader_does_not_know_the_topic_yet_shares_it_out_as_soon_as_it_is_there(
    settings: Settings,
) -> None:
    recorder = Recorder()
    async with running(settings, recorder):
        await until(lambda: recorder.said == ["assigned"])
        assert recorder.assigned == set()
        await make_topics(settings, partitions=4)
        await until(lambda: recorder.assigned == {0, 1, 2, 3})


async def test_a_worker_that_has_had_nothing_to_fetch_for_an_hour_takes_over(settings: Settings) -> None:
    one, two = Recorder(), Recorder()
    await make_topics(settings, partitions=1)
    async with running(settings, one) as first, running(settings, two) as second:
        await until(lambda: one.said[-1:] == two.said[-1:] == ["assigned"] and one.assigned != two.assigned)
        idle, its_recorder, other = (first, one, second) if two.assigned else (second, two, first)
        an_hour_passes(idle)
        await asyncio.sleep(HEARTBEATS_S)
        await other.stop()
        await until(lambda: its_recorder.assigned == {0})


def an_hour_passes(worker: AppWorker) -> None:
    """Makes the client believe that nothing was fetched for an hour."""
    client = worker.app.consumer._thread._consumer  # type: ignore[attr-defined] # noqa: SLF001 - nobody can wait so long
    client._subscription._last_fetch_ended -= 3600  # noqa: SLF001


async def test_what_is_not_acknowledged_does_not_hold_a_rebalance_up(installation: Settings) -> None:
    first, second = Recorder(lambda _, __: False), Recorder()
    await write(installation, [b"never acknowledged"])
    async with running(installation, first):
        await until(lambda: bool(first.delivered))
        async with running(installation, second):
            await until(lambda: bool(second.assigned))


class BrokenError(Exception):
    """What the tests raise."""


async def test_a_failure_in_the_agent_shows_at_the_worker_and_commits_nothing_beyond(installation: Settings) -> None:
    def refuse_the_third(_: int, delivery: Delivery) -> bool:
        if delivery.offset == 2:
            raise BrokenError
        return True

    await write(installation, [b"%d" % n for n in range(6)])
    async with running(installation, Recorder(refuse_the_third)) as worker:
        async with asyncio.timeout(SOON_S):
            await worker.wait_until_stopped()
        assert worker.crashed
        assert isinstance(worker.crash_reason, BrokenError)
    assert await committed(installation) == 2


async def test_a_failure_in_a_listener_shows_at_the_worker(installation: Settings) -> None:
    class Broken(Recorder):
        def assign(self, partitions: Iterable[int]) -> None:
            raise BrokenError(set(partitions))

    async with running(installation, Broken()) as worker:
        async with asyncio.timeout(SOON_S):
            await worker.wait_until_stopped()
        assert isinstance(worker.crash_reason, BrokenError)


async def test_signals_and_logging_stay_with_their_owner(installation: Settings) -> None:
    asked: list[int] = []
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, asked.append, 1)
    before = logging.root.level, list(logging.root.handlers)
    try:
        async with running(installation, Recorder()):
            signal.raise_signal(signal.SIGTERM)
            await until(lambda: bool(asked))
    finally:
        loop.remove_signal_handler(signal.SIGTERM)
    assert (logging.root.level, list(logging.root.handlers)) == before
