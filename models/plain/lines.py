"""From the bytes of a plain event to its line."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final, TypeAlias, Union

import msgspec

from models import instants
from models.plain.shapes import SHAPES, Shape

_LONGEST: Final = 4_096
_BACKSLASH, _DELETE, _LATIN_1_LEAD = 0x5C, 0x7F, 0xC2
_SECONDS_END: Final = len("2026-03-01T07:00:00")
_OF_A_WORD, _OF_TWO = 2, 4
"""Quotation marks of a key or a text, and of both."""

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
        if len(raw) > _LONGEST or _BACKSLASH in raw or _DELETE in raw:
            return None
        if not raw.isascii() and _LATIN_1_LEAD in raw:
            return None
        try:
            event = _decode(raw)
        except (ValueError, ArithmeticError, RecursionError):
            return None
        added = _completed(event, SHAPES[type(event)])
        if added is None or event.occurred_at >= self._latest:
            return None
        if event.accepted_at is None:
            added += _OF_TWO
        event.accepted_at = self._accepted_at
        line = _encode(event)
        # Nothing is escaped, so every text has two marks: no more in the message than in what was read of it is no key
        # twice, none unknown, and none that says null.
        if line.count(b'"') - raw.count(b'"') != added:
            return None
        return event.patient_id, line


def _completed(event: Any, shape: Shape) -> int | None:  # noqa: ANN401  made of a model while the program runs
    """Makes the fields canonical and says how many quotation marks that adds; None if they are not plain."""
    added = 0
    for name, convert, required in shape.conversions:
        said = getattr(event, name)
        if said is None and not required:
            continue
        if type(said) is not str:
            if type(said) is not int and type(said) is not Decimal:
                return None
            said = str(said)
            added += _OF_A_WORD
        written = convert(said)
        if written is None:
            return None
        setattr(event, name, written)
    for name, value in shape.assumed:
        if getattr(event, name) is None:
            setattr(event, name, value)
            added += _OF_A_WORD
    return added if shape.condition is None or shape.condition(event) else None
