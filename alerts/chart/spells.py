"""Spells: conditions and orders, each with the times at which it was on."""

from dataclasses import dataclass
from datetime import datetime

from models.log import ConditionEvent, ConditionStarted, MedicationStarted, OrderEvent
from models.terms import ConditionKind


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition; each onset with the end of it, if there is one. `kind` is that of the first onset."""

    name: str
    kind: ConditionKind
    onsets: tuple[tuple[ConditionStarted, datetime | None], ...]


@dataclass(frozen=True, slots=True)
class Order:
    """An order of a medicine; each start with the end of it, if there is one."""

    name: str
    starts: tuple[tuple[MedicationStarted, datetime | None], ...]


def condition_of(name: str, events: tuple[ConditionEvent, ...]) -> Condition | None:
    """The condition that these events, in order of time, are about; None if no onset is known."""
    ends = sorted(event.occurred_at for event in events if not isinstance(event, ConditionStarted))
    onsets = tuple(
        (event, _first_from(ends, event.occurred_at)) for event in events if isinstance(event, ConditionStarted)
    )
    return Condition(name, onsets[0][0].kind, onsets) if onsets else None


def order_of(name: str, events: tuple[OrderEvent, ...]) -> Order | None:
    """The order that these events, in order of time, are about; None if no start is known."""
    ends = sorted(event.occurred_at for event in events if not isinstance(event, MedicationStarted))
    starts = tuple(
        (event, _first_from(ends, event.occurred_at)) for event in events if isinstance(event, MedicationStarted)
    )
    return Order(name, starts) if starts else None


def _first_from(ends: list[datetime], instant: datetime) -> datetime | None:
    return next((end for end in ends if end >= instant), None)
