"""What the vigil stands on: who this worker is, what it watches, and by which bounds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.policy import Policy
from models.settings import Settings
from models.vigil import VigilSettings
from streams.clock import Clock
from streams.topics import TopicNames


@dataclass(frozen=True, slots=True)
class Ground:
    """Handed to every part of the vigil.

    Attributes:
        settings: of this installation.
        policy: the site's.
        partitions: how many the log has.
        arguments: what every aiokafka client is told.
        clock: the wall clock.
    """

    settings: Settings
    policy: Policy
    partitions: int
    arguments: Mapping[str, Any]
    clock: Clock

    @property
    def names(self) -> TopicNames:
        """Of topics and groups."""
        return TopicNames(self.settings.topics.prefix)

    @property
    def bounds(self) -> VigilSettings:
        """What is too long, and too much."""
        return self.settings.vigil
