"""Worker processes of the fault tests: started, killed, put to sleep, and started again by a supervisor."""

import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from streams.monitor.watchdog import PATIENCE_S

ROOT = Path(__file__).parents[2]


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
        self.exits: list[int] = []
        self.patience_s = PATIENCE_S

    def start(self, number: int, *failpoint: str) -> None:
        with (self._logs / f"worker-{number}.log").open("ab") as log:
            self._processes[number] = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.worker", *self._arguments, str(self.patience_s), *failpoint],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
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

    def kill(self, number: int) -> None:
        self.send(number, signal.SIGKILL)
        self.ended(number, 10)

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

    def said(self) -> str:
        """The logs of all workers."""
        return "".join(path.read_text(errors="replace") for path in sorted(self._logs.glob("worker-*.log")))
