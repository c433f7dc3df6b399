"""When which canary is to breach, and which breach no alert was seen of. Pure; waits are in monotonic seconds."""

from datetime import datetime
from typing import NamedTuple


class Breach(NamedTuple):
    """A breach of which no alert was seen yet: when it was sent first, by the clock and in monotonic seconds."""

    sent_at: datetime
    since: float


class Breaches:
    """The canaries of all partitions take turns.

    Args:
        partitions: of the log.
        every_s: how often one breaches.
        within_s: how soon its alert must be seen; a canary that was missed breaches again after that time.

    Attributes:
        seen_at: when the newest canary was sent whose alert was seen; None before the first.
        travelled_s: how long its alert took.
    """

    def __init__(self, partitions: int, every_s: float, within_s: float) -> None:
        self._partitions = partitions
        self._every_s = every_s
        self._within_s = within_s
        self._next = 0
        self._sent: float | None = None
        self._unseen: dict[int, Breach] = {}
        self.seen_at: datetime | None = None
        self.travelled_s: float | None = None

    def due(self, now: float) -> int | None:
        """The partition whose canary is to breach now."""
        wait = self._within_s if self._unseen else self._every_s
        if self._sent is not None and now - self._sent < wait:
            return None
        return next(iter(self._unseen), self._next)

    def send(self, partition: int, sent_at: datetime, now: float) -> None:
        """The canary of a partition has breached."""
        self._sent = now
        if partition not in self._unseen:
            self._unseen[partition] = Breach(sent_at, now)
            self._next = (partition + 1) % self._partitions

    def see(self, partition: int, holds_from: datetime, now: float) -> bool:
        """An alert about the canary of a partition was seen; says whether it was waited for."""
        breach = self._unseen.get(partition)
        if breach is None or holds_from < breach.sent_at:
            return False
        del self._unseen[partition]
        self.seen_at, self.travelled_s = holds_from, now - breach.since
        return True

    def waits_for(self, partition: int) -> bool:
        """Whether the canary of a partition has breached and is not seen yet: then it must not be said to be well."""
        return partition in self._unseen

    def missed(self, now: float) -> tuple[int, ...]:
        """The partitions whose canaries have breached without an alert in time."""
        return tuple(partition for partition, breach in self._unseen.items() if now - breach.since > self._within_s)
