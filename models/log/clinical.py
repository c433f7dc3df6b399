"""What the clinic says about the patient, in the log."""

from datetime import date
from decimal import Decimal

from models.log.base import Event
from models.terms import ConditionKind, ReactionSeverity, Symptom


class Demographics(Event, frozen=True, kw_only=True, tag="demographics", gc=False):
    """When the patient was born."""

    birth_date: date


class TherapyStarted(Event, frozen=True, kw_only=True, tag="therapy-started", gc=False):
    """Natalizumab was begun."""

    reason: str | None = None


class TherapyDiscontinued(Event, frozen=True, kw_only=True, tag="therapy-discontinued", gc=False):
    """Natalizumab was ended."""

    reason: str | None = None


class ConditionEvent(Event, frozen=True, kw_only=True, gc=False):
    """Something about one condition."""

    condition_id: str
    kind: ConditionKind
    code: str | None = None


class ConditionStarted(ConditionEvent, frozen=True, kw_only=True, tag="condition-started", gc=False):
    """The onset of a condition."""


class ConditionResolved(ConditionEvent, frozen=True, kw_only=True, tag="condition-resolved", gc=False):
    """The end of a condition."""


class OrderEvent(Event, frozen=True, kw_only=True, gc=False):
    """Something about one order of a medicine."""

    order_id: str
    atc: str | None = None
    rxnorm: str | None = None
    name: str | None = None


class MedicationStarted(OrderEvent, frozen=True, kw_only=True, tag="medication-started", gc=False):
    """The order became active."""


class MedicationStopped(OrderEvent, frozen=True, kw_only=True, tag="medication-stopped", gc=False):
    """The order was ended."""


class ReactionObserved(Event, frozen=True, kw_only=True, tag="reaction-observed", gc=False):
    """A symptom was seen."""

    symptom: Symptom
    severity: ReactionSeverity


class MriReported(Event, frozen=True, kw_only=True, tag="mri-reported", gc=False):
    """An MRI of the brain was read; lesions are counts."""

    gd_enhancing_lesions: int
    new_t2_lesions: int


class EdssScored(Event, frozen=True, kw_only=True, tag="edss-scored", gc=False):
    """Disability on Kurtzke's scale, 0 to 10."""

    score: Decimal


class RelapseReported(Event, frozen=True, kw_only=True, tag="relapse-reported", gc=False):
    """A relapse of the multiple sclerosis began."""
