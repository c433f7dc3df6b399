"""What is known about a patient: compact events, by the thing that each is about."""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from alerts.facts.entities import Entity, Kind
from models.log import ClinicalEvent

Key = tuple[str, str]
Things = Mapping[str, tuple[ClinicalEvent, ...]]

NOTHING: Things = {}


class Facts(msgspec.Struct, frozen=True):
    """The events that count, each in the version that counts, retracted ones and retractions included.

    `homes` says where the event with a key is kept; `void` names the keys that a retraction in force has taken back;
    `fresh` the things about which something changed since the patient was last recorded.
    """

    things: Mapping[Kind, Things] = msgspec.field(default_factory=dict)
    homes: Mapping[Key, Entity] = msgspec.field(default_factory=dict)
    void: frozenset[Key] = frozenset()
    fresh: frozenset[Entity] = frozenset()

    def of(self, kind: Kind) -> Things:
        """All things of one kind, by name."""
        return self.things.get(kind, NOTHING)

    def all(self) -> Iterator[Entity]:
        """All things about which something is known, taken back or not."""
        return (Entity(kind, name) for kind, things in self.things.items() for name in things)

    def knows(self, thing: Entity) -> bool:
        """Whether anything is known about a thing, taken back or not."""
        return thing.name in self.of(thing.kind)

    def about(self, thing: Entity) -> tuple[ClinicalEvent, ...]:
        """The events about one thing that no retraction has taken back."""
        events = self.of(thing.kind).get(thing.name, ())
        if not self.void:
            return events
        return tuple(event for event in events if event.key not in self.void)

    def find(self, key: Key) -> ClinicalEvent | None:
        """The event with this key, in the version that counts."""
        home = self.homes.get(key)
        if home is None:
            return None
        return next(event for event in self.of(home.kind)[home.name] if event.key == key)

    def events(self) -> Iterator[ClinicalEvent]:
        """All events that are kept."""
        for things in self.things.values():
            for events in things.values():
                yield from events


def remember(events: Iterable[tuple[Entity, tuple[ClinicalEvent, ...]]]) -> Facts:
    """The facts that consist of these events, as they were kept; what is void is left to `void_keys`."""
    things: dict[Kind, dict[str, tuple[ClinicalEvent, ...]]] = {}
    homes: dict[Key, Entity] = {}
    for thing, about in events:
        things.setdefault(thing.kind, {})[thing.name] = about
        for event in about:
            homes[event.key] = thing
    return Facts(things, homes)
