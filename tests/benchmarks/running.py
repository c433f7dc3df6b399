"""What benchmarks run on: an Apache Kafka, and the topics of an installation, begun as a worker begins them."""

from collections.abc import Iterator

import pytest

from models.settings import KafkaSettings, Settings, TopicSettings
from streams import clock, compose
from streams.connection import client_arguments
from streams.embedded import EmbeddedKafka
from streams.monitor.clients import Clients
from streams.monitor.first_lines import write_first_lines
from streams.topics.administration import create_topics
from streams.topics.cluster import connected

PARTITIONS = 4


@pytest.fixture(scope="module")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KafkaSettings]:
    with EmbeddedKafka(tmp_path_factory.mktemp("kafka")) as kafka:
        yield KafkaSettings(bootstrap=kafka.bootstrap)


async def installed(kafka: KafkaSettings, prefix: str) -> Settings:
    settings = Settings(kafka=kafka, topics=TopicSettings(prefix=prefix))
    async with connected(kafka) as cluster:
        await create_topics(cluster, settings, PARTITIONS, 1, lambda _: None)
    # Patients are not to be judged anew by a policy that comes after them.
    ground = await compose.found(settings)
    clients = Clients(client_arguments(kafka), ground.names)
    await write_first_lines(clients, compose.rulings(ground), clock.now)
    return settings
