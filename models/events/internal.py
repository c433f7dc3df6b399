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


class SetAside(BaseModel):
    """What a person set aside under a record that was merged into this patient's: nobody is paged for it again."""

    model_config: ClassVar[ConfigDict] = _CONFIG

    type: Literal["set-aside"] = "set-aside"
    """What kind of line this is."""
    patient_id: Identifier
    """The patient who goes on."""
    rule: Identifier
    """The rule of the alert."""
    subject: Identifier
    """What the alert was about."""
    rank: tuple[Count, Count]
    """How much the alert weighed: its severity from 0, info, to 2, critical; and its grade."""
    at: Instant
    """When it was set aside; what began later was not meant."""
    for_good: bool
    """Whether a person ends what was found; else it only pages nobody."""
    accepted_at: Instant
    """When the records were merged."""


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
