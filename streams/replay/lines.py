"""Reading what a replay is made of: canonical events and lines of the log, one JSON object a line."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any, Final, NamedTuple

import msgspec

from models import instants
from models.decoded import DecodeContext, Rejection
from models.events import line as log_line
from models.log import HandedOver, Internal, LogEvent, PatientMerged, PolicyChanged, decode_line
from models.plain import line_as_it_arrived
from models.policy import Policy, PolicyError
from models.rejections import Reason, Rejected
from streams.intake.canonical import decode
from streams.intake.json_object import BLANKS, BYTE_ORDER_MARK, read_object

_UNREAD: Final = (ValueError, RecursionError)
_CHANGED: Final = b'"policy-changed"'
_INTERNAL: Final = (b'"time-reached"', _CHANGED, b'"set-aside"', b'"more"', b'"partition"')


class Arrival(NamedTuple):
    """One event, and when it arrived."""

    event: LogEvent
    at: datetime


class Refused(NamedTuple):
    """A line that is no event: its file, its number from 1 on, and why."""

    file: str
    line: int
    rejection: Rejection


class _Times(msgspec.Struct):
    """The times by which an arrival is known, and whether more belongs with it."""

    accepted_at: Any = None
    recorded_at: Any = None
    more: Any = None


_times = msgspec.json.Decoder(_Times)


def everything(_text: bytes) -> bool:
    """That every line is to be read."""
    return True


def read(
    file: str, lines: Iterable[bytes], wanted: Callable[[bytes], bool] = everything, *, judged: bool = True
) -> Iterator[Arrival | Refused]:
    """The events of one file, in the order in which they arrived, and what is none. Blank lines are passed over.

    Args:
        file: Its name.
        lines: Of the file.
        wanted: Which lines are to be read. A change of policy concerns everybody and is always read.
        judged: Whether policies of the log are judged by; one that is not sound in this build is then refused.
    """
    for number, raw in enumerate(lines, start=1):
        text = raw.removeprefix(BYTE_ORDER_MARK).strip(BLANKS)
        if not text:
            continue
        if wanted(text):
            for each in _read_line(text):
                said = _sound(each) if judged and isinstance(each, Arrival) else each
                yield Refused(file, number, said) if isinstance(said, Rejection) else said
        elif _CHANGED in text:
            yield from _change(text, judged=judged)


def _change(text: bytes, *, judged: bool) -> Iterator[Arrival]:
    change = _internal(text)
    if change is not None and isinstance(change.event, PolicyChanged):
        said = _sound(change) if judged else change
        if isinstance(said, Arrival):
            yield said


def _sound(arrival: Arrival) -> Arrival | Rejection:
    event = arrival.event
    if isinstance(event, PolicyChanged):
        try:
            Policy.from_values(event.policy)
        except PolicyError:
            return Rejection(Reason.BAD_VALUE, "policy")
    return arrival


def _read_line(text: bytes) -> Iterator[Arrival | Rejection]:
    plain = line_as_it_arrived(text)
    if plain is not None:
        arrival = decode_line(plain[1])
        yield Arrival(arrival, arrival.accepted_at)
        return
    if any(name in text for name in _INTERNAL):
        internal = _internal(text)
        if internal is not None:
            yield internal
            return
    arrived = _arrived(text)
    decoded = decode(text, DecodeContext(now=arrived))
    yield from decoded.rejected
    for event in decoded.accepted:
        at = arrived or event.occurred_at
        yield Arrival(decode_line(log_line(event, at)), at)


def _internal(text: bytes) -> Arrival | None:
    """A line that only the log has, since the worker wrote it or it says where it stands there; None if it is none."""
    try:
        event = decode_line(text)
        if not isinstance(event, Internal | PatientMerged) and _times.decode(text).more is True:
            event = HandedOver(event)
    except _UNREAD:
        return None
    if isinstance(event, PolicyChanged) and not 0 <= event.partition < event.partitions:
        return None
    of_the_log = isinstance(event, Internal) or (isinstance(event, PatientMerged) and event.partition is not None)
    return Arrival(event, event.accepted_at) if of_the_log else None


def _arrived(text: bytes) -> datetime | None:
    """When the event was accepted, else recorded; None if neither is said, or cannot be read."""
    for said in _said_times(text):
        if isinstance(said, str):
            try:
                return instants.parse(said)
            except instants.BadInstantError:
                continue
    return None


def _said_times(text: bytes) -> tuple[object, object]:
    try:
        times = _times.decode(text)
    except _UNREAD:
        return _said_times_exactly(text)
    return times.accepted_at, times.recorded_at


def _said_times_exactly(text: bytes) -> tuple[object, object]:
    try:
        fields = read_object(text)
    except Rejected:
        return None, None
    return fields.get("accepted_at"), fields.get("recorded_at")
