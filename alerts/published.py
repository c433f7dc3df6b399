"""What was published about a patient, and what people said about it."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from alerts.standing import Subject
from models.alerts import Status
from models.findings import End, Finding


class OpenAlert(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An alert that is not resolved, as its last revision says; `set_aside_at` is when it was acknowledged."""

    alert_id: str
    revision: int
    status: Status
    opened_at: datetime
    late_by_s: float
    finding: Finding
    set_aside_at: datetime | None = None

    @property
    def about(self) -> Subject:
        """The rule and the subject."""
        return self.finding.rule, self.finding.subject


class Cover(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An acknowledgement: it sets aside what began up to `at`, at this rank or lower."""

    rule: str
    subject: str
    rank: tuple[int, int]
    at: datetime

    def covers(self, finding: Finding) -> bool:
        """Whether the finding was set aside."""
        return (
            (self.rule, self.subject) == (finding.rule, finding.subject)
            and finding.rank <= self.rank
            and finding.holds_from <= self.at
        )


class Published(msgspec.Struct, frozen=True):
    """What the world was told.

    `covers` holds what was set aside of findings that a person ends; `acknowledged` the keys of the
    acknowledgements that were applied; `openings` how often an alert opened at `opened_at`, the last instant at which
    one did; `aside` what was set aside under a record that was merged, for what opens at the next look.
    """

    alerts: Mapping[Subject, OpenAlert] = msgspec.field(default_factory=dict)
    covers: tuple[Cover, ...] = ()
    acknowledged: tuple[tuple[str, str], ...] = ()
    opened_at: datetime | None = None
    openings: Mapping[Subject, int] = msgspec.field(default_factory=dict)
    aside: tuple[Cover, ...] = ()

    def covered(self, finding: Finding) -> bool:
        """Whether a person has set this finding aside for good, which nobody can but where it ends so."""
        return (
            bool(self.covers)
            and finding.ends is End.ACKNOWLEDGED
            and any(cover.covers(finding) for cover in self.covers)
        )

    def quieted_at(self, finding: Finding) -> datetime | None:
        """When a person set this finding aside, or a worse one in its place, or under a merged record; else None."""
        return max((cover.at for cover in (*self.aside, *self.covers) if cover.covers(finding)), default=None)
