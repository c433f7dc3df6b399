"""What is on the topic of heartbeats: what came down the whole path, and what each intake has seen."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

import msgspec

PATH_PARTITION: Final = 0
"""The partition of the topic in which all of these are; the others are the canaries' on their way in."""


class PathBeat(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="path"):
    """A canary's result that was worked in: written in the transaction that its alerts are in.

    Attributes:
        worker: the one whose monitor worked it in.
        partition: of the log.
        sent_at: when it set out.
        accepted_at: when intake accepted it.
    """

    worker: str
    partition: int
    sent_at: datetime
    accepted_at: datetime


class Lookalike(msgspec.Struct, frozen=True, kw_only=True):
    """A result under an unknown code, with the name of something that is watched: when the last came, and its code."""

    at: datetime
    code: str


class FeedReport(msgspec.Struct, frozen=True, kw_only=True):
    """Totals of one feed since the worker began: parts of messages, by what became of them.

    Attributes:
        accepted: events.
        rejected: for whatever reason.
        unmapped: with an unknown code.
        lookalikes: of those, by what their names look like.
    """

    accepted: int
    rejected: int
    unmapped: int
    lookalikes: Mapping[str, Lookalike] = {}


class IntakeReport(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="intake"):
    """What the intake of one worker has seen of each feed; `began` tells one life of a worker from the next."""

    worker: str
    began: datetime
    at: datetime
    feeds: Mapping[str, FeedReport]


class LedgerReport(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="ledgers"):
    """How far the ledgers of one worker have worked the log in: the next offset, by partition."""

    worker: str
    at: datetime
    positions: Mapping[int, int]


Heartbeat = PathBeat | IntakeReport | LedgerReport
_decoder = msgspec.json.Decoder(Heartbeat)


def encode(heartbeat: Heartbeat) -> bytes:
    """The record of a heartbeat."""
    return msgspec.json.encode(heartbeat)


def decode(record: bytes | None) -> Heartbeat | None:
    """What a record of the topic says; none where it is something else, such as a canary on its way in."""
    try:
        heartbeat: Heartbeat = _decoder.decode(record or b"")
    except msgspec.DecodeError:
        return None
    return heartbeat
