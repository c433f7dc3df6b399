"""Whether a feed is flooded with what cannot be read, or with codes that nobody knows. Pure."""

from collections import deque
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple, Self

from models.heartbeats import FeedReport

_EXPECTED_TO_TELL = 10
"""As many accepted events must be expected before their absence says something."""
_PARTS_TO_KNOW = 100
"""As many parts must have been seen before it is known what is usual."""
_COLLAPSED = 4
"""The accepted have collapsed if there are fewer than a quarter of those that are usual."""


class Seen(NamedTuple):
    """Parts of messages, by what became of them."""

    accepted: int = 0
    rejected: int = 0
    unmapped: int = 0

    @classmethod
    def since(cls, before: FeedReport, after: FeedReport) -> Self:
        """What came between two reports of one life of a worker."""
        return cls(after.accepted - before.accepted, after.rejected - before.rejected, after.unmapped - before.unmapped)

    def plus(self, other: "Seen") -> "Seen":
        """Both together."""
        return Seen(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


NOTHING = Seen()


class Bounds(NamedTuple):
    """What makes a flood: at least so many, and at least that share of all."""

    least: int
    share: float


def rejected_flood(now: Seen, bounds: Bounds) -> bool:
    """Whether too much of what came of late was rejected."""
    return now.rejected >= max(bounds.least, bounds.share * sum(now))


def unmapped_flood(now: Seen, usual: Seen, bounds: Bounds) -> bool:
    """Whether what used to be accepted is hidden behind unknown codes.

    Most codes of a hospital are none that are watched, so it is not their share that tells, but that next to nothing
    else comes any more.
    """
    mapped, known = now.accepted + now.unmapped, usual.accepted + usual.unmapped
    if known < _PARTS_TO_KNOW or now.unmapped < bounds.least:
        return False
    expected = mapped * usual.accepted / known
    return expected >= _EXPECTED_TO_TELL and now.accepted * _COLLAPSED < expected


class FeedWindow:
    """What came in one feed of late, and what came before that.

    Args:
        length: how long `of late` is.
    """

    def __init__(self, length: timedelta) -> None:
        self._length = length
        self._late: deque[tuple[datetime, Seen]] = deque()
        self._before = NOTHING

    def add(self, at: datetime, seen: Seen) -> None:
        """So much was reported at an instant."""
        self._late.append((at, seen))

    def know(self, seen: Seen) -> None:
        """So much had come before anybody listened: it is what is usual."""
        self._before = self._before.plus(seen)

    def forget(self, now: datetime) -> None:
        """What is older than the window counts as what is usual from now on."""
        while self._late and self._late[0][0] < now - self._length:
            self.know(self._late.popleft()[1])

    @property
    def of_late(self) -> Seen:
        """What came within the window."""
        return _sum(seen for _, seen in self._late)

    @property
    def usual(self) -> Seen:
        """What came before it."""
        return self._before


def _sum(several: Iterable[Seen]) -> Seen:
    total = NOTHING
    for seen in several:
        total = total.plus(seen)
    return total
