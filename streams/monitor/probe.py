"""Named points in the life of a record, for those who want to see what happens when a worker dies exactly there."""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeAlias


class Point(StrEnum):
    """Where a worker can be interrupted while it works a record in."""

    FETCHED = "fetched"
    LEARNED = "learned"
    PASSED_ON = "passed-on"
    ALERT_SENT = "alert-sent"
    ALERT_ACKNOWLEDGED = "alert-acknowledged"
    LEDGER_ACKNOWLEDGED = "ledger-acknowledged"
    COMMITTED = "committed"
    RESTORING = "restoring"


Probe: TypeAlias = Callable[[Point], None]


def unobserved(_: Point) -> None:
    """The probe of a worker at which nobody looks."""
