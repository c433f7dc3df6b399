"""Lines of patient-events that the worker writes itself; they never come in."""

from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, JsonValue

from models.events.fields import Count, Identifier, Instant

_CONFIG = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True, hide_input_in_errors=True)


class TimeReached(BaseModel):
    """A deadline of a patient has come."""

    model_config: ClassVar[ConfigDict] = _CONFIG

    type: Literal["time-reached"] = "time-reached"
    """What kind of line this is."""
    patient_id: Identifier
    """Whose deadline it is."""
    due: Instant
    """The instant that has come."""
    accepted_at: Instant
    """The same instant."""


class PolicyChanged(BaseModel):
    """From here on the patients of a partition are judged by this policy."""

    model_config: ClassVar[ConfigDict] = _CONFIG

    type: Literal["policy-changed"] = "policy-changed"
    """What kind of line this is."""
    partition: Count
    """The partition of patient-events that it is about."""
    partitions: Count
    """How many partitions patient-events has."""
    policy: dict[str, JsonValue]
    """All values of the policy."""
    policy_version: Identifier
    """The version of the policy."""
    accepted_at: Instant
    """When it was written."""
