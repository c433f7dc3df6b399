"""Whatever happens between intake and the broker: all that was sent is in the log or among the rejected."""

import asyncio
import contextlib
import json
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import NamedTuple

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from models.settings import Inbound, KafkaSettings, Settings, TopicSettings
from streams import compose
from streams.embedded import EmbeddedKafka
from streams.embedded.ready import held_ports
from streams.topics import TopicNames, partition_of
from streams.topics.administration import create_topics
from streams.topics.cluster import connected
from tests.faults.load import PARTITIONS
from tests.faults.proxy import Proxy, proxied
from tests.patience import SOON_S

MESSAGES = 3_000
PATIENTS = 40
FAULTY_S = 3.0
SENDING_S = 2 * FAULTY_S
_BROKER_BACK_MS = 120_000
"""A hospital's system goes on trying until Kafka is back, however slow this machine starts it."""


class Line(NamedTuple):
    """A broker behind a proxy, and an installation on it."""

    broker: EmbeddedKafka
    proxy: Proxy
    settings: Settings


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[EmbeddedKafka, int]]:
    """A broker that sends its clients to the port of a proxy."""
    with held_ports(1) as (port,):
        properties = {"advertised.listeners": f"PLAINTEXT://127.0.0.1:{port}"}
        with EmbeddedKafka(tmp_path_factory.mktemp("behind"), properties) as broker:
            yield broker, port


@pytest.fixture
async def line(behind: tuple[EmbeddedKafka, int]) -> AsyncIterator[Line]:
    broker, port = behind
    settings = Settings(
        kafka=KafkaSettings(bootstrap=f"127.0.0.1:{port}"), topics=TopicSettings(prefix=f"i{secrets.token_hex(4)}-")
    )
    async with proxied(port, broker.port) as proxy:
        async with connected(settings.kafka) as cluster:
            await create_topics(cluster, settings, PARTITIONS, 1, lambda _: None)
        yield Line(broker, proxy, settings)


async def lost_answers(line: Line) -> None:
    line.proxy.losing_answers = True
    await asyncio.sleep(FAULTY_S)
    line.proxy.cut()
    line.proxy.losing_answers = False


async def refused(line: Line) -> None:
    line.proxy.refusing = True
    line.proxy.cut()
    await asyncio.sleep(FAULTY_S)
    line.proxy.refusing = False


async def cut_again_and_again(line: Line) -> None:
    for _ in range(8):
        await asyncio.sleep(FAULTY_S / 8)
        line.proxy.cut()


async def hung(line: Line) -> None:
    line.broker.pause()
    await asyncio.sleep(FAULTY_S)
    line.broker.resume()


async def killed(line: Line) -> None:
    await asyncio.to_thread(line.broker.kill)
    await asyncio.to_thread(line.broker.start)


@pytest.mark.parametrize("fault", [lost_answers, refused, cut_again_and_again, hung, killed])
async def test_everything_sent_is_accepted_or_rejected(line: Line, fault: Callable[[Line], Awaitable[None]]) -> None:
    names = TopicNames(line.settings.topics.prefix)
    async with intake_kept_running(line.settings):
        sending = asyncio.create_task(send(line.settings, names, range(MESSAGES)))
        await asyncio.sleep(FAULTY_S / 2)
        await fault(line)
        async with asyncio.timeout(2 * SOON_S):
            await sending
            accepted, rejected = await everything(line.settings, names)

    assert rejected == {poison(number) for number in range(0, MESSAGES, 10)}
    assert {number for numbers in accepted.values() for number in numbers} == set(range(MESSAGES)) - set(
        range(0, MESSAGES, 10)
    )
    for numbers in accepted.values():
        assert list(dict.fromkeys(numbers)) == sorted(set(numbers))


def poison(number: int) -> bytes:
    return b"poison %d" % number


def message(number: int) -> bytes:
    patient = f"p{number % PATIENTS}"
    told = {"type": "relapse-reported", "event_id": str(number), "patient_id": patient}
    return json.dumps({**told, "occurred_at": "2026-03-01T08:00:00Z"}).encode()


async def send(settings: Settings, names: TopicNames, numbers: range) -> None:
    async with AIOKafkaProducer(
        bootstrap_servers=settings.kafka.bootstrap,
        acks="all",
        enable_idempotence=True,
        linger_ms=5,
        request_timeout_ms=_BROKER_BACK_MS,
    ) as producer:
        topic = names.inbound(Inbound.CLINICAL_EVENTS)
        sent = []
        for number in numbers:
            value = message(number) if number % 10 else poison(number)
            sent.append(await producer.send(topic, key=b"%d" % (number % PATIENTS), value=value))
            await asyncio.sleep(SENDING_S / MESSAGES)
        await asyncio.gather(*sent)


@contextlib.asynccontextmanager
async def intake_kept_running(settings: Settings) -> AsyncIterator[None]:
    """Intake as a supervisor keeps it: started anew whenever it has met a surprise."""
    stop = asyncio.Event()

    async def keep_running() -> None:
        while not stop.is_set():
            with contextlib.suppress(Exception):
                await compose.intake(await compose.found(settings)).run(stop)

    running = asyncio.create_task(keep_running())
    try:
        yield
    finally:
        stop.set()
        await running


async def everything(settings: Settings, names: TopicNames) -> tuple[dict[str, list[int]], set[bytes]]:
    """By patient the numbers in the log, as often as they are there; and the rejected messages: when all are there."""
    accepted: dict[str, list[int]] = {}
    rejected: set[bytes] = set()
    topics = (names.patient_events, names.rejected_events)
    places = [TopicPartition(topic, partition) for topic in topics for partition in range(PARTITIONS)]
    async with AIOKafkaConsumer(bootstrap_servers=settings.kafka.bootstrap, auto_offset_reset="earliest") as consumer:
        consumer.assign(places)
        while sum(len(set(numbers)) for numbers in accepted.values()) + len(rejected) < MESSAGES:
            for place, found in (await consumer.getmany(timeout_ms=500)).items():
                for record in found:
                    if place.topic == names.rejected_events:
                        rejected.add(record.value or b"")
                        continue
                    for told in map(json.loads, (record.value or b"").split(b"\n")):
                        assert place.partition == partition_of(told["patient_id"], PARTITIONS)
                        accepted.setdefault(told["patient_id"], []).append(int(told["event_id"]))
    return accepted, rejected
