"""`natwatch log` on a real Kafka: what was accepted comes out again, all of it or what is asked for."""

import asyncio
import json
from datetime import datetime, timedelta

from aiokafka import AIOKafkaProducer
from click.testing import CliRunner, Result

from models import instants
from models.events import check, line
from models.settings import Settings
from streams import clock
from streams.cli import main
from streams.intake.output import Output
from streams.intake.rekey import Lines
from streams.topics import TopicNames
from tests.integration.conftest import PARTITIONS

PATIENTS = ("anna", "ben", "carla", "dora", "emil")


async def accept(settings: Settings, accepted_at: datetime, *event_ids: str) -> list[bytes]:
    """An event of each patient under each id, accepted at an instant; gives the lines."""
    told = [
        check(
            {
                "type": "relapse-reported",
                "event_id": event_id,
                "patient_id": patient,
                "occurred_at": "2026-03-01T08:00:00Z",
            },
            None,
            timedelta(),
        )
        for event_id in event_ids
        for patient in PATIENTS
    ]
    lines = Lines(PARTITIONS)
    for event in told:
        lines.add(event, accepted_at)
    output = Output(
        AIOKafkaProducer(bootstrap_servers=settings.kafka.bootstrap, acks="all", enable_idempotence=True),
        TopicNames(settings.topics.prefix),
        PARTITIONS,
    )
    await output.start()
    await output.write(lines, [])
    await output.stop()
    return [line(event, accepted_at) for event in told]


def natwatch_log(settings: Settings, *arguments: str) -> Result:
    where = ["--bootstrap", settings.kafka.bootstrap, "--prefix", settings.topics.prefix]
    return CliRunner().invoke(main, ["log", *arguments, *where])


def shown(result: Result) -> list[bytes]:
    assert result.exit_code == 0, result.stderr
    return result.stdout_bytes.splitlines()


async def in_a_thread(settings: Settings, *arguments: str) -> list[bytes]:
    """The command has a loop of its own."""
    return shown(await asyncio.to_thread(natwatch_log, settings, *arguments))


async def test_every_line_comes_out_byte_for_byte_and_each_patient_s_in_order(installation: Settings) -> None:
    written = await accept(installation, clock.now(), *(f"e{number}" for number in range(700)))
    found = await in_a_thread(installation)
    assert sorted(found) == sorted(written)
    for patient in PATIENTS:
        ids = [json.loads(told)["event_id"] for told in found if json.loads(told)["patient_id"] == patient]
        assert ids == [f"e{number}" for number in range(700)]


async def test_one_patient_only(installation: Settings) -> None:
    written = await accept(installation, clock.now(), "e1", "e2")
    assert await in_a_thread(installation, "--patient", "ben") == [told for told in written if b'"ben"' in told]
    assert await in_a_thread(installation, "--patient", "nobody") == []


async def test_only_what_was_accepted_since(installation: Settings) -> None:
    before = clock.now()
    await accept(installation, before, "old")
    since = clock.now()
    later = await accept(installation, since, "new")
    assert sorted(await in_a_thread(installation, "--since", instants.to_text(since))) == sorted(later)


def test_a_log_that_is_not_there_is_one_sentence(settings: Settings) -> None:
    result = natwatch_log(settings)
    assert result.exit_code == 1
    assert "run natwatch topics create" in result.stderr


def test_a_time_without_an_offset_is_wrong_usage(settings: Settings) -> None:
    assert natwatch_log(settings, "--since", "2026-03-01T08:00:00").exit_code == 2
