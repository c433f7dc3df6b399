"""What tests do to a whole installation: send messages in, wait for what comes out."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import msgspec
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient

from models.alerts import Alert
from models.instants import to_text
from models.settings import Inbound, Settings
from streams import clock, environment
from streams.connection import client_arguments
from streams.demo.alerts import all_so_far
from streams.demo.workers import Workers
from streams.logbook import lines
from streams.replay.run import Replay, replay
from streams.topics import TopicNames
from tests.patience import LOOK_S, SOON_S


@asynccontextmanager
async def workers(settings: Settings, log: Path, **more: str) -> AsyncIterator[Workers]:
    """Worker processes of this installation; all are ended at the end."""
    variables = {
        **environment.variables(),
        "NATWATCH_KAFKA__BOOTSTRAP": settings.kafka.bootstrap,
        "NATWATCH_TOPICS__PREFIX": settings.topics.prefix,
        "NATWATCH_PRIVACY__KEY": "key",
        **more,
    }
    running = Workers(variables, log)
    try:
        yield running
    finally:
        await asyncio.to_thread(running.stop)


async def send(settings: Settings, messages: Iterable[tuple[Inbound, bytes | None]]) -> None:
    names = TopicNames(settings.topics.prefix)
    producer = AIOKafkaProducer(**client_arguments(settings.kafka), acks="all")
    await producer.start()
    try:
        for topic, value in messages:
            await producer.send_and_wait(names.inbound(topic), value, key=b"any key")
    finally:
        await producer.stop()


def event(kind: str, number: int, hours_ago: int, /, **fields: object) -> bytes:
    at = to_text(clock.now() - timedelta(hours=hours_ago))
    common = {"type": kind, "event_id": f"e{number}", "patient_id": "secret-4711", "occurred_at": at}
    return msgspec.json.encode({**common, **fields})


async def gone(admin: AIOKafkaAdminClient, topic: str) -> bool:
    """Whether a topic that was deleted is."""
    return topic not in await admin.list_topics()


async def log_of(settings: Settings) -> list[bytes]:
    return [line async for line in lines(settings, None, None)]


async def published(settings: Settings, enough: Callable[[Sequence[Alert]], bool]) -> list[Alert]:
    """Every committed revision, as soon as there are enough."""
    ends = asyncio.get_running_loop().time() + SOON_S
    while True:
        alerts = await all_so_far(settings)
        if enough(alerts):
            return alerts
        assert asyncio.get_running_loop().time() < ends, [(alert.rule, alert.change) for alert in alerts]
        await asyncio.sleep(LOOK_S)


def replayed(log: list[bytes], alerts: Sequence[Alert]) -> set[bytes]:
    """What a replay of the log gives, up to the last instant that was published."""
    until = max(alert.changed_at for alert in alerts)
    what = Replay([("log", log)], until, key=b"key")
    return {alert.to_json() for alert in replay(what, lambda _: None, lambda _rule, _patient: None)}
