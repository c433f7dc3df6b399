"""Ends a worker whose loop has stopped, or of which a part stands still although there is something to do."""

import os
import threading
from collections.abc import Callable, Iterable
from time import monotonic
from typing import NamedTuple

PATIENCE_S = 60.0
"""How long a part of a worker may stand still although there is something to do."""
LOOP_PATIENCE_S = 20.0
"""How long the loop may be silent."""
_LAST_WORD_S = 2.0
"""How long saying why may take: whoever reads the log may be what hangs."""
_BITTEN = 70


class Sign(NamedTuple):
    """What a part of the worker shows of itself.

    Attributes:
        of: which part.
        trouble: what to say of it where it stands still, with nobody's identity in it; "for so many seconds" follows.
        behind: whether there is something to do.
        steps: grows with everything that gets done.
    """

    of: str
    trouble: str
    behind: bool
    steps: int


class Watchdog:
    """Looks from a thread of its own, since a loop that hangs cannot notice it.

    Args:
        signs: of all parts.
        bite: is told why the worker must end, and ends it.
        patience_s: how long a part that has something to do may stand still.
        loop_patience_s: how long the loop may be silent.
        look_every_s: how often to look.
    """

    def __init__(
        self,
        signs: Callable[[], Iterable[Sign]],
        bite: Callable[[str], object],
        patience_s: float = PATIENCE_S,
        loop_patience_s: float = LOOP_PATIENCE_S,
        look_every_s: float = 1.0,
    ) -> None:
        self._signs = signs
        self._bite = bite
        self._loop_patience_s = loop_patience_s
        self._patience_s = patience_s
        self._look_every_s = look_every_s
        self._beat_at: float | None = None
        self._moved: dict[str, tuple[int, float]] = {}
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
        for of, trouble, behind, steps in self._signs():
            before, since = self._moved.get(of, (-1, now))
            moved[of] = (steps, since if behind and steps == before else now)
            if now - moved[of][1] > self._patience_s:
                return f"{trouble} for {now - since:.0f} s"
        self._moved = moved
        return None

    def _watch(self) -> None:
        while not self._stopped.wait(self._look_every_s):
            if reason := self.look(monotonic()):
                saying = threading.Thread(target=self._bite, args=(reason,), daemon=True)
                saying.start()
                saying.join(_LAST_WORD_S)
                if saying.is_alive():
                    os._exit(_BITTEN)
                return
