"""Prepared doses in the log, from the dilution to the bin."""

from decimal import Decimal

from models.log.base import Event
from models.terms import Mishandling, Storage


class DoseEvent(Event, frozen=True, kw_only=True, gc=False):
    """Something about one prepared dose."""

    preparation_id: str


class DosePrepared(DoseEvent, frozen=True, kw_only=True, tag="dose-prepared", gc=False):
    """The concentrate was diluted; dose in mg, volume of diluent in mL; no storage: unknown."""

    dose_mg: Decimal
    diluent: str
    diluent_volume_ml: Decimal
    storage: Storage | None = None


class DoseMoved(DoseEvent, frozen=True, kw_only=True, tag="dose-moved", gc=False):
    """The bag was put elsewhere."""

    storage: Storage


class DoseMishandled(DoseEvent, frozen=True, kw_only=True, tag="dose-mishandled", gc=False):
    """The bag was frozen or shaken."""

    kind: Mishandling


class DoseDiscarded(DoseEvent, frozen=True, kw_only=True, tag="dose-discarded", gc=False):
    """The bag was thrown away."""
