"""The way back: who calls, what is let in, and the event that comes of it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import orjson
import pytest
from aiohttp import web
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.errors import KafkaTimeoutError
from pydantic import SecretStr

from models.settings import Inbound, PagerSettings, Settings
from streams.embedded.ready import held_ports
from streams.pager.acknowledging import Acknowledging
from streams.pager.counters import Counters
from streams.pager.roster import Roster
from streams.pager.stage import Means, PagerStage
from streams.pager.webhook import BODY_LIMIT, Webhook
from streams.topics import TopicNames
from tests.integration.paging import say_until_taken
from tests.patience import SOON_S
from tests.streams.pager.fakes import make_alert

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
TOKEN = "let-me-in"  # noqa: S105 - of this test
TAKEN = {
    "event": {
        "id": "01ABC",
        "event_type": "incident.acknowledged",
        "occurred_at": "2026-03-01T09:00:00Z",
        "agent": {"id": "PXPGF42", "type": "user_reference"},
        "data": {"incident_key": "a1"},
    }
}


class Door:
    """A webhook that serves, what it wrote, and whether Kafka takes it."""

    def __init__(self, base_url: str, roster: Roster) -> None:
        self.roster = roster
        self.written: list[Any] = []
        self.kafka_is_there = True
        self.client = httpx.AsyncClient(base_url=base_url, headers={"authorization": f"Bearer {TOKEN}"})

    async def produce(self, _: bytes, value: bytes) -> None:
        if not self.kafka_is_there:
            raise KafkaTimeoutError
        self.written.append(orjson.loads(value))


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    roster = Roster()
    roster.take(make_alert().to_json())
    roster.complete.set()
    with held_ports(1) as (port,):
        door = Door(f"http://127.0.0.1:{port}", roster)
        acknowledging = Acknowledging(roster, door.produce, Counters(), lambda: NOW)
        runner = web.AppRunner(Webhook(f"127.0.0.1:{port}", TOKEN, roster, acknowledging).application)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        async with door.client:
            yield door
        await runner.cleanup()


async def test_an_acknowledgement_at_pagerduty_becomes_an_event(door: Door) -> None:
    assert (await door.client.post("/pagerduty", json=TAKEN)).status_code == 202
    assert (await door.client.post("/pagerduty", json=TAKEN)).status_code == 202
    first, again = door.written
    assert first == again
    assert (first["type"], first["patient_id"], first["by"]) == ("alert-acknowledged", "MRN-4711", "pagerduty:PXPGF42")


async def test_a_worklist_says_it_with_a_code(door: Door) -> None:
    said = {"id": "w1", "alert_id": "a1", "by": "nurse-3", "reason": "expected", "at": "2026-03-01T09:00:00Z"}
    assert (await door.client.post("/acknowledgements", json=said)).status_code == 202
    assert [event["reason"] for event in door.written] == ["expected"]
    assert (await door.client.post("/acknowledgements", json={**said, "reason": "so"})).status_code == 400


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", TOKEN, "Bearer let-me-in-please"])
async def test_without_the_token_nobody_is_let_in(door: Door, header: str) -> None:
    answer = await door.client.post("/pagerduty", json=TAKEN, headers={"authorization": header})
    assert (answer.status_code, door.written) == (401, [])


async def test_what_it_does_not_know_it_ignores_and_says_so(door: Door) -> None:
    unknown = {"event": {**TAKEN["event"], "data": {"incident_key": "a2"}}}
    answer = await door.client.post("/pagerduty", json=unknown)
    assert (answer.status_code, answer.json(), door.written) == (200, {"ignored": "unknown-alert"}, [])


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b"[" * 60_000, b'{"event": NaN}'])
async def test_what_cannot_be_read_is_refused(door: Door, body: bytes) -> None:
    assert (await door.client.post("/pagerduty", content=body)).status_code == 400


async def test_a_body_beyond_the_limit_is_not_read(door: Door) -> None:
    assert (await door.client.post("/pagerduty", content=b" " * (BODY_LIMIT + 1))).status_code == 413


async def test_while_kafka_is_away_or_alerts_are_not_known_yet_the_caller_is_asked_to_come_again(door: Door) -> None:
    door.kafka_is_there = False
    assert (await door.client.post("/pagerduty", json=TAKEN)).status_code == 503
    door.roster.complete.clear()
    assert (await door.client.post("/pagerduty", json=TAKEN)).status_code == 503


@pytest.fixture
def listen() -> Iterator[str]:
    """Where a webhook may listen."""
    with held_ports(1) as (port,):
        yield f"127.0.0.1:{port}"


async def test_from_the_alert_on_its_topic_to_the_event_on_another(installation: Settings, listen: str) -> None:
    names, stop = TopicNames(installation.topics.prefix), asyncio.Event()
    topic = names.inbound(Inbound.CLINICAL_EVENTS)
    pager = PagerSettings(listen=listen, token=SecretStr(TOKEN))
    means = Means(installation.model_copy(update={"pager": pager}), lambda: NOW, lambda _: None)
    async with AIOKafkaProducer(bootstrap_servers=installation.kafka.bootstrap) as producer:
        await producer.send_and_wait(names.alerts, make_alert().to_json(), key=b"a1")
    stage = asyncio.create_task(PagerStage(means).run(stop))
    async with (
        AIOKafkaConsumer(
            topic, bootstrap_servers=installation.kafka.bootstrap, auto_offset_reset="earliest"
        ) as consumer,
        httpx.AsyncClient(headers={"authorization": f"Bearer {TOKEN}"}) as client,
        asyncio.timeout(SOON_S),
    ):
        await say_until_taken(client, f"http://{listen}/pagerduty", TAKEN)
        record = await consumer.getone()
        stop.set()
        await stage
    assert (record.key, orjson.loads(record.value or b"")["alert_id"]) == (b"MRN-4711", "a1")
