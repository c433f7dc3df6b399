"""How events are written: one JSON object a line, always the same bytes for the same event."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec

from models.events.common import Event
from models.events.internal import PolicyChanged, SetAside, TimeReached
from models.events.registry import EVENT_TYPES

_COMMON = tuple(Event.model_fields)
_OWN = {
    name: tuple(field for field in model.model_fields if field not in _COMMON) for name, model in EVENT_TYPES.items()
}
_encode = msgspec.json.Encoder().encode
_encode_sorted = msgspec.json.Encoder(order="sorted").encode
_decode = msgspec.json.Decoder(dict[str, Any]).decode


def line(event: Event, accepted_at: datetime | None) -> bytes:
    """The event as a line of patient-events, without the newline.

    Times in UTC with `Z`, decimals as strings without exponent or trailing zeros, nothing that is absent; first what
    all events have in common, then the type's own fields as they are declared.

    Args:
        event: An accepted event.
        accepted_at: When it was accepted, aware and in UTC; None leaves it out.
    """
    values = event.__dict__
    written = {name: value for name in _COMMON if (value := values[name]) is not None}
    if accepted_at is not None:
        written["accepted_at"] = accepted_at
    for name in _OWN[event.type]:
        value = values[name]
        if value is not None:
            written[name] = plain(value) if type(value) is Decimal else value
    return _encode(written)


def internal_line(event: TimeReached | SetAside | PolicyChanged) -> bytes:
    """A line of patient-events that the worker itself writes, without the newline."""
    return _encode(_written(event.__dict__))


def content(event: Event) -> bytes:
    """What the event says, as bytes by which two contents of one event_id are compared: keys sorted, no accepted_at."""
    return _encode_sorted(_written(event.__dict__))


def content_of_line(written: bytes) -> bytes:
    """The content of the event in a line that `line` wrote."""
    fields = _decode(written)
    fields.pop("accepted_at", None)
    return _encode_sorted(fields)


def plain(number: Decimal) -> str:
    """A number in digits: no exponent, no trailing zeros, no negative zero."""
    text = str(number)
    if "E" in text:
        text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text if number else "0"


def _written(values: Mapping[str, object]) -> dict[str, object]:
    return {
        name: plain(value) if type(value) is Decimal else value for name, value in values.items() if value is not None
    }
