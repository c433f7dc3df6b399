"""The closed set of log events: what each means, how grave it is, and the only fields that it may carry."""

from dataclasses import dataclass
from enum import Enum
from logging import WARNING


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
