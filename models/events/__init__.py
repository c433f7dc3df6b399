"""Every event that may come in: the source of what is accepted, of what is written, and of the published schemas."""

from models.events.canonical import content, content_of_line, internal_line, line
from models.events.check import check
from models.events.common import Event
from models.events.registry import BY_TOPIC, EVENT_TYPES, INTERNAL_TYPES

__all__ = [
    "BY_TOPIC",
    "EVENT_TYPES",
    "INTERNAL_TYPES",
    "Event",
    "check",
    "content",
    "content_of_line",
    "internal_line",
    "line",
]
