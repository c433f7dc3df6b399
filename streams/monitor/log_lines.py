"""What the log is made of: records that are batches of lines."""

from typing import NamedTuple

import msgspec

from models.log import LogEvent, decode_line
from streams.monitor.position import Position


class LogRecord(NamedTuple):
    """A record of `patient-events`: a batch of lines."""

    offset: int
    value: bytes


class UnreadableLineError(Exception):
    """A line of the log is not one that this release understands; nothing may pass over it."""


def read_line(line: bytes, partition: int, place: Position) -> LogEvent:
    """The event that a line tells of.

    Raises:
        UnreadableLineError: it is none; says where the line stands and nothing of what it holds.
    """
    try:
        return decode_line(line)
    except (msgspec.MsgspecError, ValueError) as error:
        raise UnreadableLineError(
            f"patient-events {partition}, offset {place.offset}, line {place.line} cannot be understood "
            f"({type(error).__name__})"
        ) from None
