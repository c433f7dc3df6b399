"""A broker that lets nobody in without proof and nobody do what is not granted, and workers that use it."""

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from streams import environment
from streams.embedded import EmbeddedKafka
from tests.deploy.certificates import Certificates
from tests.patience import SOON_S

USERS = ("administrator", "intake", "pager", "reader", "stranger")
CLIENT = "natwatch-monitor"
"""The principal of the client certificate."""


def password(user: str) -> str:
    return f"pass-of-{user}"


def broker(folder: Path, certificates: Certificates) -> EmbeddedKafka:
    """Its plaintext listener is the super user's; `SCRAM`, `PLAIN` and `MUTUAL` are for everybody else."""
    jaas = "org.apache.kafka.common.security.{}LoginModule required{};"
    known = "".join(f' user_{user}="{password(user)}"' for user in USERS)
    properties = {
        "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "super.users": "User:ANONYMOUS",
        "ssl.keystore.type": "PEM",
        "ssl.keystore.location": str(certificates.broker),
        "ssl.truststore.type": "PEM",
        "ssl.truststore.location": str(certificates.authority),
        "ssl.principal.mapping.rules": "RULE:^CN=([^,]+).*$/$1/,DEFAULT",
        "sasl.enabled.mechanisms": "SCRAM-SHA-512,PLAIN",
        "listener.name.scram.sasl.enabled.mechanisms": "SCRAM-SHA-512",
        "listener.name.scram.scram-sha-512.sasl.jaas.config": jaas.format("scram.Scram", ""),
        "listener.name.plain.sasl.enabled.mechanisms": "PLAIN",
        "listener.name.plain.plain.sasl.jaas.config": jaas.format("plain.Plain", known),
        "listener.name.mutual.ssl.client.auth": "required",
    }
    return EmbeddedKafka(
        folder,
        properties,
        listeners={"SCRAM": "SASL_SSL", "PLAIN": "SASL_SSL", "MUTUAL": "SSL"},
        scram={user: password(user) for user in USERS},
    )


@dataclass(frozen=True, slots=True)
class Secured:
    """The broker, and what a client has to be told to use it."""

    kafka: EmbeddedKafka
    certificates: Certificates

    @property
    def super_user(self) -> Mapping[str, Any]:
        """What a client of Kafka is told that may do everything."""
        return {"bootstrap_servers": self.kafka.bootstrap}

    def variables(self, user: str, **changed: str) -> Mapping[str, str]:
        """The environment of a natwatch that is this user by SCRAM; `changed` by the end of the variable's name."""
        ours = {
            "KAFKA__BOOTSTRAP": self.kafka.address("SCRAM"),
            "KAFKA__SECURITY": "sasl-ssl",
            "KAFKA__CA_FILE": str(self.certificates.authority),
            "KAFKA__USERNAME": user,
            "KAFKA__PASSWORD": password(user),
            "PRIVACY__KEY": "key",
            "HEALTH__LISTEN": "",
            **changed,
        }
        return {**environment.variables(), **{f"NATWATCH_{name}": value for name, value in ours.items()}}

    def by_certificate(self) -> Mapping[str, str]:
        """The environment of a natwatch that proves who it is by its certificate alone."""
        return self.variables(
            "",
            KAFKA__BOOTSTRAP=self.kafka.address("MUTUAL"),
            KAFKA__SECURITY="ssl",
            KAFKA__CERTIFICATE_FILE=str(self.certificates.client),
            KAFKA__KEY_FILE=str(self.certificates.client_key),
        )

    def by_plain(self, user: str) -> Mapping[str, str]:
        """The environment of a natwatch that shows name and password as they are, within TLS."""
        return self.variables(user, KAFKA__BOOTSTRAP=self.kafka.address("PLAIN"), KAFKA__MECHANISM="PLAIN")


def natwatch(variables: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs a command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "streams.cli", *arguments],
        env=variables,
        capture_output=True,
        text=True,
        timeout=SOON_S,
        check=False,
    )
