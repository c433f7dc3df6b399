"""Where settings are written: each source as a flat table of `section.key` to what is there and where."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from streams.settings.errors import SettingsError

_PREFIX = "NATWATCH_"


@dataclass(frozen=True, slots=True)
class Given:
    """A value as somebody gave it, and how that person would name the place."""

    value: object
    place: str


def from_flags(flags: Mapping[str, object]) -> dict[str, Given]:
    """The flags that were given, by the setting that they set (`None` is: not given)."""
    return {
        setting: Given(value, f"--{setting.rpartition('.')[2]}")
        for setting, value in flags.items()
        if value is not None
    }


def from_environment(environment: Mapping[str, str]) -> dict[str, Given]:
    """The variables `NATWATCH_SECTION__KEY`."""
    return {
        name.removeprefix(_PREFIX).lower().replace("__", "."): Given(value, name)
        for name, value in environment.items()
        if name.startswith(_PREFIX)
    }


def from_toml(file: Path) -> dict[str, Given]:
    """The keys of a config file.

    Raises:
        SettingsError: it cannot be read, or is no TOML.
    """
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SettingsError([f"The config file {file} cannot be read: {error.strerror}."]) from error
    except ValueError as error:
        raise SettingsError([f"The config file {file} is not TOML: {error}."]) from error
    return {setting: Given(value, f"{setting} in {file}") for setting, value in _flat(document)}


def _flat(document: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for section, keys in document.items():
        if isinstance(keys, dict):
            yield from ((f"{section}.{key}", value) for key, value in keys.items())
        else:
            yield section, keys
