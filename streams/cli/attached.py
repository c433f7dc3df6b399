"""Standard streams that are closed, or take no more."""

import os
import sys
from typing import Final

_MODES: Final = {"stdin": ("r", os.O_WRONLY), "stdout": ("w", os.O_RDONLY), "stderr": ("w", os.O_WRONLY)}
"""How each is used, and how the null device is opened in its place: so that reading, or writing, fails."""


def attach() -> None:
    """Put something in the place of standard streams that are closed, so that no file that is opened comes there.

    Standard input cannot be read then, standard output not written; what is said on standard error is dropped.
    """
    for name, (mode, access) in _MODES.items():
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, access), mode))


def drop_output() -> None:
    """Let go of what standard output did not take, so that the end of the process does not try to write it again."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())
    os.close(null)
