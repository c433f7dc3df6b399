"""Plays the day: Kafka, a worker, messages in, alerts out, a worker killed and replaced, and the replay compared."""

import asyncio
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import monotonic
from typing import Final

import msgspec
from aiokafka import AIOKafkaProducer

from models.alerts import Alert
from models.settings import KafkaSettings, Settings
from streams import clock
from streams.connection import client_arguments
from streams.demo.alerts import all_so_far, watch
from streams.demo.day import END_AT_S, KILL_AT_S, REPLACE_AT_S, Message, day
from streams.demo.screen import Screen
from streams.demo.workers import Workers
from streams.embedded import EmbeddedKafka
from streams.logbook import lines
from streams.replay.run import Replay, replay
from streams.topics import TopicNames
from streams.topics.administration import create_topics
from streams.topics.cluster import connected

_PARTITIONS: Final = 4
_READY_S: Final = 60.0
_OURS: Final = b'"source":"demo"'
"""What stands in the line of each of the day's messages."""
_LOOK_S: Final = 0.2


async def play(screen: Screen, variables: Mapping[str, str], *, keep: bool) -> bool:
    """Play the day, and say whether the replay of its log gives the alerts that were published.

    Args:
        screen: Shows what happens.
        variables: The environment of the worker processes.
        keep: Go on after the day until interrupted.
    """
    with tempfile.TemporaryDirectory(prefix="natwatch-demo-") as folder:
        screen.step("Apache Kafka starts, for this demo alone (its first start downloads it)")
        with EmbeddedKafka(Path(folder) / "kafka") as kafka:
            settings = Settings(kafka=KafkaSettings(bootstrap=kafka.bootstrap))
            async with connected(settings.kafka) as cluster:
                await create_topics(cluster, settings, _PARTITIONS, 1, lambda _: None)
            screen.step(f"Apache Kafka listens on {kafka.bootstrap}; all topics are there")
            log = Path(folder) / "worker.log"
            workers = Workers({**variables, "NATWATCH_KAFKA__BOOTSTRAP": kafka.bootstrap}, log)
            try:
                return await _day(screen, settings, workers, keep=keep)
            finally:
                workers.stop()


async def _day(screen: Screen, settings: Settings, workers: Workers, *, keep: bool) -> bool:
    screen.step(f"a worker starts (process {workers.start()})")
    await _until_first_lines(settings)
    began = monotonic()
    watching = asyncio.create_task(watch(settings, lambda alert: screen.alert(monotonic() - began, alert)))
    acting = asyncio.create_task(_act(screen, workers, began))
    messages = day()
    await _send(screen, settings, messages, began)
    await acting
    await _sleep_until(began + END_AT_S)
    if keep:
        screen.step(f"Kafka goes on at {settings.kafka.bootstrap} until you interrupt (Ctrl-C)")
        await watching
    watching.cancel()
    alerts, same = await _compared(settings, len(messages))
    screen.summary(alerts, len(messages), same=same)
    return same and workers.alive()


async def _act(screen: Screen, workers: Workers, began: float) -> None:
    await _sleep_until(began + KILL_AT_S)
    screen.stroke(KILL_AT_S, f"the worker (process {workers.kill()}) is killed with SIGKILL; nobody watches now")
    await _sleep_until(began + REPLACE_AT_S)
    screen.stroke(REPLACE_AT_S, f"another worker (process {workers.start()}) starts and takes over what is known")


async def _send(screen: Screen, settings: Settings, messages: Sequence[Message], began: float) -> None:
    names = TopicNames(settings.topics.prefix)
    producer = AIOKafkaProducer(**client_arguments(settings.kafka), acks="all", linger_ms=0)
    await producer.start()
    try:
        for message in messages:
            await _sleep_until(began + message.at_s)
            value = msgspec.json.encode(message.event(clock.now()))
            await producer.send_and_wait(names.inbound(message.topic), value)
            screen.event(monotonic() - began, message.told)
    finally:
        await producer.stop()


async def _until_first_lines(settings: Settings) -> None:
    """Until the worker has written the first line of every partition: it is ready then."""
    ends = monotonic() + _READY_S
    while monotonic() < ends:
        if len([line async for line in lines(settings, None, None)]) >= _PARTITIONS:
            return
        await asyncio.sleep(_LOOK_S)


async def _compared(settings: Settings, messages: int) -> tuple[list[Alert], bool]:
    """What was published, and whether it is what the log gives: a busy machine may need a moment more to get there."""
    ends = monotonic() + _READY_S
    while True:
        published = await all_so_far(settings)
        log = [line async for line in lines(settings, None, None)]
        replayed = replay(Replay([("log", log)]), lambda _: None, lambda _rule, _patient: None)
        same = {alert.to_json() for alert in published} == {alert.to_json() for alert in replayed}
        accepted = sum(_OURS in line for line in log)
        if (same and accepted >= messages) or monotonic() > ends:
            return published, same
        await asyncio.sleep(_LOOK_S)


async def _sleep_until(instant: float) -> None:
    await asyncio.sleep(max(0.0, instant - monotonic()))
