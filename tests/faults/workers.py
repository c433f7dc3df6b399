"""Worker processes of the fault tests: started, killed, put to sleep, and started again by a supervisor."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from streams.monitor.surprise import EXIT_CODE
from streams.watchdog import PATIENCE_S
from tests.patience import SOON_S

ROOT = Path(__file__).parents[2]
_STARTED = '"monitor-started"'
_LAST = 5_000


class Workers:
    """A few workers of one installation, each with its log in a file of its own.

    Attributes:
        exits: the codes with which they have ended.
        patience_s: of those that are started from now on.
    """

    def __init__(self, bootstrap: str, prefix: str, logs: Path) -> None:
        self._arguments = (bootstrap, prefix)
        self._logs = logs
        self._processes: dict[int, subprocess.Popen[bytes]] = {}
        self._started: dict[int, int] = {}
        self._ends_with_us, self._held = os.pipe()
        self.exits: list[int] = []
        self.patience_s = PATIENCE_S

    def start(self, number: int, *failpoint: str) -> None:
        with self._log(number).open("ab") as log:
            self._started[number] = self._said(number).count(_STARTED)
            self._processes[number] = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.worker", *self._arguments, str(self.patience_s), *failpoint],
                cwd=ROOT,
                stdin=self._ends_with_us,
                stdout=log,
                stderr=log,
            )

    def send(self, number: int, what: signal.Signals) -> None:
        self._processes[number].send_signal(what)

    def ended(self, number: int, within_s: float) -> int:
        """Waits until a worker has ended, and says with which code."""
        code = self._processes[number].wait(within_s)
        self.exits.append(code)
        return code

    def dies(self, number: int, *failpoint: str) -> None:
        """Waits until a worker that was started with a failpoint has died of it.

        One that is so slow that another takes its partitions over ends by itself before; it is started again.
        """
        while (code := self.ended(number, SOON_S)) != -signal.SIGKILL:
            assert code == EXIT_CODE
            self.start(number, *failpoint)

    def kill(self, number: int) -> None:
        self.send(number, signal.SIGKILL)
        self.ended(number, SOON_S)

    def supervise(self) -> Sequence[int]:
        """Starts again whoever ended by itself, and says how they ended."""
        codes = []
        for number, process in list(self._processes.items()):
            if process.poll() is not None:
                codes.append(process.returncode)
                self.start(number)
        self.exits.extend(codes)
        return codes

    def kill_all(self) -> None:
        for process in self._processes.values():
            process.kill()
            process.wait()
        for end in (self._ends_with_us, self._held):
            os.close(end)

    def started(self, number: int) -> bool:
        """Whether a worker that was started runs by now."""
        return self._said(number).count(_STARTED) > self._started[number]

    def said(self) -> str:
        """The logs of all workers."""
        return "".join(map(self._said, self._processes))

    def last_words(self) -> str:
        """The ends of the logs of all workers."""
        return "\n\n".join(self._said(number)[-_LAST:] for number in self._processes)

    def _said(self, number: int) -> str:
        return self._log(number).read_text(errors="replace")

    def _log(self, number: int) -> Path:
        return self._logs / f"worker-{number}.log"
