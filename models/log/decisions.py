"""What people decide about findings, events and patients, in the log."""

from models.log.base import Event


class HoldCleared(Event, frozen=True, kw_only=True, tag="hold-cleared", gc=False):
    """A physician has evaluated a hold of `rule` (of one subject, or of all) and lifts it."""

    rule: str
    by: str
    reason: str
    subject: str | None = None


class AlertAcknowledged(Event, frozen=True, kw_only=True, tag="alert-acknowledged", gc=False):
    """Somebody has seen an alert and sets it aside."""

    alert_id: str
    by: str
    reason: str


class EventRetracted(Event, frozen=True, kw_only=True, tag="event-retracted", gc=False):
    """The source takes one of its events back."""

    retracts: str


class PatientMerged(Event, frozen=True, kw_only=True, tag="patient-merged", gc=False):
    """Two records are one patient; this one survives. `partition`: whose line it is, where that is said."""

    prior_patient_id: str
    partition: int | None = None
