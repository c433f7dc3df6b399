"""What is known about a patient: compact events, by the thing that each is about."""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Final

import msgspec

from alerts.facts.entities import Entity, Kind
from models.log import ClinicalEvent

Key = tuple[str, str]
Things = Mapping[str, tuple[ClinicalEvent, ...]]

NOTHING: Things = {}
_MARKS: Final = 1 << 14


class Facts(msgspec.Struct, frozen=True):
    """The events that count, each in the version that counts, retracted ones and retractions included.

    `count` is how many there are; `void` names the keys that a retraction in force has taken back; `fresh` the things
    about which something changed since the patient was last recorded. `marks` has a bit for each key that was ever
    known, as `mark_of` gives it: most events are new, and that is told without a look at all others.
    """

    things: Mapping[Kind, Things] = msgspec.field(default_factory=dict)
    count: int = 0
    marks: int = 0
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

    def find(self, key: Key, likely: Entity | None = None) -> ClinicalEvent | None:
        """The event with this key, in the version that counts; most likely it is about that thing."""
        if not self.marks & mark_of(key):
            return None
        near = () if likely is None else self.of(likely.kind).get(likely.name, ())
        return next((event for event in chain(near, self.events()) if event.key == key), None)

    def events(self) -> Iterator[ClinicalEvent]:
        """All events that are kept."""
        for things in self.things.values():
            for events in things.values():
                yield from events


def mark_of(key: Key) -> int:
    """One bit; two keys seldom have the same."""
    return 1 << hash(key) % _MARKS


def remember(known: Mapping[Entity, tuple[ClinicalEvent, ...]]) -> Facts:
    """The facts that consist of these events, as they were kept; what is void is left to `void_keys`."""
    things: dict[Kind, dict[str, tuple[ClinicalEvent, ...]]] = {}
    count, marks = 0, 0
    for thing, events in known.items():
        things.setdefault(thing.kind, {})[thing.name] = events
        count += len(events)
        for event in events:
            marks |= mark_of(event.key)
    return Facts(things, count, marks)
