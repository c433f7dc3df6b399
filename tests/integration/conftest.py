"""One real Apache Kafka for the whole test session; each test takes a prefix, and so topics and groups, of its own."""

import asyncio
import secrets
from collections.abc import Iterator

import pytest

from models.settings import KafkaSettings, Settings, TopicSettings
from streams.embedded import EmbeddedKafka
from streams.topics import TopicNames
from streams.topics.administration import create_topics
from streams.topics.cluster import connected

PARTITIONS = 4


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedKafka]:
    # Messages of other weeks stay: else they are gone as soon as the broker happens to look for what is too old.
    with EmbeddedKafka(tmp_path_factory.mktemp("kafka"), {"log.retention.ms": "-1"}) as node:
        yield node


@pytest.fixture
def prefix() -> str:
    """What this test puts before its topics, groups and transactional ids."""
    return f"t{secrets.token_hex(4)}-"


@pytest.fixture
def settings(kafka: EmbeddedKafka, prefix: str) -> Settings:
    """The settings of an installation that has no topics yet."""
    return Settings(kafka=KafkaSettings(bootstrap=kafka.bootstrap), topics=TopicSettings(prefix=prefix))


@pytest.fixture
def installation(settings: Settings) -> Settings:
    """The settings of an installation with all its topics, of four partitions each."""

    async def create() -> None:
        async with connected(settings.kafka) as cluster:
            await create_topics(cluster, settings, PARTITIONS, 1, lambda _: None)

    asyncio.run(create())
    return settings


@pytest.fixture
def names(settings: Settings) -> TopicNames:
    return TopicNames(settings.topics.prefix)
