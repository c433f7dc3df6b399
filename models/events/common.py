"""What all events have in common."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from models.events.fields import Identifier, Instant
from models.rejections import Reason


class Event(BaseModel):
    """Something that happened to a patient, as a source of the hospital reports it."""

    model_config: ClassVar[ConfigDict] = ConfigDict(
        frozen=True, extra="ignore", use_attribute_docstrings=True, hide_input_in_errors=True
    )

    type: str
    """What kind of event this is."""
    event_id: Identifier
    """Unique for its source; a repeat is ignored."""
    patient_id: Identifier
    """Whom it is about."""
    occurred_at: Instant
    """Clinical time: of collection, start, stop, …"""
    recorded_at: Instant | None = None
    """When the source recorded it."""
    source: Identifier | None = None
    """The system that reports it."""

    @classmethod
    def faults_in(cls, fields: Mapping[str, object]) -> Iterator[tuple[Reason, str]]:  # noqa: ARG003  for subclasses
        """What is wrong between the fields of an event of which not every field can be read.

        Args:
            fields: The event as it came.

        Returns:
            Reasons, each with the field to look at.
        """
        return iter(())
