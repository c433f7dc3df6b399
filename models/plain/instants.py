"""Instants of plain events, from text to text: a minute is worked out once, what is below it is taken over."""

from functools import lru_cache
from typing import Final

from models import instants

_MINUTE_END: Final = len("2026-03-01T07:00")
_OFFSET: Final = len("+00:00")
_SECONDS: Final = frozenset(f":{second:02}" for second in range(60))
_SECONDS_BEFORE_FRACTION: Final = frozenset(f"{seconds}." for seconds in _SECONDS)
_FRACTION_BEGIN: Final = len(":00.")
_DIGITS: Final = 6
_NO_FRACTION: Final = "0" * _DIGITS
_REMEMBERED: Final = 8_192


def instant_text(text: str) -> str | None:
    """The instant as `models.instants.to_text` writes it; None where it is not plain that it is one.

    Args:
        text: RFC 3339, of whatever offset.
    """
    in_utc = text[-1:] == "Z"
    begin, rest = text[:_MINUTE_END], text[_MINUTE_END : -1 if in_utc else -_OFFSET]
    minute = _utc_minute(begin if in_utc else begin + text[-_OFFSET:])
    if minute is None:
        return None
    if rest in _SECONDS:
        return f"{minute}{rest}Z"
    seconds, fraction = rest[:_FRACTION_BEGIN], rest[_FRACTION_BEGIN:]
    if seconds not in _SECONDS_BEFORE_FRACTION or not (fraction.isdecimal() and fraction.isascii()):
        return None
    if len(fraction) != _DIGITS:
        fraction = fraction[:_DIGITS].ljust(_DIGITS, "0")
    elif in_utc and minute == begin and fraction != _NO_FRACTION:
        return text
    return f"{minute}{seconds[:-1]}Z" if fraction == _NO_FRACTION else f"{minute}{seconds}{fraction}Z"


@lru_cache(_REMEMBERED)
def _utc_minute(text: str) -> str | None:
    """A minute in UTC, without its zone: offsets are whole minutes, so they move nothing below.

    Args:
        text: with the offset, if it is not in UTC already.
    """
    minute, offset = text[:_MINUTE_END], text[_MINUTE_END:] or "Z"
    if offset != "Z" and offset[0] not in "+-":
        return None
    try:
        return instants.to_text(instants.parse(f"{minute}:00{offset}"))[:_MINUTE_END]
    except instants.BadInstantError:
        return None
