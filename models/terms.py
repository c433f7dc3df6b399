"""The ward's closed vocabularies, as they are spelled in events."""

from enum import StrEnum
from typing import Final


class LabStatus(StrEnum):
    """How far a result has come; of one version, a later one here counts over an earlier one."""

    PRELIMINARY = "preliminary"
    FINAL = "final"
    CORRECTED = "corrected"
    CANCELLED = "cancelled"
    ENTERED_IN_ERROR = "entered-in-error"


WITHDRAWN: Final = frozenset((LabStatus.CANCELLED, LabStatus.ENTERED_IN_ERROR))
"""The statuses of a result that is taken back."""


class Comparator(StrEnum):
    """Makes a value the end of an interval: `>` 100 is more than 100."""

    BELOW = "<"
    AT_MOST = "<="
    AT_LEAST = ">="
    ABOVE = ">"


class Finding(StrEnum):
    """The result of a qualitative test."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    INDETERMINATE = "indeterminate"


class Route(StrEnum):
    """How a dose is given."""

    IV_INFUSION = "iv-infusion"
    IV_BOLUS = "iv-bolus"
    SUBCUTANEOUS = "subcutaneous"
    INTRAMUSCULAR = "intramuscular"
    OTHER = "other"


class StopReason(StrEnum):
    """Why an infusion stopped."""

    COMPLETED = "completed"
    REACTION = "reaction"
    ABORTED = "aborted"
    OTHER = "other"


class Storage(StrEnum):
    """Where a diluted dose is kept."""

    ROOM_TEMPERATURE = "room-temperature"
    REFRIGERATED = "refrigerated"


class Mishandling(StrEnum):
    """What was done to a dose that must not be done."""

    FROZEN = "frozen"
    SHAKEN = "shaken"


class ConditionKind(StrEnum):
    """What a condition is to the therapy."""

    PREGNANCY = "pregnancy"
    LACTATION = "lactation"
    INFECTION = "infection"
    OTHER = "other"


class Symptom(StrEnum):
    """What was seen of a reaction."""

    URTICARIA = "urticaria"
    HYPOTENSION = "hypotension"
    DYSPNOEA = "dyspnoea"
    ANAPHYLAXIS = "anaphylaxis"
    ANGIOEDEMA = "angioedema"
    BRONCHOSPASM = "bronchospasm"
    CHEST_PAIN = "chest-pain"
    FEVER = "fever"
    RASH = "rash"
    OTHER = "other"


class ReactionSeverity(StrEnum):
    """How bad a reaction is."""

    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"


class SetAside(StrEnum):
    """Why an alert is set aside: a closed set, so that it can be counted."""

    TAKEN = "taken"
    """Somebody has acknowledged the page, and acts."""
    HANDLED = "handled"
    """Somebody has closed the page: it was acted upon."""
    SILENCED = "silenced"
    """Silenced, for no reason of this list."""
    EXPECTED = "expected"
    """True, known, and nothing has to be done."""
    NOT_RELEVANT = "not-relevant"
    """True, and of no use: the alert should be reconsidered."""
    DATA_ERROR = "data-error"
    """What the alert rests on is wrong."""
    DUPLICATE = "duplicate"
    """Another alert says so already."""
