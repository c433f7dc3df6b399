"""Infusions in the log, from the start to the release of the patient."""

from decimal import Decimal

from models.log.base import Event
from models.terms import Route, StopReason


class InfusionEvent(Event, frozen=True, kw_only=True, gc=False):
    """Something about one infusion."""

    infusion_id: str


class InfusionStarted(InfusionEvent, frozen=True, kw_only=True, tag="infusion-started", gc=False):
    """An infusion, or whatever was given instead, began; volume in mL, rate in mL/h."""

    route: Route
    preparation_id: str | None = None
    rate_ml_per_h: Decimal | None = None
    volume_ml: Decimal | None = None


class InfusionRateChanged(InfusionEvent, frozen=True, kw_only=True, tag="infusion-rate-changed", gc=False):
    """The pump runs at another rate from now on, in mL/h; 0 is a pause."""

    rate_ml_per_h: Decimal


class InfusionPaused(InfusionEvent, frozen=True, kw_only=True, tag="infusion-paused", gc=False):
    """The pump stands still."""


class InfusionResumed(InfusionEvent, frozen=True, kw_only=True, tag="infusion-resumed", gc=False):
    """The pump runs again, at the rate it had."""


class InfusionStopped(InfusionEvent, frozen=True, kw_only=True, tag="infusion-stopped", gc=False):
    """The infusion is over."""

    reason: StopReason
    volume_infused_ml: Decimal | None = None


class ObservationEnded(InfusionEvent, frozen=True, kw_only=True, tag="observation-ended", gc=False):
    """The patient was released after the infusion."""
