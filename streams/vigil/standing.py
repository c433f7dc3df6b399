"""What the vigil has said on `operations`, and the difference to what is found now. Pure."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final, NamedTuple

from models.alerts import Alert, Status
from streams.operations.alerts import opened, resolved
from streams.operations.catalogue import Operation, Operations

OURS: Final = frozenset(
    each.value.rule
    for each in (
        Operations.PATH_SILENT,
        Operations.CANARY_UNSEEN,
        Operations.FEED_SILENT,
        Operations.REJECTED_FLOOD,
        Operations.UNMAPPED_FLOOD,
        Operations.UNMAPPED_ANALYTE,
        Operations.CONSUMER_LAG,
    )
)
"""What is said by the vigil and nobody else."""


class Found(NamedTuple):
    """What was found out about one thing.

    Attributes:
        operation: which alert it is about.
        subject: the thing.
        wrong: a sentence that says what is the case; empty: all is well. What nobody knows yet is not found.
    """

    operation: Operation
    subject: str
    wrong: str = ""


class Standing:
    """The alerts of ours that fire; they outlive whoever raised them."""

    def __init__(self) -> None:
        self._firing: dict[tuple[str, str], Alert] = {}

    def take(self, alert: Alert) -> None:
        """A revision that is on `operations`."""
        if alert.rule in OURS:
            about = alert.rule, alert.subject
            if alert.status is Status.RESOLVED:
                self._firing.pop(about, None)
            else:
                self._firing[about] = alert

    def owed(self, found: Iterable[Found], now: datetime) -> list[Alert]:
        """The revisions to be published; each is to be taken in here once it is."""
        alerts = []
        for operation, subject, wrong in found:
            firing = self._firing.get((operation.rule, subject))
            if wrong and firing is None:
                alerts.append(opened(operation, subject, wrong, now))
            elif not wrong and firing is not None:
                alerts.append(resolved(firing, now))
        return alerts
