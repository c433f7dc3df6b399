"""One table: what natwatch costs, beside a bare aiokafka and pydantic loop over the same results in the same run."""

import asyncio
import random
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from rich.console import Console
from rich.table import Table

from alerts.advance import Patient, advance
from alerts.judge import Judge
from alerts.record import encode
from models.events import check, line
from models.events.laboratory import LabResult
from models.log import Internal, decode_line
from models.policy import Policy
from models.settings import Inbound, KafkaSettings, Settings, TopicSettings
from streams import clock, compose
from streams.connection import client_arguments
from streams.embedded import EmbeddedKafka
from streams.monitor.clients import Clients
from streams.monitor.deadlines import Deadline, Deadlines
from streams.monitor.first_lines import write_first_lines
from streams.replay.run import Replay, replay
from streams.topics.administration import create_topics
from streams.topics.cluster import connected
from tests.benchmarks.clinic import ANALYTES, history, result
from tests.benchmarks.measured import Cost, bare_loop, produce, through_intake, through_monitor

RESULTS = 200_000
PATIENTS = 2_000
PARTITIONS = 4
MILLION = 1_000_000
REARMED = 100_000
REPLAYED = 300


@pytest.fixture(scope="module")
def table() -> Iterator[Table]:
    table = Table("what", "measured", "× BASE", "wanted", title="natwatch, measured on this machine")
    yield table
    Console(file=sys.stdout, width=110).print("\n", table)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    with EmbeddedKafka(tmp_path_factory.mktemp("kafka")) as kafka:
        made = Settings(kafka=KafkaSettings(bootstrap=kafka.bootstrap), topics=TopicSettings(prefix="bench-"))

        async def create() -> None:
            async with connected(made.kafka) as cluster:
                await create_topics(cluster, made, PARTITIONS, 1, lambda _: None)
            # As a worker does at its start: patients are not to be judged anew by a policy that comes after them.
            ground = await compose.found(made)
            clients = Clients(client_arguments(made.kafka), ground.names)
            await write_first_lines(clients, compose.rulings(ground), clock.now)

        asyncio.run(create())
        yield made


def patient(number: int) -> str:
    return f"patient-{number:05}"


def results(now: datetime) -> Iterator[bytes]:
    chance = random.Random(7)
    analytes = list(ANALYTES)
    for number in range(RESULTS):
        at = now - timedelta(seconds=RESULTS - number)
        yield result(patient(chance.randrange(PATIENTS)), f"n{number}", at, analytes[number % len(analytes)])


async def test_throughput(settings: Settings, table: Table) -> None:
    now = clock.now()
    past = [event for number in range(PATIENTS) for event in history(patient(number), now)]
    await produce(settings, Inbound.CLINICAL_EVENTS, past)
    await through_intake(settings, len(past))
    await through_monitor(settings, len(past))
    await produce(settings, Inbound.LAB_RESULTS, results(now))
    base = await bare_loop(settings, RESULTS)
    checked = await bare_loop(settings, RESULTS, LabResult)
    intake = await through_intake(settings, RESULTS)
    monitor, at_hand = await through_monitor(settings, RESULTS)
    both = Cost(intake.cpu + monitor.cpu, intake.wall + monitor.wall)
    for what, cost, wanted in (
        ("BASE: a bare aiokafka and pydantic loop", base, ""),
        ("the same loop with the model of the contract", checked, ""),
        ("intake", intake, "≥ 0.6"),
        ("monitor, all rules, a year of history", monitor, ""),
        ("intake and monitor together", both, "≥ 0.08"),
        ("monitor, when it has looked at each patient once", at_hand, ""),
    ):
        table.add_row(what, f"{cost.cpu:.1f} µs CPU, {cost.wall:.1f} µs wall", f"{base.cpu / cost.cpu:.2f}", wanted)


def test_deadlines(table: Table) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    chance = random.Random(7)
    names = [patient(number) for number in range(MILLION)]
    pending = Deadlines(Deadline(start + timedelta(seconds=chance.randrange(10**7)), name) for name in names)
    moved = [(chance.choice(names), start + timedelta(seconds=chance.randrange(10**7))) for _ in range(REARMED)]
    began = time.process_time()
    for name, due in moved:
        pending.arm(name, due)
    cost = (time.process_time() - began) / REARMED * 1e6
    table.add_row("a deadline re-armed, a million pending", f"{cost:.2f} µs CPU", "", "≤ 3 µs")


def test_memory(table: Table) -> None:
    now, judge, sizes = clock.now(), Judge(Policy()), []
    for number in range(20):
        known = Patient(patient(number))
        for raw in history(patient(number), now):
            event = decode_line(line(check(msgspec.json.decode(raw), None, timedelta(0)), now))
            assert not isinstance(event, Internal)
            known = advance(known, event, judge).patient
        sizes.append(len(encode(known)))
    mean = sum(sizes) / len(sizes)
    table.add_row(
        "a patient with a year of history", f"{mean:,.0f} bytes; a million: {mean / 1e3:.1f} GB, extrapolated", "", ""
    )


def test_replay(table: Table, tmp_path: Path) -> None:
    now = clock.now()
    lines = [event for number in range(REPLAYED) for event in history(patient(number), now)]
    began = time.process_time()
    replay(Replay([(str(tmp_path), lines)]), lambda _: None, lambda _rule, _patient: None)
    rate = len(lines) / (time.process_time() - began)
    table.add_row("replay of years of history", f"{rate:,.0f} events a second", "", "≥ 20,000")
