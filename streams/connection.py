"""How any client of ours reaches Kafka."""

import ssl
from collections.abc import Mapping
from typing import Any

from models.settings import KafkaSettings, Security
from streams.refusal import Refusal

_PROTOCOLS = {
    Security.PLAINTEXT: "PLAINTEXT",
    Security.SSL: "SSL",
    Security.SASL_PLAINTEXT: "SASL_PLAINTEXT",
    Security.SASL_SSL: "SASL_SSL",
}


class UnreachableError(Refusal):
    """Kafka cannot be reached, or does not let us in."""


def client_arguments(kafka: KafkaSettings) -> Mapping[str, Any]:
    """The keyword arguments that every aiokafka client takes for the connection.

    Raises:
        UnreachableError: a file of the TLS settings cannot be used.
    """
    arguments: dict[str, Any] = {
        "bootstrap_servers": kafka.bootstrap.split(","),
        "security_protocol": _PROTOCOLS[kafka.security],
    }
    if kafka.security in {Security.SSL, Security.SASL_SSL}:
        arguments["ssl_context"] = tls(kafka)
    if kafka.security in {Security.SASL_PLAINTEXT, Security.SASL_SSL}:
        arguments |= {
            "sasl_mechanism": kafka.mechanism.value,
            "sasl_plain_username": kafka.username,
            "sasl_plain_password": kafka.password.get_secret_value(),
        }
    return arguments


def tls(kafka: KafkaSettings) -> ssl.SSLContext:
    """The TLS side of the connection: always checks the broker's certificate and name.

    Raises:
        UnreachableError: a file cannot be used.
    """
    try:
        context = ssl.create_default_context(cafile=kafka.ca_file)
        if kafka.certificate_file:
            password = kafka.key_password.get_secret_value() or None
            context.load_cert_chain(kafka.certificate_file, kafka.key_file, password)
    except OSError as error:
        raise UnreachableError(
            f"The TLS files cannot be used ({error.strerror or type(error).__name__}): "
            "check kafka.ca_file, kafka.certificate_file and kafka.key_file."
        ) from error
    return context


def unreachable(kafka: KafkaSettings) -> UnreachableError:
    """What to say when no broker answers."""
    return UnreachableError(
        f"Kafka at {kafka.bootstrap} cannot be reached: check that it runs, kafka.bootstrap and kafka.security."
    )
