"""A message that was not accepted, as it goes to rejected-events: byte for byte, with the reasons in its headers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models import instants
from models.decoded import Rejection

_MOST_REASONS = 16
_LONGEST_WHERE = 256


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


def rejected_message(
    key: bytes | None, value: bytes | None, origin: Origin, rejections: Sequence[Rejection], at: datetime
) -> RejectedMessage:
    """The record for a message; of several faults the headers name up to 16, each with its reason and its place.

    Its size is at most 24 KiB above that of the message.
    """
    headers = [
        ("natwatch-topic", origin.topic.encode()),
        ("natwatch-partition", b"%d" % origin.partition),
        ("natwatch-offset", b"%d" % origin.offset),
        ("natwatch-at", instants.to_text(at).encode()),
    ]
    for rejection in rejections[:_MOST_REASONS]:
        headers.append(("natwatch-reason", rejection.reason.encode()))
        headers.append(("natwatch-where", rejection.where[:_LONGEST_WHERE].encode(errors="replace")))
    return RejectedMessage(key, value, headers)
