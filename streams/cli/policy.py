"""`natwatch policy check`: whether a policy file is sound, and what it changes."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from models.policy import Policy, PolicyError


@click.group()
def policy() -> None:
    """The site's policy: the numbers and lists that rules compare with."""


@policy.command()
@click.argument("file", type=click.Path(path_type=Path))
def check(file: Path) -> None:
    """Say what is wrong with a policy FILE, by key and line; or what in it differs from this build's defaults."""
    try:
        found = Policy.parse(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise click.ClickException(f"{file} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file} is not UTF-8") from error
    except PolicyError as error:
        for fault in error.faults:
            click.echo(f"{file}: {fault}")
        click.get_current_context().exit(1)
    for key, old, new in _differences(Policy().values(), found.values()):
        click.echo(f"{key}: {new} (default {old})")
    click.echo(f"{file} is sound; version {found.version}", err=True)


def _differences(defaults: Mapping[str, object], values: Mapping[str, object]) -> Iterator[tuple[str, str, str]]:
    old, new = dict(_leaves(defaults)), dict(_leaves(values))
    for key in sorted(old.keys() | new.keys()):
        if old.get(key) != new.get(key):
            yield key, _said(old.get(key)), _said(new.get(key))


def _leaves(values: Mapping[str, object], above: str = "") -> Iterator[tuple[str, object]]:
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value


def _said(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return "not set" if value is None else str(value)
