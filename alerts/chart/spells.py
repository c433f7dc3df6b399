"""Spells: conditions and orders, each with the times at which it was on."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from models.log import ConditionEvent, ConditionStarted, Event, MedicationStarted, OrderEvent

Start = TypeVar("Start", bound=Event)


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition; each onset with the end of it, if there is one. Each onset says of what kind it is."""

    name: str
    onsets: tuple[tuple[ConditionStarted, datetime | None], ...]


@dataclass(frozen=True, slots=True)
class Order:
    """An order of a medicine; each start with the end of it, if there is one."""

    name: str
    starts: tuple[tuple[MedicationStarted, datetime | None], ...]


def condition_of(name: str, events: tuple[ConditionEvent, ...]) -> Condition | None:
    """The condition that these events, in order of time, are about; None if no onset is known."""
    onsets = _spells([event for event in events if isinstance(event, ConditionStarted)], _ends(events))
    return Condition(name, onsets) if onsets else None


def order_of(name: str, events: tuple[OrderEvent, ...]) -> Order | None:
    """The order that these events, in order of time, are about; None if no start is known."""
    starts = _spells([event for event in events if isinstance(event, MedicationStarted)], _ends(events))
    return Order(name, starts) if starts else None


def _ends(events: tuple[Event, ...]) -> list[datetime]:
    return [event.occurred_at for event in events if not isinstance(event, ConditionStarted | MedicationStarted)]


def _spells(starts: list[Start], ends: list[datetime]) -> tuple[tuple[Start, datetime | None], ...]:
    """Each start with the first end from then on; one that ended a spell before it does not end what began with it."""
    spells: list[tuple[Start, datetime | None]] = []
    for start in starts:
        at = start.occurred_at
        again = any(before.occurred_at < at == end for before, end in spells)
        spells.append((start, next((end for end in ends if end > at or (end == at and not again)), None)))
    return tuple(spells)
