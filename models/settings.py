"""What an operator sets: the tree of settings, their defaults and what each may be."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, TypeVar
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, SecretStr

from models import instants
from models.analytes import Analyte
from models.section import Length, Section
from models.vigil import VigilSettings

_Chosen = TypeVar("_Chosen")


class Security(StrEnum):
    """How the connection to Kafka is made."""

    PLAINTEXT = "plaintext"
    SSL = "ssl"
    SASL_PLAINTEXT = "sasl-plaintext"
    SASL_SSL = "sasl-ssl"


class Mechanism(StrEnum):
    """How the worker proves who it is, with SASL."""

    PLAIN = "PLAIN"
    SCRAM_256 = "SCRAM-SHA-256"
    SCRAM_512 = "SCRAM-SHA-512"


class Inbound(StrEnum):
    """The six topics that hospitals write to."""

    LAB_RESULTS = "lab-results"
    INFUSIONS = "infusions"
    PREPARATIONS = "preparations"
    CLINICAL_EVENTS = "clinical-events"
    FHIR = "fhir-resources"
    HL7V2 = "hl7v2-messages"


class Role(StrEnum):
    """What one worker can do; the order is that in which its stages are started."""

    INTAKE = "intake"
    MONITOR = "monitor"
    PAGER = "pager"


class PagerKind(StrEnum):
    """Where alerts are delivered to."""

    CONSOLE = "console"
    ALERTMANAGER = "alertmanager"
    PAGERDUTY = "pagerduty"


def _listed(value: object) -> object:
    """A list may be one text with commas, as it is in the environment and in flags."""
    return [item.strip() for item in value.split(",") if item.strip()] if isinstance(value, str) else value


def _known_zone(name: str | None) -> str | None:
    try:
        return name if name is None else ZoneInfo(name).key
    except (ValueError, OSError, LookupError) as error:
        raise ValueError("must be the name of an IANA time zone, such as Europe/Berlin") from error


def _topic_part(value: str) -> str:
    if not re.fullmatch(r"[a-zA-Z0-9._-]{0,100}", value):
        raise ValueError("must be at most 100 letters, digits, dots, underscores and dashes")
    return value


def _some(chosen: tuple[_Chosen, ...]) -> tuple[_Chosen, ...]:
    if not chosen:
        raise ValueError("must name at least one")
    return chosen


def _zoned(value: object) -> object:
    if value is None or (isinstance(value, datetime) and value.tzinfo is not None):
        return value
    try:
        return instants.parse(str(value))
    except instants.BadInstantError as error:
        raise ValueError("must be a time with an offset, such as 2026-03-01T08:00:00+01:00") from error


def _address(value: str) -> str:
    host, colon, port = value.rpartition(":")
    if value and not (host and colon and port.isdecimal() and int(port) < 1 << 16):
        raise ValueError("must be HOST:PORT")
    return value


def _addresses(value: str) -> str:
    if not value.strip(","):
        raise ValueError("must be HOST:PORT, or several with commas between them")
    return ",".join(_address(item.strip()) for item in value.split(","))


class KafkaSettings(Section):
    """How Kafka is reached; files are named by their paths, in PEM form."""

    bootstrap: Annotated[str, AfterValidator(_addresses)] = "127.0.0.1:9092"
    security: Security = Security.PLAINTEXT
    allow_plaintext: bool = False
    """Lets patient data go unencrypted to other machines."""
    ca_file: str | None = None
    certificate_file: str | None = None
    key_file: str | None = None
    key_password: SecretStr = SecretStr("")
    mechanism: Mechanism = Mechanism.SCRAM_512
    username: str = ""
    password: SecretStr = SecretStr("")


class TopicSettings(Section):
    """Which topics this installation has."""

    prefix: Annotated[str, AfterValidator(_topic_part)] = ""
    inbound: Annotated[tuple[Inbound, ...], BeforeValidator(_listed), AfterValidator(_some)] = tuple(Inbound)


class WorkerSettings(Section):
    """Who this worker is and what it does."""

    name: Annotated[str, AfterValidator(_topic_part)] = ""
    """Empty: the name of the machine."""
    roles: Annotated[tuple[Role, ...], BeforeValidator(_listed), AfterValidator(_some)] = tuple(Role)


class PolicySettings(Section):
    """Where the clinical policy is; none: the defaults of this build."""

    file: str | None = None


class IntakeSettings(Section):
    """What intake may assume of the hospital's systems."""

    clock_tolerance: Length = timedelta(minutes=5)
    """How far ahead of our clock an event's time may be."""
    time_zone: Annotated[str | None, AfterValidator(_known_zone)] = None
    """Of HL7 v2 times that have no offset; none: those are rejected."""
    local_codes: Mapping[str, Analyte] = {}
    """The site's own laboratory codes, each with our analyte."""


class PagerSettings(Section):
    """Where alerts go."""

    kind: PagerKind = PagerKind.CONSOLE
    url: str = ""
    key: SecretStr = SecretStr("")
    not_before: Annotated[datetime | None, BeforeValidator(_zoned)] = None
    """What began before it does not page, for a first filling."""
    shadow: bool = False
    """Everything but the pages: logs and counts what would have been sent."""
    listen: Annotated[str, AfterValidator(_address)] = ""
    """HOST:PORT where receivers call back, best on the loopback behind a proxy; empty: nowhere."""
    token: SecretStr = SecretStr("")
    """What a receiver must bring to call back."""
    silences: bool = False
    """A silence at Alertmanager that names one alert_id counts as an acknowledgement."""


class PrivacySettings(Section):
    """What hides who a patient is."""

    key: SecretStr = SecretStr("")
    """Of the HMAC that makes pseudonyms and alert ids."""


class HealthSettings(Section):
    """Where the worker says how it is."""

    listen: Annotated[str, AfterValidator(_address)] = "127.0.0.1:9464"
    """HOST:PORT where it answers `/live`, `/ready` and `/metrics`; empty: nowhere."""


class Settings(Section):
    """All that an operator sets."""

    kafka: KafkaSettings = KafkaSettings()
    topics: TopicSettings = TopicSettings()
    worker: WorkerSettings = WorkerSettings()
    policy: PolicySettings = PolicySettings()
    intake: IntakeSettings = IntakeSettings()
    pager: PagerSettings = PagerSettings()
    privacy: PrivacySettings = PrivacySettings()
    health: HealthSettings = HealthSettings()
    vigil: VigilSettings = VigilSettings()
