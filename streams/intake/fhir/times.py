"""When things happened: FHIR dates and times as instants with an offset.

FHIR demands an offset wherever there is a time of day. A date alone, or a time without an offset, is read in the
site's zone if one is configured (a date from its local midnight), and is otherwise left for the events to refuse as
`time-without-zone`. A year or a month alone names no instant, and is refused as a bad value, unless it is said of
something that still lasts: that it lasted when it was stated is sure.
"""

import re
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec

from models.instants import BadInstantError, parse, to_text
from models.rejections import Reason, Rejected
from streams.intake.fhir.elements import Period, Timing

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_LOCAL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?", re.ASCII)
_PARTLY = re.compile(r"\d{4}(?:-\d\d)?", re.ASCII)
_LONGEST_DATE = len("2026-03-01")
_OFFSET = len("+01:00")
_LONGEST_REMEMBERED = len("2026-03-01T07:00:00.123456789+01:00")


class Moment(msgspec.Struct, frozen=True, gc=False):
    """A time as it was sent, and the element in which it stands."""

    text: str | None
    place: str


def instant(text: str | None, zone: ZoneInfo | None) -> str | None:
    """A FHIR date, dateTime or instant as RFC 3339, as far as it is one; what is no time comes back as it is."""
    if not text or (len(text) > _LONGEST_DATE and (text[-1] in "Zz" or text[-_OFFSET] in "+-")):
        return text
    local = f"{text}T00:00:00" if _DAY.fullmatch(text) else text
    if zone is None or not _LOCAL.fullmatch(local):
        return local
    try:
        return to_text(datetime.fromisoformat(local).replace(tzinfo=zone))
    except (ValueError, OverflowError):
        return text


def exactly(text: str | None) -> str | None:
    """A time that names its instant by itself; None for any other."""
    try:
        parse(text or "")
    except BadInstantError:
        return None
    return text


def elapsed(since: Moment, until: Moment, zone: ZoneInfo | None) -> timedelta | None:
    """How long it is from one moment to another, if both are instants."""
    try:
        return read(instant(until.text, zone) or "") - read(instant(since.text, zone) or "")
    except BadInstantError:
        return None


def read(text: str) -> datetime:
    """An instant, as `models.instants.parse` reads it; what a message says often is read once.

    Raises:
        BadInstantError: it is none.
    """
    return _remembered(text) if len(text) <= _LONGEST_REMEMBERED else parse(text)


_remembered = lru_cache(1_024)(parse)


def to_the_minute(moment: Moment, zone: ZoneInfo | None) -> Moment:
    """The moment, where a day alone would be a guess: the day's beginning may be hours before what happened on it.

    Raises:
        Rejected: it is a day alone, in a zone that would make a time of it.
    """
    if zone is not None and moment.text and _DAY.fullmatch(moment.text):
        raise Rejected(Reason.BAD_VALUE, moment.place)
    return moment


def first(*moments: Moment) -> Moment:
    """The first of the moments that says anything; when none does, the first of all, for there it is missing."""
    return next((moment for moment in moments if moment.text), moments[0])


def since(*moments: Moment) -> Moment:
    """The same for what still lasts: before a year or a month alone goes a moment at which it was stated to last."""
    return first(*(moment for moment in moments if not _PARTLY.fullmatch(moment.text or "")), *moments)


def start(period: Period | None, place: str) -> Moment:
    """When a period began."""
    return Moment(None if period is None else period.start, f"{place}.start")


def end(period: Period | None, place: str) -> Moment:
    """When a period ended."""
    return Moment(None if period is None else period.end, f"{place}.end")


def occasion(timing: Timing | None, place: str) -> Moment:
    """The one time at which something timed happened, or from which on it may have; of several none is chosen."""
    if timing is None:
        return Moment(None, place)
    if len(timing.event) == 1:
        return Moment(timing.event[0], f"{place}.event[0]")
    if timing.event:
        return Moment(None, f"{place}.event")
    return start(None if timing.repeat is None else timing.repeat.bounds_period, f"{place}.repeat.boundsPeriod")
