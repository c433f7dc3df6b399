import ssl
from collections.abc import Iterable

import pytest
from faust.auth import SASLCredentials, SSLCredentials

from models.settings import KafkaSettings, Mechanism, Security
from streams.connection import client_arguments
from streams.monitor.application import build_app
from streams.monitor.inbox import Delivery
from streams.topics import TopicNames


class Nobody:
    def assign(self, partitions: Iterable[int]) -> None:
        """Nothing."""

    def revoke(self, partitions: Iterable[int]) -> None:
        """Nothing."""

    async def deliver(self, partition: int, delivery: Delivery) -> None:
        """Nothing."""


async def test_faust_is_told_of_every_broker_and_of_the_group() -> None:
    app = build_app(client_arguments(KafkaSettings(bootstrap="a:1,b:2")), TopicNames("site-"), "one", Nobody())
    assert [str(url) for url in app.conf.broker] == ["kafka://a:1", "kafka://b:2"]
    assert app.conf.id == "site-natwatch-monitor"
    assert app.conf.broker_credentials is None


@pytest.mark.parametrize("mechanism", Mechanism)
@pytest.mark.parametrize("security", [Security.SASL_SSL, Security.SASL_PLAINTEXT])
async def test_faust_proves_who_it_is_as_every_other_client_does(security: Security, mechanism: Mechanism) -> None:
    kafka = KafkaSettings(security=security, mechanism=mechanism, username="natwatch")
    credentials = build_app(client_arguments(kafka), TopicNames(), "one", Nobody()).conf.broker_credentials
    assert isinstance(credentials, SASLCredentials)
    assert (credentials.username, credentials.mechanism.value) == ("natwatch", mechanism.value)
    assert credentials.protocol.value == security.value.replace("-", "_").upper()


async def test_faust_checks_the_broker_where_the_connection_is_encrypted() -> None:
    app = build_app(client_arguments(KafkaSettings(security=Security.SSL)), TopicNames(), "one", Nobody())
    credentials = app.conf.broker_credentials
    assert isinstance(credentials, SSLCredentials)
    assert credentials.context.verify_mode is ssl.CERT_REQUIRED
