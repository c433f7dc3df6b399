"""Ends a worker whose loop has stopped, or whose ledgers stand still while there is something to do."""

import threading
from collections.abc import Callable, Iterable
from time import monotonic
from typing import NamedTuple


class Sign(NamedTuple):
    """What one ledger shows of itself."""

    partition: int
    behind: bool
    steps: int


class Watchdog:
    """Looks from a thread of its own, since a loop that hangs cannot notice it.

    Args:
        signs: of all ledgers.
        bite: is told why the worker must end, and ends it.
        loop_patience_s: how long the loop may be silent.
        ledger_patience_s: how long a ledger that has something to do may stand still.
        look_every_s: how often to look.
    """

    def __init__(
        self,
        signs: Callable[[], Iterable[Sign]],
        bite: Callable[[str], object],
        loop_patience_s: float = 20.0,
        ledger_patience_s: float = 60.0,
        look_every_s: float = 1.0,
    ) -> None:
        self._signs = signs
        self._bite = bite
        self._loop_patience_s = loop_patience_s
        self._ledger_patience_s = ledger_patience_s
        self._look_every_s = look_every_s
        self._beat_at: float | None = None
        self._moved: dict[int, tuple[int, float]] = {}
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)

    def start(self) -> None:
        """Begins to look."""
        self._thread.start()

    def join(self) -> None:
        """Waits until it looks no more."""
        self._thread.join()

    def stop(self) -> None:
        """Looks no more."""
        self._stopped.set()

    def beat(self, now: float) -> None:
        """Is called by the loop, more often than its patience."""
        self._beat_at = now

    def look(self, now: float) -> str | None:
        """Why the worker must end at the instant `now` (monotonic seconds); None: it need not."""
        if self._beat_at is not None and now - self._beat_at > self._loop_patience_s:
            return f"the event loop has stood still for {now - self._beat_at:.0f} s"
        moved = {}
        for partition, behind, steps in self._signs():
            before, since = self._moved.get(partition, (-1, now))
            moved[partition] = (steps, since if behind and steps == before else now)
            if now - moved[partition][1] > self._ledger_patience_s:
                return f"the ledger of partition {partition} has stood still for {now - since:.0f} s"
        self._moved = moved
        return None

    def _watch(self) -> None:
        while not self._stopped.wait(self._look_every_s):
            if reason := self.look(monotonic()):
                self._bite(reason)
                return
