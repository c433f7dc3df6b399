"""Puts the sources together and checks what comes out."""

import difflib
import ipaddress
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from models.settings import KafkaSettings, Security, Settings
from streams.settings.errors import SettingsError
from streams.settings.secrets import fetched, refuse_written
from streams.settings.sources import Given, from_environment, from_flags, from_toml


def read(flags: Mapping[str, object], environment: Mapping[str, str], config: Path | None = None) -> Settings:
    """The settings: flags over environment over config file over defaults.

    Args:
        flags: by dotted setting; `None` is a flag that was not given.
        environment: all variables of the process; those that begin with NATWATCH_ are ours.
        config: the TOML file, if any.

    Raises:
        SettingsError: with all faults that could be found at once.
    """
    written = from_toml(config) if config else {}
    refuse_written(written)
    # A secret of one source and its file of another are not "both given": the stronger source wins as a whole.
    table = fetched(written) | fetched(from_environment(environment)) | from_flags(flags)
    faults = list(_unknown(table))
    if faults:
        raise SettingsError(faults)
    try:
        settings = Settings.model_validate(_nested(table))
    except ValidationError as error:
        raise SettingsError(_sentence(detail, table) for detail in error.errors()) from None
    faults = list(_unsafe(settings.kafka))
    if faults:
        raise SettingsError(faults)
    return settings


def known() -> list[str]:
    """Every setting there is, as `section.key`."""
    return [
        f"{section}.{key}"
        for section, field in Settings.model_fields.items()
        for key in getattr(field.annotation, "model_fields", {})
    ]


def _unknown(table: Mapping[str, Given]) -> Iterator[str]:
    for setting, given in table.items():
        if setting not in known():
            near = difflib.get_close_matches(setting, known(), n=1, cutoff=0.8)
            yield f"{given.place} is not a setting" + (f"; did you mean {near[0]}?" if near else ".")


def _nested(table: Mapping[str, Given]) -> dict[str, dict[str, object]]:
    nested: dict[str, dict[str, object]] = {}
    for setting, given in table.items():
        section, _, key = setting.partition(".")
        nested.setdefault(section, {})[key] = given.value
    return nested


def _sentence(detail: ErrorDetails, table: Mapping[str, Given]) -> str:
    place = table[".".join(str(step) for step in detail["loc"][:2])].place
    message = detail["msg"].removeprefix("Value error, ").removeprefix("Input ")
    message = message if message.startswith(("must", "should")) else f"is not valid: {message}"
    return f"{place} {message.replace('should', 'must', 1)}."


def _unsafe(kafka: KafkaSettings) -> Iterator[str]:
    encrypted = kafka.security in {Security.SSL, Security.SASL_SSL}
    if not encrypted and not kafka.allow_plaintext and not all(map(_loopback, kafka.bootstrap.split(","))):
        yield (
            "kafka.security would send patient data unencrypted to another machine: set it to ssl or sasl-ssl, "
            "or set kafka.allow_plaintext to true if that is meant."
        )
    if kafka.security in {Security.SASL_SSL, Security.SASL_PLAINTEXT} and not (
        kafka.username and kafka.password.get_secret_value()
    ):
        yield f"kafka.security {kafka.security} needs kafka.username and kafka.password."
    if (kafka.certificate_file is None) != (kafka.key_file is None):
        yield "kafka.certificate_file and kafka.key_file belong together: set both, or neither."


def _loopback(address: str) -> bool:
    host = address.rpartition(":")[0].strip("[]")
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
