"""Kafka goes away and comes back: a worker says that it is not ready, lives on, and keeps the vigil again."""

from pathlib import Path

from models.settings import KafkaSettings, Settings, TopicSettings
from streams.embedded import EmbeddedKafka
from streams.topics import TopicNames
from tests.integration.health import asked
from tests.integration.vigil import SHORT, operations, said, short


async def test_without_kafka_a_worker_is_not_ready_lives_on_and_keeps_the_vigil_when_it_is_back(
    kafka: EmbeddedKafka, names: TopicNames, tmp_path: Path
) -> None:
    settings = Settings(kafka=KafkaSettings(bootstrap=kafka.bootstrap), topics=TopicSettings(prefix=names.prefix))
    log = tmp_path / "log"
    async with asked(settings, log, NATWATCH_WORKER__ROLES="pager", **SHORT) as (workers, door):
        workers.start()
        await door.until("/ready", 200)
        await said(settings, lambda shorts: "path-silent intake opened" in shorts)
        kafka.kill()
        away = await door.until("/ready", 503)
        alive = await door.until("/live", 200)
        await door.reaches("natwatch_kafka_reachable", 0)
        kafka.start()
        await door.until("/ready", 200)
        sent = await door.value("natwatch_heartbeats_sent_total") or 0
        await door.reaches("natwatch_heartbeats_sent_total", sent + 3)
        assert workers.alive()
        assert sorted(short(alert) for alert in await operations(settings)) == [
            "canary-unseen alerts opened",
            "path-silent intake opened",
        ]

    assert away.json()["roles"] == {"pager": "no broker of Kafka answers"}
    assert alive.json()["live"]
