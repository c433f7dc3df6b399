"""What intake has done since its start: every part of every message is accepted, rejected or ignored."""

from collections import Counter
from dataclasses import dataclass, field

from models.decoded import Decoded
from models.rejections import IgnoredKind, Reason


@dataclass(slots=True)
class IntakeCounts:
    """Counters that prove that nothing vanishes: `decoded` is always the sum of the other three.

    Attributes:
        messages: records read from the hospital's topics.
        decoded: parts that the messages were made of.
        accepted: events written to the log (a merge counts once, though two partitions have its line).
        rejected: by reason.
        ignored: by what it was.
        unknown_fields: fields of canonical events that are none of ours.
    """

    messages: int = 0
    decoded: int = 0
    accepted: int = 0
    rejected: Counter[Reason] = field(default_factory=Counter)
    ignored: Counter[IgnoredKind] = field(default_factory=Counter)
    unknown_fields: int = 0

    def add(self, message: Decoded) -> None:
        """Counts one message, once the broker has all that came of it."""
        self.messages += 1
        self.accepted += len(message.accepted)
        self.decoded += len(message.accepted)
        if message.rejected or message.ignored:
            self.decoded += len(message.rejected) + len(message.ignored)
            self.rejected.update(rejection.reason for rejection in message.rejected)
            self.ignored.update(ignored.kind for ignored in message.ignored)
        self.unknown_fields += message.unknown_fields
