"""How far a long reading has come, shown on a terminal."""

from collections.abc import Callable, Sequence
from pathlib import Path

import click

from streams.replay.lines import everything

_WIPED = "\x1b[K"


class Reading:
    """Says on standard error how much of some files has been read; what comes next is written over it.

    Args:
        total: The size of the files, in bytes.
    """

    def __init__(self, total: int) -> None:
        self._total = total
        self._read = 0
        self._shown = 0

    def __call__(self, text: bytes) -> bool:
        """A line was read."""
        self._read += len(text) + 1
        part = min(self._read * 100 // self._total, 100)
        if part != self._shown:
            self._shown = part
            click.echo(f"{part} % read\r", nl=False, err=True)
        return True


def size_of(files: Sequence[str]) -> int:
    """How long the files are together, in bytes; 0 where that cannot be known beforehand."""
    try:
        return 0 if "-" in files else sum(Path(file).stat().st_size for file in files)
    except OSError:
        return 0


def reading(files: Sequence[str]) -> Callable[[bytes], bool]:
    """What shows how much of the files has been read, where standard error is a terminal."""
    total = size_of(files)
    return Reading(total) if total and click.get_text_stream("stderr").isatty() else everything


def wipe() -> None:
    """Takes what was shown off the terminal."""
    if click.get_text_stream("stderr").isatty():
        click.echo(_WIPED, nl=False, err=True)
