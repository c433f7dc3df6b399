"""The closed set of log events: what each means, how grave it is, and the only fields that it may carry."""

from dataclasses import dataclass
from enum import Enum
from logging import ERROR, INFO, WARNING


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of log line.

    Attributes:
        name: what stands under `event`.
        level: how grave it is, as the standard library counts.
        doc: what it means, and what to do where something is to be done.
        fields: the names of all the fields that it may have.
    """

    name: str
    level: int
    doc: str
    fields: tuple[str, ...] = ()


class Event(Enum):
    """Everything that can be logged. No field holds a patient_id, free text or a value from a message."""

    LIBRARY_WARNING = Line(
        "library-warning",
        WARNING,
        "A library that we use complains; `suppressed` counts the same complaint since the last line of it.",
        ("library", "grade", "message", "errors", "suppressed"),
    )
    PAGER_STARTED = Line("pager-started", INFO, "The pager reads alerts and tells this receiver.", ("receiver",))
    PAGER_STOPPED = Line("pager-stopped", INFO, "The pager has stopped; what was accepted is settled.", ("receiver",))
    PAGER_COMMIT_FAILED = Line(
        "pager-commit-failed",
        WARNING,
        "The pager could not move its place in Kafka, as in a rebalance; it tries again.",
        ("errors",),
    )
    PAGER_PLACE_BEYOND_END = Line(
        "pager-place-beyond-end",
        ERROR,
        "The topic is shorter than what the pager had read of it: was it made anew? It is read as a new one.",
        ("topic", "partition", "committed", "end"),
    )
    PAGER_RECORD_UNREADABLE = Line(
        "pager-record-unreadable",
        ERROR,
        "A record is no alert that this build can read: nobody was paged for it. Find out who wrote it.",
        ("topic", "partition", "offset"),
    )
    PAGE_TOLD = Line(
        "page-told",
        INFO,
        "A receiver has accepted a delivery.",
        ("receiver", "rule", "severity", "intent", "alert_id", "revision"),
    )
    PAGE_NOT_TAKEN = Line(
        "page-not-taken",
        WARNING,
        "A receiver has not accepted a delivery; it is tried again after so many seconds.",
        ("receiver", "rule", "alert_id", "revision", "why", "attempt", "after_s"),
    )
    PAGE_REFUSED = Line(
        "page-refused",
        ERROR,
        "A receiver has refused this very delivery, so it is not tried again. Act upon the alert by other means.",
        ("receiver", "rule", "alert_id", "revision", "why"),
    )
    PAGE_SHADOWED = Line(
        "page-shadowed",
        INFO,
        "Shadow mode kept this delivery back.",
        ("receiver", "rule", "severity", "intent", "alert_id", "revision"),
    )
