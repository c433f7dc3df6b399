"""What intake has done since its start: every part of every message is accepted, rejected or ignored."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Self

from models.decoded import Decoded
from models.heartbeats import Lookalike
from models.rejections import IgnoredKind, Reason
from models.settings import Inbound


@dataclass(slots=True)
class FeedCounts:
    """Counters of one feed, which prove that nothing vanishes: `decoded` is always the sum of the next three.

    Attributes:
        messages: records read from the hospital's topics.
        decoded: parts that the messages were made of.
        accepted: events written to the log (a merge counts once, though two partitions have its line).
        rejected: by reason.
        ignored: by what it was.
        unknown_fields: fields of canonical events that are none of ours.
        resembling: ignored parts with an unknown code that looks like something that is watched.
        lookalikes: the last of these, by what they look like.
    """

    messages: int = 0
    decoded: int = 0
    accepted: int = 0
    rejected: Counter[Reason] = field(default_factory=Counter)
    ignored: Counter[IgnoredKind] = field(default_factory=Counter)
    unknown_fields: int = 0
    resembling: int = 0
    lookalikes: dict[str, Lookalike] = field(default_factory=dict)

    def add(self, message: Decoded) -> None:
        """Counts one message."""
        self.messages += 1
        self.accepted += len(message.accepted)
        self.decoded += len(message.accepted)
        if message.rejected or message.ignored:
            self.decoded += len(message.rejected) + len(message.ignored)
            self.rejected.update(rejection.reason for rejection in message.rejected)
            self.ignored.update(ignored.kind for ignored in message.ignored)
            self.resembling += sum(bool(ignored.resembles) for ignored in message.ignored)
        self.unknown_fields += message.unknown_fields

    def add_plain(self, messages: int) -> None:
        """Counts messages each of which was one accepted event and nothing else."""
        self.messages += messages
        self.decoded += messages
        self.accepted += messages

    def add_all(self, other: Self) -> None:
        """Counts all that others have counted."""
        self.messages += other.messages
        self.decoded += other.decoded
        self.accepted += other.accepted
        self.rejected.update(other.rejected)
        self.ignored.update(other.ignored)
        self.unknown_fields += other.unknown_fields
        self.resembling += other.resembling
        self.lookalikes.update(other.lookalikes)


@dataclass(slots=True)
class IntakeCounts:
    """The counters of all feeds.

    Attributes:
        feeds: those that anything came from.
        turns: how often it looked for messages, whether or not there were any.
    """

    feeds: defaultdict[Inbound, FeedCounts] = field(default_factory=lambda: defaultdict(FeedCounts))
    turns: int = 0

    @property
    def messages(self) -> int:
        """Records read from the hospital's topics."""
        return sum(feed.messages for feed in self.feeds.values())

    @property
    def rejected(self) -> Counter[Reason]:
        """How many messages or parts of them were rejected, by reason."""
        return sum((feed.rejected for feed in self.feeds.values()), Counter())

    def add_all(self, other: Self) -> None:
        """Counts all that others have counted."""
        for kind, feed in other.feeds.items():
            self.feeds[kind].add_all(feed)
