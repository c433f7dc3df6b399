"""One real Apache Kafka for the whole test session; each test takes a prefix of its own."""

import secrets
from collections.abc import Iterator

import pytest

from streams.embedded import EmbeddedKafka


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedKafka]:
    with EmbeddedKafka(tmp_path_factory.mktemp("kafka")) as node:
        yield node


@pytest.fixture
def prefix() -> str:
    """What this test puts before its topics, groups and transactional ids."""
    return f"t{secrets.token_hex(4)}-"
