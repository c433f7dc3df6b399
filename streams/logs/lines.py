"""Writes one line of the closed set."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import structlog

from streams.logs.events import Event

Loggable: TypeAlias = str | int | float | bool | Sequence[str] | Mapping[str, int] | None


class UnknownFieldError(Exception):
    """A field that the log event is not known to have: a mistake in the program."""


def log(event: Event, **fields: Loggable) -> None:
    """Writes a line.

    Raises:
        UnknownFieldError: a field is none of the event's.
    """
    unknown = fields.keys() - set(event.value.fields)
    if unknown:
        raise UnknownFieldError(f"{event.value.name} has no {', '.join(sorted(unknown))}")
    structlog.get_logger().log(event.value.level, event.value.name, **fields)
