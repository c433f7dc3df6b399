"""What commands take from the command line besides words: instants, policies, files of lines."""

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from models import instants
from models.policy import Policy, PolicyError


class InstantType(click.ParamType):
    """An instant with an offset, RFC 3339."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:  # noqa: ANN401 - click's signature
        """The instant that is meant."""
        try:
            return value if isinstance(value, datetime) else instants.parse(value)
        except instants.BadInstantError:
            self.fail(f"{value!r} is no instant; write for example 2026-03-01T08:00:00Z", param, ctx)


class PolicyType(click.ParamType):
    """A policy file."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Policy:  # noqa: ANN401 - click's signature
        """The policy in that file."""
        if isinstance(value, Policy):
            return value
        try:
            return Policy.parse(Path(value).read_text(encoding="utf-8-sig"))
        except OSError as error:
            self.fail(f"{value} cannot be read: {error.strerror}", param, ctx)
        except UnicodeDecodeError:
            self.fail(f"{value} is not UTF-8", param, ctx)
        except PolicyError as error:
            raise click.ClickException(f"{value}: {error}") from error


INSTANT = InstantType()
POLICY = PolicyType()


def lines_of(name: str) -> Iterator[bytes]:
    """The lines of a file; `-` is standard input.

    Raises:
        click.FileError: it cannot be read.
    """
    try:
        if name == "-":
            yield from sys.stdin.buffer
        else:
            with Path(name).open("rb") as file:
                yield from file
    except OSError as error:
        raise click.FileError("standard input" if name == "-" else name, error.strerror or str(error)) from error
