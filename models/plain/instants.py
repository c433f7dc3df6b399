"""Instants of plain events, from text to text: a minute is worked out once, what is below it is taken over."""

from functools import lru_cache
from typing import Final

from models import instants

_MINUTE_END: Final = len("2026-03-01T07:00")
_OFFSET: Final = len("+00:00")
_SECONDS: Final = frozenset(f":{second:02}" for second in range(60))
_SECONDS_END: Final = len(":00")
_FRACTION_BEGIN: Final = len(":00.")
_DIGITS: Final = 6
_NO_FRACTION: Final = "0" * _DIGITS
_REMEMBERED: Final = 8_192


def instant_text(text: str) -> str | None:
    """The instant as `models.instants.to_text` writes it; None where it is not plain that it is one.

    Args:
        text: RFC 3339, of whatever offset.
    """
    if text[-1:] == "Z":
        minute, rest = _utc_minute(text[:_MINUTE_END], "Z"), text[_MINUTE_END:-1]
    else:
        minute, rest = _utc_minute(text[:_MINUTE_END], text[-_OFFSET:]), text[_MINUTE_END:-_OFFSET]
    if minute is None:
        return None
    if rest in _SECONDS:
        return f"{minute}{rest}Z"
    seconds, fraction = rest[:_SECONDS_END], rest[_FRACTION_BEGIN:]
    if seconds not in _SECONDS or rest[_SECONDS_END] != "." or not (fraction.isdecimal() and fraction.isascii()):
        return None
    if len(fraction) != _DIGITS:
        fraction = fraction[:_DIGITS].ljust(_DIGITS, "0")
    return f"{minute}{seconds}Z" if fraction == _NO_FRACTION else f"{minute}{seconds}.{fraction}Z"


@lru_cache(_REMEMBERED)
def _utc_minute(minute: str, offset: str) -> str | None:
    """The minute in UTC, written like the one that is given: offsets are whole minutes, so they move nothing below."""
    if offset != "Z" and offset[:1] not in {"+", "-"}:
        return None
    try:
        return instants.to_text(instants.parse(f"{minute}:00{offset}"))[:_MINUTE_END]
    except instants.BadInstantError:
        return None
