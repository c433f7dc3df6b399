"""One table: what natwatch costs, beside a bare aiokafka and pydantic loop over the same results in the same run."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest
from rich.console import Console
from rich.table import Table

from alerts.advance import Patient, advance
from alerts.judge import Judge
from alerts.record import encode
from alerts.registry import RULES, RULES_UNDER_HOLDS
from models.events import check, line
from models.log import Internal, decode_line
from models.policy import Policy
from models.settings import Inbound, KafkaSettings
from streams import clock
from streams.monitor.deadlines import Deadline, Deadlines
from tests.benchmarks.clinic import ANALYTES, history, result
from tests.benchmarks.measured import Cost, MakeJudge, PlainResult, bare_loop, produce, through_intake, through_monitor
from tests.benchmarks.running import installed, kafka

__all__ = ["kafka"]

RESULTS = 200_000
PATIENTS = 2_000
MILLION = 1_000_000
REARMED = 100_000
REPLAYED = 2_000
NINE = {
    "liver-uln",
    "limit-unknown",
    "dilution-expiring",
    "dilution-expired",
    "expired-dilution-infused",
    "antibody-screen-missed",
    "infusion-too-fast",
    "prohibited-route",
    "infused-while-held",
}


@pytest.fixture(scope="module")
def table() -> Iterator[Table]:
    table = Table("what", "measured", "× BASE", "wanted", title="natwatch, measured on this machine")
    yield table
    Console(file=sys.stdout, width=110).print("\n", table)


def patient(number: int) -> str:
    return f"patient-{number:05}"


def results(now: datetime) -> Iterator[bytes]:
    chance = random.Random(7)
    analytes = list(ANALYTES)
    for number in range(RESULTS):
        at = now - timedelta(seconds=RESULTS - number)
        yield result(patient(chance.randrange(PATIENTS)), f"n{number}", at, analytes[number % len(analytes)])


def nine_rules(policy: Policy, key: bytes) -> Judge:
    """With the rules that need every mechanism between them, and no others."""
    rules = tuple(rule for rule in RULES if rule.name in NINE)
    return Judge(policy, key, rules, tuple(rule for rule in RULES_UNDER_HOLDS if rule.name in NINE))


class Trial(NamedTuple):
    """What is measured: by which rules, on topics of what prefix, and the ratio that is wanted."""

    rules: str
    judge: MakeJudge
    prefix: str
    wanted: str


@pytest.mark.parametrize(
    "trial", [Trial("all rules", Judge, "all-", "≥ 0.08"), Trial("nine rules", nine_rules, "nine-", "≥ 0.12")]
)
async def test_throughput(kafka: KafkaSettings, table: Table, trial: Trial) -> None:
    settings, now = await installed(kafka, trial.prefix), clock.now()
    past = [event for number in range(PATIENTS) for event in history(patient(number), now)]
    await produce(settings, Inbound.CLINICAL_EVENTS, past)
    await through_intake(settings, len(past))
    await through_monitor(settings, len(past), trial.judge)
    await produce(settings, Inbound.LAB_RESULTS, results(now))
    base = await bare_loop(settings, RESULTS)
    strings = await bare_loop(settings, RESULTS, PlainResult)
    intake = await through_intake(settings, RESULTS)
    monitor, at_hand = await through_monitor(settings, RESULTS, trial.judge)
    both = Cost(intake.cpu + monitor.cpu, intake.wall + monitor.wall)
    for what, cost, least in (
        ("BASE: a bare aiokafka and pydantic loop, the contract's model", base, ""),
        ("the same loop, a model with strings alone", strings, ""),
        ("intake", intake, "≥ 0.6"),
        (f"monitor, {trial.rules}, a year of history", monitor, ""),
        (f"intake and monitor together, {trial.rules}", both, trial.wanted),
        ("monitor, when it has looked at each patient once", at_hand, ""),
    ):
        table.add_row(what, f"{cost.cpu:.1f} µs CPU, {cost.wall:.1f} µs wall", f"{base.cpu / cost.cpu:.2f}", least)


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
    now, log = clock.now(), tmp_path / "log.jsonl"
    lines = [event for number in range(REPLAYED) for event in history(patient(number), now)]
    log.write_bytes(b"\n".join(lines))
    command = [sys.executable, "-m", "streams.cli", "replay", str(log)]
    began = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    rate = len(lines) / (time.perf_counter() - began)
    cores = len(os.sched_getaffinity(0))
    table.add_row(f"natwatch replay of years of history, {cores} cores", f"{rate:,.0f} events a second", "", "≥ 20,000")
