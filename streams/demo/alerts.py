"""The alerts of the demo, read as a pager system would read them."""

from collections.abc import AsyncIterator, Callable

from aiokafka import AIOKafkaConsumer, TopicPartition

from models.alerts import Alert
from models.settings import Settings
from streams.connection import client_arguments
from streams.topics import TopicNames

_FETCH_MS = 200


async def watch(settings: Settings, tell: Callable[[Alert], None]) -> None:
    """Tell of every committed revision as it comes, until cancelled."""
    async for alert in _revisions(settings):
        tell(alert)


async def all_so_far(settings: Settings) -> list[Alert]:
    """Every committed revision that the topic holds now."""
    return [alert async for alert in _revisions(settings, to_end=True)]


async def _revisions(settings: Settings, *, to_end: bool = False) -> AsyncIterator[Alert]:
    topic = TopicNames(settings.topics.prefix).alerts
    consumer = AIOKafkaConsumer(
        topic,
        **client_arguments(settings.kafka),
        isolation_level="read_committed",
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        fetch_max_wait_ms=_FETCH_MS,
    )
    await consumer.start()
    try:
        places = [TopicPartition(topic, number) for number in sorted(consumer.partitions_for_topic(topic) or ())]
        ends = await consumer.end_offsets(places) if to_end else {}
        while True:
            for records in (await consumer.getmany(timeout_ms=_FETCH_MS)).values():
                for record in records:
                    if record.value is not None:
                        yield Alert.model_validate_json(record.value)
            if to_end and await _read_to(consumer, ends):
                return
    finally:
        await consumer.stop()


async def _read_to(consumer: AIOKafkaConsumer, ends: dict[TopicPartition, int]) -> bool:
    for place, end in ends.items():
        if await consumer.position(place) < end:
            return False
    return True
