"""Kafka of the fault tests' own: it is killed like everything else. The seed is printed, and can be given."""

import asyncio
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.settings import KafkaSettings, Settings, TopicSettings
from streams import environment
from streams.embedded import EmbeddedKafka
from streams.topics import TopicNames
from streams.topics.administration import create_topics
from streams.topics.cluster import connected
from tests.faults.load import PARTITIONS
from tests.faults.workers import Workers
from tests.patience import SOON_BACK


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedKafka]:
    with EmbeddedKafka(tmp_path_factory.mktemp("kafka"), SOON_BACK) as node:
        yield node


@pytest.fixture
def names(kafka: EmbeddedKafka) -> TopicNames:
    """The names of an installation that has its topics, and nothing in them."""
    settings = Settings(
        kafka=KafkaSettings(bootstrap=kafka.bootstrap), topics=TopicSettings(prefix=f"f{secrets.token_hex(4)}-")
    )

    async def create() -> None:
        async with connected(settings.kafka) as cluster:
            await create_topics(cluster, settings, PARTITIONS, 1, lambda _: None)

    asyncio.run(create())
    return TopicNames(settings.topics.prefix)


@pytest.fixture
def workers(kafka: EmbeddedKafka, names: TopicNames, tmp_path: Path) -> Iterator[Workers]:
    workers = Workers(kafka.bootstrap, names.prefix, tmp_path)
    yield workers
    workers.kill_all()


@pytest.fixture
def seed(capsys: pytest.CaptureFixture[str]) -> int:
    seed = int(environment.variables().get("NATWATCH_SEED") or secrets.randbits(32))
    with capsys.disabled():
        sys.stdout.write(f"NATWATCH_SEED={seed} ")
    return seed
