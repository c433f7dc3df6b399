"""Events of preparing a dose."""

from typing import Literal

from models.events.common import Event
from models.events.fields import Identifier, Quantity, Text
from models.terms import Mishandling, Storage


class DosePrepared(Event):
    """A dose was diluted. A wrong dose or volume is accepted, however wrong, for it is what the rules look for."""

    type: Literal["dose-prepared"]
    """What kind of event this is."""
    preparation_id: Identifier
    """The prepared dose."""
    dose_mg: Quantity
    """Natalizumab in it, in mg."""
    diluent: Text
    """What it was diluted with: sodium-chloride-0.9, else as named."""
    diluent_volume_ml: Quantity
    """How much diluent, in mL."""
    storage: Storage | None = None
    """Where it is kept from then on; absent: unknown."""


class DoseMoved(Event):
    """A diluted dose was put into another place."""

    type: Literal["dose-moved"]
    """What kind of event this is."""
    preparation_id: Identifier
    """The prepared dose."""
    storage: Storage
    """Where it is kept from then on."""


class DoseMishandled(Event):
    """A dose was frozen or shaken."""

    type: Literal["dose-mishandled"]
    """What kind of event this is."""
    preparation_id: Identifier
    """The prepared dose."""
    kind: Mishandling
    """What was done to it."""


class DoseDiscarded(Event):
    """A dose was thrown away."""

    type: Literal["dose-discarded"]
    """What kind of event this is."""
    preparation_id: Identifier
    """The prepared dose."""
