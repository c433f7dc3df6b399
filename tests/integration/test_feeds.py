"""Feeds that fall silent against their habit, and feeds that are flooded, on a real broker."""

import asyncio
import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from aiokafka import AIOKafkaProducer

from models.alerts import Alert
from models.settings import Inbound, Settings
from streams import clock
from streams.connection import client_arguments
from streams.topics import TopicNames
from tests.integration.health import Door, asked
from tests.integration.installation import event, send
from tests.integration.vigil import CALM, operations, said, short

WEEK, MINUTE = timedelta(days=7), timedelta(minutes=1)
WELL = event("lab-result", 1, 9, result_id="r", status="final", analyte="alt", value=20, unit="U/L")
BOUNDS = {**CALM, "NATWATCH_VIGIL__FLOOD_WINDOW": "10 s"}


async def test_feeds_that_are_silent_or_flooded_are_said_each_and_what_is_well_again_is_over(
    installation: Settings, tmp_path: Path
) -> None:
    """Side by side, as they are different feeds of one installation."""
    await _record_habits(installation)
    await send(installation, [(Inbound.FHIR, _observation(number, "1742-6")) for number in range(60)] + UNKNOWN)
    async with asked(installation, tmp_path / "log", **BOUNDS) as (workers, door):
        workers.start()
        async with asyncio.TaskGroup() as group:
            group.create_task(silent_at_an_hour_at_which_it_never_was_until_it_is_heard(installation, door))
            group.create_task(flooded_with_what_cannot_be_read_until_it_ebbs(installation, door))
            group.create_task(unknown_codes_where_results_used_to_be(installation, door))
        opened = [each for each in map(short, await operations(installation)) if each.endswith("opened")]

    assert sorted(opened) == [
        "feed-silent infusions opened",
        "rejected-flood lab-results opened",
        "unmapped-flood fhir-resources opened",
    ]


async def _about(settings: Settings, what: str, *changes: str) -> Alert:
    """Waits until that was said of it, whatever is said of it by now; gives the last of that."""
    wanted = [f"{what} {change}" for change in changes]

    def course(shorts: Sequence[str]) -> list[str]:
        return [each for each in shorts if each.startswith(what)]

    alerts = await said(settings, lambda shorts: course(shorts)[: len(wanted)] == wanted)
    return next(alert for alert in reversed(alerts) if short(alert) == wanted[-1])


async def silent_at_an_hour_at_which_it_never_was_until_it_is_heard(installation: Settings, door: Door) -> None:
    opened = await _about(installation, "feed-silent infusions", "opened")
    assert await door.value("natwatch_feed_expected_messages", topic="preparations") == 0
    await send(installation, [(Inbound.INFUSIONS, WELL)])
    await _about(installation, "feed-silent infusions", "opened", "resolved")

    assert opened.severity == "warning"
    assert "infusions is silent for" in opened.summary
    assert "deploy/runbook.md#feed-silent" in opened.action


async def flooded_with_what_cannot_be_read_until_it_ebbs(installation: Settings, door: Door) -> None:
    await door.reaches("natwatch_heartbeats_sent_total", 3)
    await send(installation, [(Inbound.LAB_RESULTS, b"poison")] * 60 + [(Inbound.CLINICAL_EVENTS, WELL)] * 60)
    opened = await _about(installation, "rejected-flood lab-results", "opened")
    await _about(installation, "rejected-flood lab-results", "opened", "resolved")

    found = re.match(r"(\d+) of (\d+) parts of messages of lab-results", opened.summary)
    assert found
    assert found[1] == found[2]


async def unknown_codes_where_results_used_to_be(installation: Settings, door: Door) -> None:
    await door.reaches("natwatch_intake_parts_total", 120, topic="fhir-resources")
    seen = await door.value("natwatch_heartbeats_sent_total") or 0
    await door.reaches("natwatch_heartbeats_sent_total", seen + 14)
    await send(installation, UNKNOWN)
    opened = await _about(installation, "unmapped-flood fhir-resources", "opened")

    assert "have unknown codes; 0 were accepted" in opened.summary


async def _record_habits(installation: Settings) -> None:
    """Infusions came every minute in other weeks; of preparations there was one ever."""
    now = clock.now()
    habit = (now - week * WEEK - minute * MINUTE for week in (3, 2, 1) for minute in range(60, -60, -1))
    await _record(installation, Inbound.INFUSIONS, [*habit, now - 30 * MINUTE])
    await _record(installation, Inbound.PREPARATIONS, [now - 30 * MINUTE])


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


UNKNOWN = [(Inbound.FHIR, _observation(number, "9999-0")) for number in range(60)]
