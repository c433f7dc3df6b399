"""What every line of the log of a patient carries."""

from datetime import datetime

import msgspec


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", gc=False):
    """An accepted clinical event, as the log keeps it.

    `occurred_at` is clinical time, `recorded_at` the instant at which the source wrote it down, `accepted_at` the
    instant at which it was accepted here. A missing source is the empty string. All times are UTC.
    """

    event_id: str
    patient_id: str
    occurred_at: datetime
    accepted_at: datetime
    recorded_at: datetime | None = None
    source: str = ""

    @property
    def at(self) -> datetime:
        """Its place in clinical time."""
        return self.occurred_at

    @property
    def key(self) -> tuple[str, str]:
        """What identifies the event among all of its patient: its source, and its id there."""
        return self.source, self.event_id

    @property
    def known_at(self) -> datetime:
        """When somebody could know of it: when it was recorded, else when it happened."""
        return self.recorded_at or self.occurred_at
