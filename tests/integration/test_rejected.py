"""`natwatch rejected` on a real Kafka: what was not accepted is listed, and sent again once."""

import asyncio
import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from aiokafka import AIOKafkaProducer
from click.testing import CliRunner

from models.decoded import Rejection
from models.rejections import Reason
from models.settings import Inbound, Settings
from streams.cli import main
from streams.compose import found, intake
from streams.connection import client_arguments
from streams.intake.rejected import Origin, rejected_message
from streams.topics import TopicNames
from tests.integration.installation import log_of, send
from tests.patience import SOON_S

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
GOOD = b'{"type":"relapse-reported","event_id":"e1","patient_id":"secret-4711","occurred_at":"2026-03-01T08:00:00Z"}'
BAD = (b"not json", GOOD.replace(b"secret-4711", b""), GOOD.replace(b"-03-01T08", b"-13-01T08"))


def natwatch_rejected(settings: Settings, *arguments: str) -> list[dict[str, Any]]:
    where = ["--bootstrap", settings.kafka.bootstrap, "--prefix", settings.topics.prefix]
    result = CliRunner().invoke(main, ["rejected", *arguments, *where])
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


async def in_a_thread(settings: Settings, *arguments: str) -> list[dict[str, Any]]:
    """The command has a loop of its own."""
    return await asyncio.to_thread(natwatch_rejected, settings, *arguments)


async def take_in(settings: Settings, *, until: Callable[[Any], bool]) -> None:
    """Runs intake until its counts say that it is enough."""
    stage = intake(await found(settings))
    stop = asyncio.Event()
    running = asyncio.create_task(stage.run(stop))
    async with asyncio.timeout(SOON_S):
        while True:
            await asyncio.sleep(0.1)
            if until(stage.counts):
                break
    stop.set()
    await running


async def lay_down(settings: Settings, topic: str, value: bytes, reason: Reason) -> None:
    """Writes what intake would write of a rejected message."""
    message = rejected_message(b"k", value, Origin(topic, 0, 7), [Rejection(reason, "field")], NOON)
    producer = AIOKafkaProducer(**client_arguments(settings.kafka), acks="all")
    await producer.start()
    names = TopicNames(settings.topics.prefix)
    await producer.send_and_wait(names.rejected_events, message.value, key=message.key, headers=message.headers)
    await producer.stop()


async def test_what_was_rejected_is_listed_with_its_reason_and_names_nobody(installation: Settings) -> None:
    await send(installation, [(Inbound.CLINICAL_EVENTS, value) for value in (*BAD, GOOD)])
    await take_in(installation, until=lambda counts: counts.messages == 4)
    listed = await in_a_thread(installation)
    topic = TopicNames(installation.topics.prefix).inbound(Inbound.CLINICAL_EVENTS)
    reasons = {(each["topic"], each["reasons"][0]["reason"], each["reasons"][0]["where"]) for each in listed}
    assert reasons == {
        (topic, "not-json", ""),
        (topic, "no-patient", "patient_id"),
        (topic, "bad-value", "occurred_at"),
    }
    assert "secret" not in json.dumps(listed)
    assert [each["reasons"][0]["reason"] for each in await in_a_thread(installation, "--reason", "not-json")] == [
        "not-json"
    ]
    (whole,) = await in_a_thread(installation, "--reason", "bad-value", "--bytes")
    assert base64.b64decode(whole["value"]) == BAD[2]
    assert base64.b64decode(whole["key"]) == b"any key"


async def test_what_is_sent_again_is_read_again_and_never_twice(installation: Settings) -> None:
    topic = TopicNames(installation.topics.prefix).inbound(Inbound.CLINICAL_EVENTS)
    await lay_down(installation, topic, GOOD, Reason.UNKNOWN_UNIT)
    await lay_down(installation, topic, b"not json", Reason.NOT_JSON)
    sent = await in_a_thread(installation, "--reason", "unknown-unit", "--resubmit")
    assert [each["reasons"] for each in sent] == [[{"reason": "unknown-unit", "where": "field"}]]
    assert await in_a_thread(installation, "--reason", "unknown-unit", "--resubmit") == []
    assert [each["reasons"][0]["reason"] for each in await in_a_thread(installation)] == ["not-json"]
    await take_in(installation, until=lambda counts: counts.messages >= 1)
    assert [json.loads(line)["event_id"] for line in await log_of(installation) if b"relapse" in line] == ["e1"]


async def test_what_is_rejected_once_more_lies_there_once_more(installation: Settings) -> None:
    await send(installation, [(Inbound.HL7V2, None), (Inbound.HL7V2, b"MSH|")])
    await take_in(installation, until=lambda counts: counts.messages == 2)
    assert len(await in_a_thread(installation, "--resubmit")) == 2
    assert await in_a_thread(installation) == []
    await take_in(installation, until=lambda counts: counts.messages == 2)
    assert {each["reasons"][0]["reason"] for each in await in_a_thread(installation)} == {"not-json", "truncated"}


async def test_nothing_is_sent_to_a_topic_that_no_hospital_writes_to(installation: Settings) -> None:
    await lay_down(installation, TopicNames(installation.topics.prefix).patient_events, GOOD, Reason.BAD_VALUE)
    assert await in_a_thread(installation, "--resubmit") == []
    assert len(await in_a_thread(installation)) == 1
    assert [line for line in await log_of(installation) if b"relapse" in line] == []


async def test_only_what_was_rejected_since(installation: Settings) -> None:
    topic = TopicNames(installation.topics.prefix).inbound(Inbound.LAB_RESULTS)
    await lay_down(installation, topic, b"x", Reason.NOT_JSON)
    assert len(await in_a_thread(installation, "--since", "2026-03-01T12:00:00Z")) == 1
    assert await in_a_thread(installation, "--since", "2026-03-01T12:00:00.000001Z") == []
