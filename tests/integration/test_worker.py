"""A whole worker on a real Kafka: hospital messages in, alerts out, whatever else stands on the line."""

import asyncio
import random
from collections.abc import Sequence
from pathlib import Path

from aiokafka import AIOKafkaConsumer

from models.alerts import Alert
from models.settings import Inbound, Settings
from streams.connection import client_arguments
from streams.topics import TopicNames
from tests.integration.installation import event, log_of, published, replayed, send, workers
from tests.patience import SOON_S

POISON: Sequence[tuple[bytes | None, str]] = (
    (b"not json", "not-json"),
    (b"\xff\xfe\x00", "not-json"),
    (None, "not-json"),
    (b"[" * 100_000, "not-json"),
    (b'{"type":"lab-result","value":NaN}', "not-json"),
    (b'{"type":"lab-result","type":"lab-result"}', "duplicate-key"),
    (b'{"type":"nothing"}', "unknown-type"),
    (b'{"type":"relapse-reported","event_id":"p"}', "no-patient"),
)
CANONICAL = (Inbound.LAB_RESULTS, Inbound.INFUSIONS, Inbound.PREPARATIONS, Inbound.CLINICAL_EVENTS)
DAY = (
    (Inbound.LAB_RESULTS, event("lab-result", 1, 9, result_id="r", status="final", analyte="alt",
                                value=400, unit="U/L")),
    (Inbound.PREPARATIONS, event("dose-prepared", 2, 8, preparation_id="bag", dose_mg=299,
                                 diluent="glucose-5", diluent_volume_ml=100)),
    (Inbound.INFUSIONS, event("infusion-started", 3, 3, infusion_id="drip", route="iv-bolus")),
    (Inbound.CLINICAL_EVENTS, event("condition-started", 4, 2, condition_id="c",
                                    kind="infection")),
)  # fmt: skip
OPENED = {"liver-uln", "wrong-diluent", "wrong-dose", "prohibited-route", "infused-while-held", "active-infection"}


def _all_opened(alerts: Sequence[Alert]) -> bool:
    return {alert.rule for alert in alerts} >= OPENED


async def test_events_of_all_four_topics_become_the_alerts_that_a_replay_gives(
    installation: Settings, tmp_path: Path
) -> None:
    async with workers(installation, tmp_path / "log") as running:
        running.start()
        await send(installation, DAY)
        alerts = await published(installation, _all_opened)

    assert {alert.to_json() for alert in alerts} == replayed(await log_of(installation), alerts)
    assert len({(alert.alert_id, alert.revision) for alert in alerts}) == len(alerts)


async def test_poison_in_every_topic_is_kept_with_its_reason_and_delays_nothing(
    installation: Settings, tmp_path: Path
) -> None:
    poison = [(topic, value) for topic in CANONICAL for value, _ in POISON]
    async with workers(installation, tmp_path / "log") as running:
        running.start()
        await send(installation, [*poison, *DAY, *poison])
        await published(installation, _all_opened)
        kept = await _rejected(installation, 2 * len(poison))

    assert sorted(kept) == sorted(2 * len(CANONICAL) * [(value or b"", reason) for value, reason in POISON])


async def _rejected(settings: Settings, count: int) -> list[tuple[bytes, str]]:
    topic = TopicNames(settings.topics.prefix).rejected_events
    consumer = AIOKafkaConsumer(topic, **client_arguments(settings.kafka), auto_offset_reset="earliest")
    await consumer.start()
    try:
        found = [await asyncio.wait_for(anext(consumer), SOON_S) for _ in range(count)]
    finally:
        await consumer.stop()
    return [(record.value or b"", dict(record.headers)["natwatch-reason"].decode()) for record in found]


async def test_a_worker_killed_again_and_again_loses_no_message_and_doubles_no_alert(
    installation: Settings, tmp_path: Path
) -> None:
    chance = random.Random(4711)
    results = [
        (Inbound.LAB_RESULTS, event("lab-result", number, 9, result_id=f"r{number}",
                                    status="final", analyte="alt", value=number, unit="U/L"))
        for number in range(1, 1500)
    ]  # fmt: skip
    async with workers(installation, tmp_path / "log") as running:
        running.start()
        sending = asyncio.create_task(send(installation, results))
        for _ in range(4):
            await asyncio.sleep(chance.uniform(1, 3))
            running.kill()
            running.start()
        await sending
        last = [(Inbound.CLINICAL_EVENTS, event("condition-started", 9999, 2, condition_id="c",
                                                kind="infection")),
                (Inbound.CLINICAL_EVENTS, event("therapy-started", 9998, 10))]  # fmt: skip
        await send(installation, last)
        alerts = await published(installation, lambda alerts: "active-infection" in {alert.rule for alert in alerts})

    log = b"\n".join(await log_of(installation))
    assert all(b'"e%d"' % number in log for number in range(1, 1500))
    assert len({(alert.alert_id, alert.revision) for alert in alerts}) == len(alerts)
    assert {alert.to_json() for alert in alerts} <= replayed(await log_of(installation), alerts)


async def test_no_patient_is_named_in_what_a_worker_logs(installation: Settings, tmp_path: Path) -> None:
    async with workers(installation, tmp_path / "log") as running:
        running.start()
        await send(installation, [*DAY, (Inbound.LAB_RESULTS, b'{"type":"lab-result","patient_id":"secret-4711"}')])
        await published(installation, _all_opened)

    said = (tmp_path / "log").read_text()
    assert '"event"' in said
    assert "secret-4711" not in said
