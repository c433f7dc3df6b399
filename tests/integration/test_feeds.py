"""Feeds that fall silent against their habit, and feeds that are flooded, on a real broker."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from aiokafka import AIOKafkaProducer

from models.settings import Inbound, Settings
from streams import clock
from streams.connection import client_arguments
from streams.topics import TopicNames
from tests.integration.health import asked
from tests.integration.installation import event, send
from tests.integration.vigil import SHORT, said, short

WEEK, MINUTE = timedelta(days=7), timedelta(minutes=1)
WELL = event("lab-result", 1, 9, result_id="r", status="final", analyte="alt", value=20, unit="U/L")


async def test_a_feed_that_is_silent_at_an_hour_at_which_it_never_was_is_said_to_be_until_it_is_heard(
    installation: Settings, tmp_path: Path
) -> None:
    now = clock.now()
    habit = (now - week * WEEK - minute * MINUTE for week in (3, 2, 1) for minute in range(60, -60, -1))
    await _record(installation, Inbound.INFUSIONS, [*habit, now - 30 * MINUTE])
    await _record(installation, Inbound.PREPARATIONS, [now - 30 * MINUTE])
    async with asked(installation, tmp_path / "log", **SHORT) as (workers, door):
        workers.start()
        (opened,) = await said(installation, bool)
        assert short(opened) == "feed-silent infusions opened"
        assert await door.value("natwatch_feed_expected_messages", topic="preparations") == 0
        await send(installation, [(Inbound.INFUSIONS, WELL)])
        await said(installation, lambda shorts: shorts[1:] == ["feed-silent infusions resolved"])

    assert opened.severity == "warning"
    assert "infusions is silent for" in opened.summary
    assert "deploy/runbook.md#feed-silent" in opened.action


async def _record(settings: Settings, topic: Inbound, instants: Iterable[datetime]) -> None:
    """Messages of earlier instants, as their records say."""
    producer = AIOKafkaProducer(**client_arguments(settings.kafka))
    await producer.start()
    try:
        for instant in instants:
            at = int(instant.timestamp() * 1000)
            await producer.send(TopicNames(settings.topics.prefix).inbound(topic), WELL, partition=0, timestamp_ms=at)
        await producer.flush()
    finally:
        await producer.stop()


async def test_a_flood_of_what_cannot_be_read_is_said_of_its_feed_and_is_over_when_it_ebbs(
    installation: Settings, tmp_path: Path
) -> None:
    async with asked(installation, tmp_path / "log", **SHORT) as (workers, door):
        workers.start()
        await door.reaches("natwatch_heartbeats_sent_total", 3)
        await send(installation, [(Inbound.LAB_RESULTS, b"poison")] * 60 + [(Inbound.INFUSIONS, WELL)] * 60)
        (opened,) = await said(installation, bool)
        await said(installation, lambda shorts: shorts[1:] == ["rejected-flood lab-results resolved"])

    assert short(opened) == "rejected-flood lab-results opened"
    assert "60 of 60 parts of messages of lab-results" in opened.summary


async def test_unknown_codes_where_results_used_to_be_are_a_flood(installation: Settings, tmp_path: Path) -> None:
    usual = [(Inbound.FHIR, _observation(number, "1742-6")) for number in range(60)]
    usual += [(Inbound.FHIR, _observation(number, "9999-0")) for number in range(60)]
    async with asked(installation, tmp_path / "log", **SHORT) as (workers, door):
        await send(installation, usual)
        workers.start()
        await door.reaches("natwatch_intake_parts_total", 120)
        await door.reaches("natwatch_heartbeats_sent_total", 25)
        await send(installation, usual[60:])
        (opened,) = await said(installation, bool)

    assert short(opened) == "unmapped-flood fhir-resources opened"
    assert "have unknown codes; 0 were accepted" in opened.summary


def _observation(number: int, loinc: str) -> bytes:
    return msgspec.json.encode(
        {
            "resourceType": "Observation",
            "id": f"o{number}-{loinc}",
            "status": "final",
            "subject": {"reference": "Patient/4711"},
            "code": {"coding": [{"system": "http://loinc.org", "code": loinc}]},
            "effectiveDateTime": "2026-03-01T08:00:00+01:00",
            "valueQuantity": {"value": 20, "unit": "U/L", "system": "http://unitsofmeasure.org", "code": "U/L"},
        }
    )
