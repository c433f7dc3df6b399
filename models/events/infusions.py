"""Events of giving a dose."""

from typing import Literal

from models.events.common import Event
from models.events.fields import Identifier, PositiveQuantity, Quantity
from models.terms import Route, StopReason


class InfusionStarted(Event):
    """A dose began to be given."""

    type: Literal["infusion-started"]
    """What kind of event this is."""
    infusion_id: Identifier
    """The infusion that began."""
    preparation_id: Identifier | None = None
    """The prepared dose that is given."""
    route: Route
    """How it is given."""
    rate_ml_per_h: Quantity | None = None
    """The rate at the start, in mL/h; 0 is a pause."""
    volume_ml: PositiveQuantity | None = None
    """The volume that is to run, in mL."""


class InfusionRateChanged(Event):
    """The rate of an infusion was set anew."""

    type: Literal["infusion-rate-changed"]
    """What kind of event this is."""
    infusion_id: Identifier
    """The infusion whose rate changed."""
    rate_ml_per_h: Quantity
    """The rate from now on, in mL/h; 0 is a pause."""


class InfusionPaused(Event):
    """An infusion was interrupted."""

    type: Literal["infusion-paused"]
    """What kind of event this is."""
    infusion_id: Identifier
    """The infusion that was interrupted."""


class InfusionResumed(Event):
    """An interrupted infusion went on."""

    type: Literal["infusion-resumed"]
    """What kind of event this is."""
    infusion_id: Identifier
    """The infusion that went on."""


class InfusionStopped(Event):
    """An infusion ended."""

    type: Literal["infusion-stopped"]
    """What kind of event this is."""
    infusion_id: Identifier
    """The infusion that ended."""
    reason: StopReason
    """Why it ended."""
    volume_infused_ml: Quantity | None = None
    """What had run by then, in mL; 0 if it was stopped before any did."""


class ObservationEnded(Event):
    """The patient was released after an infusion; it occurred at the release."""

    type: Literal["observation-ended"]
    """What kind of event this is."""
    infusion_id: Identifier
    """The infusion after which the patient was observed."""
