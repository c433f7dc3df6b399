"""How long a message takes from the hospital's topic to a reader of alerts, and how long a take-over takes."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from statistics import quantiles
from time import perf_counter

import pytest
from aiokafka import AIOKafkaProducer

from models.alerts import Alert, Change
from models.settings import Inbound, KafkaSettings, Settings
from streams import clock
from streams.connection import client_arguments
from streams.demo.alerts import watch
from streams.topics import TopicNames, partition_of
from tests.benchmarks.clinic import result
from tests.benchmarks.running import PARTITIONS, installed, kafka
from tests.integration.installation import workers

__all__ = ["kafka"]

A_SECOND = 50
EVENTS = 1_000
WARM_UP = 200
LIMIT_S = 60.0


@pytest.fixture
async def settings(kafka: KafkaSettings) -> Settings:
    return await installed(kafka, "times-")


class Feed:
    """Sends one result a patient that opens an alert, and notes when each was sent and its alert was read."""

    def __init__(self, settings: Settings, name: str) -> None:
        self._settings = settings
        self._name = name
        self.sent: dict[str, float] = {}
        self.read: dict[str, float] = {}

    def note(self, alert: Alert) -> None:
        if alert.rule == "liver-uln" and alert.change is Change.OPENED and alert.patient_id is not None:
            self.read.setdefault(alert.patient_id, perf_counter())

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(watch(self._settings, self.note)), asyncio.create_task(self._send())]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task

    async def until(self, done: Callable[[], bool]) -> None:
        ends = perf_counter() + LIMIT_S
        while not done():
            assert perf_counter() < ends
            await asyncio.sleep(0.005)

    async def _send(self) -> None:
        topic = TopicNames(self._settings.topics.prefix).inbound(Inbound.LAB_RESULTS)
        producer = AIOKafkaProducer(**client_arguments(self._settings.kafka), acks="all", linger_ms=0)
        await producer.start()
        began, number = perf_counter(), 0
        try:
            while True:
                patient = f"{self._name}-{number}"
                raw = result(patient, "r", clock.now() - timedelta(seconds=1), "alt").replace(b'"30"', b'"400"')
                self.sent[patient] = perf_counter()
                await producer.send(topic, raw)
                number += 1
                await asyncio.sleep(max(0.0, began + number / A_SECOND - perf_counter()))
        finally:
            await producer.stop()


async def test_residence(settings: Settings, tmp_path: Path) -> None:
    feed = Feed(settings, "residence")
    async with workers(settings, tmp_path / "log") as running:
        running.start()
        async with feed.running():
            await feed.until(lambda: len(feed.read) >= WARM_UP + EVENTS)
    took = [(feed.read[who] - feed.sent[who]) * 1e3 for who in list(feed.sent)[WARM_UP : WARM_UP + EVENTS]]
    cuts = quantiles(took, n=100)
    sys.stdout.write(f"\nresidence at {A_SECOND}/s: p50 {cuts[49]:.0f} ms, p99 {cuts[98]:.0f} ms\n")


async def test_take_over(settings: Settings, tmp_path: Path) -> None:
    for end in (signal.SIGKILL, signal.SIGTERM):
        what = end.name
        feed = Feed(settings, what)
        async with workers(settings, tmp_path / what) as running:
            running.start()
            async with feed.running():
                await feed.until(lambda feed=feed: len(feed.read) >= WARM_UP)  # type: ignore[misc]
                second = running.start()
                await asyncio.sleep(15)
                began = perf_counter()
                os.kill(second, end)
                await feed.until(lambda feed=feed, began=began: _all_partitions(feed, began))  # type: ignore[misc]
                took = perf_counter() - began
        sys.stdout.write(f"\n{what} to the survivor working on all partitions: {took:.1f} s\n")


def _all_partitions(feed: Feed, since: float) -> bool:
    read = {partition_of(who, PARTITIONS) for who in feed.read if feed.sent.get(who, 0.0) > since}
    return len(read) == PARTITIONS
