"""Times of HL7 v2, which may leave out their zone."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from models.decoded import DecodeContext
from models.instants import BEYOND, EARLIEST
from models.rejections import Reason, Rejected

__all__ = ["Times", "day_of", "is_zoned", "shortest_whole"]

_TIME: Final = re.compile(
    r"([0-9]{8})(?:((?:[01][0-9]|2[0-3])(?:[0-5][0-9](?:[0-5][0-9](?:\.[0-9]{1,9}|[0-9]{2,3})?)?)?)?"
    r"(?: ?(Z|[+-](?:[01][0-9]|2[0-3]):?[0-5][0-9]))?)?"
)
"""A date, a time as precise as it is known, an offset. Some write the fraction of a second without its point."""
_SECONDS: Final = len("hhmmss")

_LONGEST: Final = 40
"""The longest text that can be a time."""
_DAY_END, _SECONDS_END, _LAST_HOUR = len("20260301"), len("20260301070000"), "23"
_PRECISIONS: Final = frozenset(map(len, ("yyyymmdd", "yyyymmddhh", "yyyymmddhhmm", "yyyymmddhhmmss")))
_OFFSETS: Final = {"Z": timedelta(0)} | {
    f"{sign}{abs(minutes) // 60:02}{abs(minutes) % 60:02}": timedelta(minutes=minutes)
    for minutes in range(-12 * 60, 14 * 60 + 1, 15)
    for sign in ("-" if minutes < 0 else "+",)
}
"""The offsets from UTC that are in use somewhere."""
_ZONED: Final = re.compile(r"[+-][0-9]{4}$")
_MINUTE: Final = len("yyyymmddhhmm")
_FIRST_YEAR, _LAST_YEAR = str(EARLIEST.year - 1), str(BEYOND.year)


class Times:
    """Reads the times of one message.

    A time without a zone has the one that MSH-7 declares, as the standard says. Where the site's zone agrees with that
    offset, or MSH-7 declares none, it is the site's: only a zone knows summer from winter. A local time that does not
    exist, or exists twice, is resolved as `zoneinfo` does with fold 0. A date alone is its midnight: all that is known
    is that nothing came before it.
    """

    __slots__ = ("_instants", "_latest", "_offset", "_sent", "_site", "_zone")

    def __init__(self, sent: str, context: DecodeContext) -> None:
        """Find the zone of times that name none.

        Args:
            sent: MSH-7.
            context: when the message came, and the site's zone.
        """
        self._sent = sent
        self._site = context.zone
        self._offset: str | None = None
        self._zone: tuple[tzinfo | None] | None = None
        self._latest = None if context.now is None else context.now + context.tolerance
        self._instants: dict[str, datetime] = {}

    def instant(self, text: str) -> datetime:
        """The instant that a time names, in UTC.

        Raises:
            Rejected: `no-time`, `bad-value` (a year or month alone is one), `time-without-zone`.
        """
        known = self._instants.get(text)
        if known is None:
            known = _plain_instant(text) or self._plain_local(text) or self._instant(text)
            self._instants[text] = known
        return known

    def happened(self, text: str) -> datetime:
        """The instant at which something happened.

        Raises:
            Rejected: as `instant`; `future-time`, so that it goes before what else may be wrong with an event.
        """
        instant = self.instant(text)
        if self.lies_ahead(instant):
            raise Rejected(Reason.FUTURE_TIME)
        return instant

    def lies_ahead(self, instant: datetime) -> bool:
        """Whether an instant lies further ahead of the arrival than clocks may differ."""
        return self._latest is not None and instant > self._latest

    def _plain_local(self, text: str) -> datetime | None:
        """The instant of a date, or a time as precise as it is known, with the offset of MSH-7; None if not plain."""
        if len(text) not in _PRECISIONS:
            return None
        if self._offset is None:
            plain = self._site is None and _plain_instant(self._sent) is not None
            self._offset = self._sent[_SECONDS_END:] if plain else ""
        return _plain_instant(text.ljust(_SECONDS_END, "0") + self._offset) if self._offset else None

    def _instant(self, text: str) -> datetime:
        if not text:
            raise Rejected(Reason.NO_TIME)
        said = _read(text)
        if said is None:
            raise Rejected(Reason.BAD_VALUE)
        if said.tzinfo is None:
            if self._zone is None:
                self._zone = (_default_zone(_read(self._sent), self._site),)
            (default,) = self._zone
            if default is None:
                raise Rejected(Reason.TIME_WITHOUT_ZONE)
            said = said.replace(tzinfo=default)
        instant = said.astimezone(UTC)
        if not EARLIEST <= instant < BEYOND:
            raise Rejected(Reason.BAD_VALUE)
        return instant


def _plain_instant(text: str) -> datetime | None:
    """The instant that a time to the second with its offset names, in UTC; None if it has to be looked at more closely.

    Never raises.
    """
    offset = _OFFSETS.get(text[_SECONDS_END:]) if len(text) <= _LONGEST else None
    if offset is None or not text[:_SECONDS_END].isdecimal() or text[_DAY_END : _DAY_END + 2] > _LAST_HOUR:
        return None
    try:
        instant = datetime.fromisoformat(f"{text[:_DAY_END]}T{text[_DAY_END:_SECONDS_END]}Z") - offset
    except (ValueError, OverflowError):
        return None
    return instant if EARLIEST <= instant < BEYOND else None


def day_of(text: str) -> date | None:
    """The calendar day of a date or time, or None if it names none."""
    day = text[:_DAY_END]
    if len(day) < _DAY_END or not (day.isdecimal() and day.isascii()):
        return None
    try:
        return date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError:
        return None


def is_zoned(text: str) -> bool:
    """Whether a time says its offset to the end: nothing of it can have been cut."""
    return _ZONED.search(text) is not None


def shortest_whole(others: Iterable[str]) -> int:
    """How long a time without an offset must be to be whole, if a message may end within it.

    Args:
        others: of its message. If one has an offset, the time is thought to have had one; else seconds may be missing.
    """
    longest = max(others, key=len)
    return len(longest) if is_zoned(longest) else min(len(longest), _MINUTE)


def _default_zone(said: datetime | None, site: ZoneInfo | None) -> tzinfo | None:
    if said is None or said.tzinfo is None:
        return site
    if site is not None and site.utcoffset(said.replace(tzinfo=None)) == said.utcoffset():
        return site
    return said.tzinfo


def _read(text: str) -> datetime | None:
    """What a time says, with its offset if it has one; None if it is none, or of a year far from those we read."""
    match = _TIME.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None or not _FIRST_YEAR <= text[:4] <= _LAST_YEAR:
        return None
    day, clock, offset = match.groups()
    clock = clock or "00"
    if len(clock) > _SECONDS and "." not in clock:
        clock = f"{clock[:_SECONDS]}.{clock[_SECONDS:]}"
    try:
        return datetime.fromisoformat(f"{day}T{clock}{offset or ''}")
    except ValueError:
        return None
