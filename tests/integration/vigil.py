"""What tests do with the vigil: short bounds, and waiting for what it says on `operations`."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime

from aiokafka import AIOKafkaConsumer, TopicPartition

from models.alerts import Alert
from models.settings import Settings
from streams.connection import client_arguments
from streams.topics import TopicNames
from tests.integration.conftest import PARTITIONS
from tests.patience import LOOK_S, SOON_S

CALM = {
    "NATWATCH_VIGIL__KEEP": "true",
    "NATWATCH_VIGIL__HEARTBEAT": "1 s",
    "NATWATCH_VIGIL__SILENCE": "60 s",
    "NATWATCH_VIGIL__CANARY": "5 s",
    "NATWATCH_VIGIL__CANARY_WITHIN": "60 s",
    "NATWATCH_VIGIL__LAG": "60 s",
}
"""Where nothing is wrong: what takes long on a busy machine is not to be called wrong."""
SHORT = {
    **CALM,
    "NATWATCH_VIGIL__SILENCE": "8 s",
    "NATWATCH_VIGIL__CANARY_WITHIN": "8 s",
    "NATWATCH_VIGIL__LAG": "8 s",
}
"""Where something goes wrong: it is soon said."""


async def operations(settings: Settings) -> list[Alert]:
    """Every revision on `operations`, in the order in which they were made."""
    topic = TopicNames(settings.topics.prefix).operations
    consumer = AIOKafkaConsumer(
        **client_arguments(settings.kafka), isolation_level="read_committed", fetch_max_wait_ms=20
    )
    await consumer.start()
    try:
        consumer.assign(places := [TopicPartition(topic, partition) for partition in range(PARTITIONS)])
        for place in places:
            # A seek_to_beginning would race with the seek to the end that aiokafka makes by itself.
            consumer.seek(place, 0)
        ends = await consumer.end_offsets(places)
        found = []
        while any([await consumer.position(place) < end for place, end in ends.items()]):
            for records in (await consumer.getmany(timeout_ms=200)).values():
                found += [Alert.model_validate_json(record.value or b"") for record in records]
    finally:
        await consumer.stop()
    return sorted(found, key=lambda alert: (alert.changed_at, alert.revision))


async def said(
    settings: Settings, enough: Callable[[Sequence[str]], bool], since: datetime | None = None
) -> list[Alert]:
    """The operations alerts, as soon as enough were opened since; each in short is `rule subject change`."""
    ends = asyncio.get_running_loop().time() + SOON_S
    while True:
        alerts = [alert for alert in await operations(settings) if since is None or alert.opened_at >= since]
        if enough(shorts := [short(alert) for alert in alerts]):
            return alerts
        assert asyncio.get_running_loop().time() < ends, shorts
        await asyncio.sleep(LOOK_S)


async def quiet(settings: Settings) -> None:
    """Wait until nothing fires: while the first of several workers is alone, it misses the others."""
    await said(settings, lambda shorts: sum(1 if each.endswith("opened") else -1 for each in shorts) == 0)


def short(alert: Alert) -> str:
    return f"{alert.rule} {alert.subject} {alert.change}"
