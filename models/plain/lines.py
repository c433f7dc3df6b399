"""From the bytes of a plain event to its line."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final, TypeAlias, Union

import msgspec

from models import instants
from models.plain.content import QUOTES
from models.plain.instants import instant_text
from models.plain.shapes import SHAPES

_LONGEST: Final = 4_096
_BACKSLASH, _DELETE, _LATIN_1_LEAD = 0x5C, 0x7F, 0xC2
_SECONDS_END: Final = len("2026-03-01T07:00:00")

_decode = msgspec.json.Decoder(Union[tuple(SHAPES)], float_hook=Decimal).decode  # noqa: UP007  as many as there are types
_encode = msgspec.json.Encoder().encode


PlainLine: TypeAlias = tuple[str, bytes]
"""An accepted event: whose it is, and its line as `models.events.line` writes it."""


class PlainLines:
    """Makes lines of plain events that arrive at one instant.

    Args:
        accepted_at: when they are accepted, aware and in UTC.
        tolerance: how far an event may lie ahead of that.
    """

    def __init__(self, accepted_at: datetime, tolerance: timedelta) -> None:
        self._accepted_at = instants.to_text(accepted_at)
        self._latest = instants.to_text(accepted_at + tolerance)[:_SECONDS_END]

    def read(self, raw: bytes) -> PlainLine | None:
        """The line of the event that a message is; None if it has to be looked at more closely. Never raises."""
        event = _decoded(raw)
        occurred_at = None if event is None else instant_text(event.occurred_at)
        if occurred_at is None or occurred_at >= self._latest:
            return None
        return _line(event, raw, occurred_at, self._accepted_at)


def line_as_it_arrived(raw: bytes) -> PlainLine | None:
    """The line of an event that arrived when it was accepted, else recorded, else when it occurred.

    None if it has to be looked at more closely. Never raises.
    """
    event = _decoded(raw)
    if event is None:
        return None
    occurred_at = instant_text(event.occurred_at)
    accepted_at = instant_text(event.accepted_at or event.recorded_at or event.occurred_at)
    if occurred_at is None or accepted_at is None or occurred_at[:_SECONDS_END] > accepted_at[:_SECONDS_END]:
        return None
    return _line(event, raw, occurred_at, accepted_at)


def _decoded(raw: bytes) -> Any:  # noqa: ANN401  of one of the types that are made when the program runs
    if len(raw) > _LONGEST or _BACKSLASH in raw or _DELETE in raw:
        return None
    if not raw.isascii() and _LATIN_1_LEAD in raw:
        return None
    try:
        return _decode(raw)
    except (ValueError, ArithmeticError, RecursionError):
        return None


def _line(event: Any, raw: bytes, occurred_at: str, accepted_at: str) -> PlainLine | None:  # noqa: ANN401  the same
    verdict = SHAPES[type(event)].judge(event)
    if verdict is None:
        return None
    event.occurred_at = occurred_at
    if event.recorded_at is not None:
        event.recorded_at = instant_text(event.recorded_at)
    changes, quotes = verdict
    for name, said in changes:
        setattr(event, name, said)
    if event.accepted_at is None:
        quotes += 2 * QUOTES
    event.accepted_at = accepted_at
    line = _encode(event)
    # Nothing is escaped, so every text has two marks: no more in the message than in what was read of it is no key
    # twice, none unknown, none that says null, and no time that was not plain.
    return (event.patient_id, line) if line.count(b'"') - raw.count(b'"') == quotes else None
