"""Worker processes of the demo: started, killed without a chance to tidy up, replaced."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Final

_END_S: Final = 12.0


class Workers:
    """The workers that run, one after the other; what they log goes to one file."""

    def __init__(self, variables: Mapping[str, str], log: Path) -> None:
        # Several of them run on one machine, nobody asks them how they are, and their patients are invented anyway.
        self._variables = {"NATWATCH_HEALTH__LISTEN": "", "NATWATCH_VIGIL__KEEP": "false", **variables}
        self._log: IO[bytes] = log.open("ab")
        self._running: list[subprocess.Popen[bytes]] = []

    def start(self) -> int:
        """Start one, and give its process id."""
        command = [sys.executable, "-m", "streams.cli", "worker"]
        worker = subprocess.Popen(command, env=self._variables, stderr=self._log, stdout=self._log)  # noqa: S603 - our own
        self._running.append(worker)
        return worker.pid

    def kill(self) -> int:
        """Kill the one that was started last with SIGKILL, and give its process id."""
        worker = self._running.pop()
        worker.kill()
        worker.wait()
        return worker.pid

    def alive(self) -> bool:
        """Whether none of them has ended by itself."""
        return all(worker.poll() is None for worker in self._running)

    def ended(self, within_s: float) -> int:
        """Wait until the one that was started last has ended by itself, and give its exit code."""
        return self._running.pop().wait(within_s)

    def stop(self) -> None:
        """End all of them, in good order if they can."""
        for worker in self._running:
            worker.terminate()
        for worker in self._running:
            try:
                worker.wait(_END_S)
            except subprocess.TimeoutExpired:
                worker.kill()
                worker.wait()
        self._log.close()
