"""Running the stages in this process and counting the CPU time that they take."""

import asyncio
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import NamedTuple

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from pydantic import AwareDatetime, BaseModel

from alerts.judge import Judge
from models.events.laboratory import LabResult
from models.policy import Policy
from models.settings import Inbound, Settings
from streams import clock, compose
from streams.collector import collect_rarely
from streams.connection import client_arguments
from streams.monitor.monitor import Monitor
from streams.topics import TopicNames
from streams.worker import Stage

LOOK_S = 0.02

MakeJudge = Callable[[Policy, bytes], Judge]


class Cost(NamedTuple):
    """CPU and elapsed time of this process, µs an event."""

    cpu: float
    wall: float


class PlainResult(BaseModel):
    """A result of which nothing is checked but the instant."""

    type: str
    event_id: str
    patient_id: str
    occurred_at: AwareDatetime
    source: str
    result_id: str
    status: str
    analyte: str
    value: str
    unit: str
    reference_low: str | None = None
    reference_high: str | None = None


class Timer:
    """Starts when it is made."""

    def __init__(self) -> None:
        self._cpu, self._wall = time.process_time(), time.perf_counter()

    def cost(self, events: int) -> Cost:
        cpu, wall = time.process_time() - self._cpu, time.perf_counter() - self._wall
        return Cost(cpu / events * 1e6, wall / events * 1e6)


async def produce(settings: Settings, topic: Inbound, messages: Iterable[bytes]) -> int:
    producer = AIOKafkaProducer(**client_arguments(settings.kafka), acks="all", linger_ms=5, max_batch_size=1 << 19)
    await producer.start()
    count = 0
    try:
        for message in messages:
            await producer.send(TopicNames(settings.topics.prefix).inbound(topic), message, key=b"%d" % count)
            count += 1
    finally:
        await producer.stop()
    return count


async def bare_loop(settings: Settings, events: int, model: type[BaseModel] = LabResult) -> Cost:
    """BASE: aiokafka and pydantic, and nothing else."""
    topic = TopicNames(settings.topics.prefix).inbound(Inbound.LAB_RESULTS)
    consumer = AIOKafkaConsumer(topic, **client_arguments(settings.kafka), auto_offset_reset="earliest")
    await consumer.start()
    try:
        timer, seen = Timer(), 0
        while seen < events:
            for records in (await consumer.getmany(timeout_ms=200)).values():
                for record in records:
                    model.model_validate_json(record.value or b"")
                seen += len(records)
        return timer.cost(events)
    finally:
        await consumer.stop()


async def until(stage: Stage, seen: Callable[[], int], events: int) -> tuple[Cost, Cost]:
    """Run a stage until it has seen so many events: what each costs from its start, and after the first quarter."""
    stop = asyncio.Event()
    timer, later, before = Timer(), Timer(), 0
    running = asyncio.create_task(stage.run(stop))
    while (now := seen()) < events:
        if not before and now >= events / 4:
            later, before = Timer(), now
        await asyncio.sleep(LOOK_S)
        if running.done():
            running.result()
    costs = timer.cost(events), later.cost(events - before)
    stop.set()
    await running
    return costs


async def through_intake(settings: Settings, events: int) -> Cost:
    intake = compose.intake(await compose.found(settings))
    cost, _ = await until(intake, lambda: intake.counts.messages, events)
    return cost


async def through_monitor(settings: Settings, events: int, judge: MakeJudge) -> tuple[Cost, Cost]:
    """Of a monitor that has just started, which looks at each patient as a whole once; and with patients at hand."""
    rulings = replace(compose.rulings(await compose.found(settings)), make_judge=judge)
    monitor = Monitor(settings, rulings, clock.now)
    collect_rarely()
    return await until(monitor, lambda: sum(monitor.counts.outcomes.values()), events)
