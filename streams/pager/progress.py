"""How far the pager is: what shows that it reads, and that alerts get to it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(slots=True)
class Progress:
    """What is known of the pager from outside.

    Attributes:
        turns: how often it has read, whether or not there was anything.
        settled: the group has given it its partitions, and it knows of each of them what was told before.
        turned_at: when it last read; None before the first time.
        canaries: revisions of the alerts of canaries that came by; nobody is told of them.
        heartbeat_at: when it last read a heartbeat that came down the whole path; None before the first.
    """

    turns: int = 0
    settled: bool = False
    turned_at: datetime | None = None
    heartbeat_at: datetime | None = None
    canaries: int = 0
