"""What Faust delivered of one partition and the ledger has not looked at yet."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import NamedTuple


class Delivery(NamedTuple):
    """A record as Faust delivered it, and how to say that it is worked in."""

    offset: int
    value: bytes
    acknowledge: Callable[[], object]


class Inbox:
    """A bounded queue that hands out several deliveries at once and can be woken without one."""

    def __init__(self, room: int = 64) -> None:
        self._room = room
        self._waiting: deque[Delivery] = deque()
        self._stirred = asyncio.Event()
        self._taken = asyncio.Event()
        self._closed = False

    def __len__(self) -> int:
        return len(self._waiting)

    async def put(self, delivery: Delivery) -> None:
        """Adds a delivery as soon as there is room; drops it where the inbox is closed."""
        while len(self._waiting) >= self._room and not self._closed:
            self._taken.clear()
            await self._taken.wait()
        if not self._closed:
            self._waiting.append(delivery)
            self._stirred.set()

    async def take(self, most: int) -> list[Delivery]:
        """The oldest deliveries, as soon as there are any; none after `stir` and `close`."""
        await self._stirred.wait()
        self._stirred.clear()
        taken = [self._waiting.popleft() for _ in range(min(most, len(self._waiting)))]
        if self._waiting:
            self._stirred.set()
        self._taken.set()
        return taken

    def stir(self) -> None:
        """Wakes whoever waits in `take`."""
        self._stirred.set()

    def close(self) -> None:
        """Drops what waits and what comes, and lets go of everybody."""
        self._closed = True
        self._waiting.clear()
        self._taken.set()
        self._stirred.set()
