"""How any client of ours reaches Kafka."""

import ssl
from collections.abc import Mapping
from typing import Any

from aiokafka.conn import create_conn
from aiokafka.errors import (
    IllegalSaslStateError,
    KafkaConnectionError,
    KafkaError,
    SaslAuthenticationFailed,
    UnsupportedSaslMechanismError,
)

from models.settings import KafkaSettings, Security
from streams.denial import denied
from streams.refusal import Refusal

_PROTOCOLS = {
    Security.PLAINTEXT: "PLAINTEXT",
    Security.SSL: "SSL",
    Security.SASL_PLAINTEXT: "SASL_PLAINTEXT",
    Security.SASL_SSL: "SASL_SSL",
}

_TRY_MS = 5_000


METADATA_AGE_MS = 2_000
"""How soon whoever belongs to a group asks again which partitions its topics have.

The leader of a group shares out the partitions that it knows of. One that was elected before it knew of any, as happens
when the broker was away, gives nobody anything until it asks again: five minutes later, where nothing is said.
"""


class UnreachableError(Refusal):
    """Kafka cannot be reached, or does not let us in."""


def client_arguments(kafka: KafkaSettings) -> Mapping[str, Any]:
    """The keyword arguments that every aiokafka client takes for the connection.

    Raises:
        UnreachableError: a file of the TLS settings cannot be used.
    """
    return {"bootstrap_servers": kafka.bootstrap.split(","), **_credentials(kafka)}


def _credentials(kafka: KafkaSettings) -> dict[str, Any]:
    arguments: dict[str, Any] = {"security_protocol": _PROTOCOLS[kafka.security]}
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


async def unreachable(kafka: KafkaSettings, error: Exception) -> UnreachableError:
    """Why Kafka does not serve us, in a sentence that says what to check or do.

    Where the error is not its answer, the reason is found out by trying once more: aiokafka keeps it to itself.
    """
    if reason := denied(error):
        return UnreachableError(f"{reason}.")
    if found := await tried(kafka):
        return UnreachableError(f"Kafka at {kafka.bootstrap} {_said(found, kafka)}.")
    return UnreachableError(f"Kafka at {kafka.bootstrap} answers, but not in time or not all of it: try again.")


async def tried(kafka: KafkaSettings) -> Exception | None:
    """What comes of connecting to the brokers in turn: nothing where one lets us in, else what the last one says.

    Raises:
        UnreachableError: a file of the TLS settings cannot be used.
    """
    found: Exception | None = None
    for address in kafka.bootstrap.split(","):
        host, _, port = address.rpartition(":")
        try:
            connection = await create_conn(
                host.strip("[]"), int(port), request_timeout_ms=_TRY_MS, **_credentials(kafka)
            )
        except (KafkaError, OSError, TimeoutError) as error:
            found = error
        else:
            connection.close()
            return None
    return found


def _said(error: Exception, kafka: KafkaSettings) -> str:
    match error:
        case ssl.SSLCertVerificationError():
            why = error.verify_message.rstrip(".")
            said = f"shows a certificate that is not trusted ({why}): check kafka.ca_file and kafka.bootstrap"
        case ssl.SSLError():
            said = "does not speak TLS as we do: check the port in kafka.bootstrap, and kafka.security"
        case SaslAuthenticationFailed():
            said = "does not accept the user: check kafka.username, kafka.password and kafka.mechanism"
        case UnsupportedSaslMechanismError():
            said = f"does not offer {kafka.mechanism}: set kafka.mechanism to one that it has"
        case IllegalSaslStateError():
            said = "wants no user name and password at this port: check kafka.bootstrap and kafka.security"
        case ConnectionResetError() | KafkaConnectionError():
            said = (
                "ends the connection while it is made: check that kafka.security is what this port wants, and "
                "kafka.certificate_file where it wants a client certificate"
            )
        case _:
            said = "cannot be reached: check that it runs, kafka.bootstrap and kafka.security"
    return said
