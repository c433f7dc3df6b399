"""A message that was not accepted, as it lies on rejected-events: byte for byte, with the reasons in its headers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from aiokafka import ConsumerRecord

from models import instants
from models.decoded import Rejection
from models.rejections import Reason

_MOST_REASONS: Final = 16
_LONGEST_WHERE: Final = 256
_TOPIC, _PARTITION, _OFFSET, _AT = "natwatch-topic", "natwatch-partition", "natwatch-offset", "natwatch-at"
_REASON, _WHERE = "natwatch-reason", "natwatch-where"
_RESUBMITTED: Final = "natwatch-resubmitted"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a message came from."""

    topic: str
    partition: int
    offset: int


@dataclass(frozen=True, slots=True)
class RejectedMessage:
    """What is written for one message."""

    key: bytes | None
    value: bytes | None
    headers: list[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A rejected message, read again.

    Attributes:
        offset: of its record.
        origin: where the message came from.
        at: when it was rejected, as events write it.
        rejections: why, each with its place.
        key: of the message.
        value: of the message; empty for one that had none.
    """

    offset: int
    origin: Origin
    at: str
    rejections: tuple[Rejection, ...]
    key: bytes | None
    value: bytes | None


def rejected_message(
    key: bytes | None, value: bytes | None, origin: Origin, rejections: Sequence[Rejection], at: datetime
) -> RejectedMessage:
    """The record for a message; of several faults the headers name up to 16, each with its reason and its place.

    Its size is at most 24 KiB above that of the message.
    """
    headers = [
        (_TOPIC, origin.topic.encode()),
        (_PARTITION, b"%d" % origin.partition),
        (_OFFSET, b"%d" % origin.offset),
        (_AT, instants.to_text(at).encode()),
    ]
    for rejection in rejections[:_MOST_REASONS]:
        headers.append((_REASON, rejection.reason.encode()))
        headers.append((_WHERE, rejection.where[:_LONGEST_WHERE].encode(errors="replace")))
    return RejectedMessage(key, value, headers)


def read_rejected(record: ConsumerRecord[bytes, bytes]) -> Rejected | None:
    """The message that a record of rejected-events holds; None for a mark, or what is no record of ours."""
    said = dict(record.headers)
    reasons = [value for name, value in record.headers if name == _REASON]
    places = [value for name, value in record.headers if name == _WHERE]
    try:
        return Rejected(
            offset=record.offset,
            origin=Origin(said[_TOPIC].decode(), int(said[_PARTITION]), int(said[_OFFSET])),
            at=said[_AT].decode(),
            rejections=tuple(
                Rejection(Reason(reason.decode()), place.decode())
                for reason, place in zip(reasons, places, strict=True)
            ),
            key=record.key,
            value=record.value,
        )
    except (KeyError, ValueError):
        return None


def mark(offset: int) -> RejectedMessage:
    """The record that says, in the same partition: what lies at this offset was sent again."""
    return RejectedMessage(None, b"", [(_RESUBMITTED, b"%d" % offset)])


def marked(record: ConsumerRecord[bytes, bytes]) -> int | None:
    """The offset whose message a record says was sent again; None for any other record."""
    said = dict(record.headers).get(_RESUBMITTED, b"")
    return int(said) if said.isdigit() else None
