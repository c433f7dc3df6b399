"""The one reader of the wall clock: everything else is handed a `Clock`."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias

Clock: TypeAlias = Callable[[], datetime]
"""Gives the present instant, aware and in UTC."""


def now() -> datetime:
    """The present instant of this machine, aware and in UTC, to the microsecond."""
    return datetime.now(UTC)  # noqa: TID251 - this is the one place
