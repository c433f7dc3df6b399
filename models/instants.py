"""Instants as they are written on the wire: RFC 3339 with an offset in, UTC out."""

import re
from datetime import UTC, datetime
from typing import Final

EARLIEST: Final = datetime(1900, 1, 1, tzinfo=UTC)
"""The first instant that is read: the start of the year 1900."""

BEYOND: Final = datetime(2201, 1, 1, tzinfo=UTC)
"""The first instant that is no longer read: the end of the year 2200."""

RFC_3339: Final = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?"
    r"(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])$"
)
"""A date, a time to the second or finer, an offset. Valid as a regular expression in Python, Rust and JSON Schema.

A leap second is not among what we read: nobody has seen one since 2016, and no clock of ours can show it.
"""

_WHOLE = re.compile(RFC_3339)
_FIRST_YEAR, _LAST_YEAR = EARLIEST.year - 1, BEYOND.year
_SECONDS_END = len("2026-03-01T07:00:00")
_MICROSECOND_DIGITS = 6


class BadInstantError(ValueError):
    """The text names no instant between the years 1900 and 2200."""


class ZoneMissingError(BadInstantError):
    """The text would name an instant, had it an offset."""


def parse(text: str) -> datetime:
    """Read an instant, truncated to microseconds.

    Args:
        text: RFC 3339 with an offset; `t`, `z` and a space for the `T` are read as well.

    Returns:
        An aware datetime in UTC, of the years 1900 to 2200 (in UTC).

    Raises:
        ZoneMissingError: The offset is all that is missing.
        BadInstantError: Anything else that is wrong with it.
    """
    if _WHOLE.fullmatch(text):
        return _instant(text)
    if _WHOLE.fullmatch(text + "Z"):
        _instant(text + "Z")
        raise ZoneMissingError
    raise BadInstantError


def to_text(instant: datetime) -> str:
    """Write an instant in UTC with `Z`, and six digits of fraction where there is one.

    Args:
        instant: An aware datetime.

    Raises:
        ValueError: The datetime has no offset.
    """
    if instant.tzinfo is None:
        raise ValueError("a datetime without an offset is no instant")
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def _instant(text: str) -> datetime:
    zone_start = -1 if text[-1] in "Zz" else -len("+00:00")
    fraction = text[_SECONDS_END + 1 : zone_start][:_MICROSECOND_DIGITS].ljust(_MICROSECOND_DIGITS, "0")
    zone = "Z" if zone_start == -1 else text[zone_start:]
    if not _FIRST_YEAR <= int(text[:4]) <= _LAST_YEAR:
        raise BadInstantError
    try:
        instant = datetime.fromisoformat(f"{text[:10]}T{text[11:_SECONDS_END]}.{fraction}{zone}").astimezone(UTC)
    except ValueError:
        raise BadInstantError from None
    if not EARLIEST <= instant < BEYOND:
        raise BadInstantError
    return instant
