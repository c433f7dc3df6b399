"""The short way for events whose fields a decoder has read already: they are held against their limits, and set.

It gives the event that `models.events.check` would give, or it gives nothing. What it gives nothing for is not wrong:
it needs a closer look, which also says what is wrong with it.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, NamedTuple, get_args

from pydantic import StringConstraints

from models.events.clinic import ConditionResolved, ConditionStarted, Demographics, MedicationStarted, MedicationStopped
from models.events.common import Event
from models.events.decisions import EventRetracted
from models.events.fields import LARGEST_NUMBER, Quantity
from models.events.infusions import InfusionStarted, InfusionStopped
from models.events.laboratory import LabResult
from models.events.preparations import DoseDiscarded, DosePrepared
from models.events.registry import type_name
from models.events.unchecked import unchecked
from models.instants import BEYOND, EARLIEST
from models.plain.conditions import CONDITIONS, Condition
from models.plain.hints import unwrapped

__all__ = ["event_of"]

_MODELS: Final = (
    *(InfusionStarted, InfusionStopped, MedicationStarted, MedicationStopped, DosePrepared, DoseDiscarded),
    *(ConditionStarted, ConditionResolved, Demographics, EventRetracted, LabResult),
)
"""The types that are made in this way: no condition holds between their fields but those in `CONDITIONS`."""

_FIRST_DAY, _DAY_BEYOND = EARLIEST.date(), BEYOND.date()
_NUMERAL: Final = re.compile(r"[0-9]{1,18}(?:\.[0-9]{1,18})?")
_FROM_ZERO: Final = get_args(Quantity)[1:]
_A_UNIT: Final = StringConstraints(max_length=128)


class _Shape(NamedTuple):
    """What an event of a type has: the names of its fields by what they hold.

    With each name stands whether it is required. Texts have a longest length, numbers may be zero or not. Of what is
    `assumed` nothing else is read here.
    """

    model: type[Event]
    names: frozenset[str]
    blank: Mapping[str, object]
    texts: tuple[tuple[str, bool, int], ...]
    words: tuple[tuple[str, bool, Mapping[object, StrEnum]], ...]
    numbers: tuple[tuple[str, bool, bool], ...]
    days: tuple[str, ...]
    assumed: frozenset[str]
    condition: Condition | None


def event_of(fields: Mapping[str, object]) -> Event | None:
    """The event of these fields, if it is plain that it is accepted. Never raises.

    Args:
        fields: By their names; `type` among them. Text as str, instants as datetime in UTC, numbers as Decimal, days as
            date, words of closed sets as str; None and empty text are absent. A number may be text, too.
    """
    shape = _SHAPES.get(fields["type"])
    if shape is None or not shape.assumed.isdisjoint(fields):
        return None
    values = {**shape.blank, **fields}
    return unchecked(shape.model, values, shape.names) if _are_plain(values, shape) else None


def _are_plain(values: dict[str, Any], shape: _Shape) -> bool:
    """Whether these are within all limits; empty texts are made absent, words what they stand for."""
    if len(values) != len(shape.names) or not (_are_instants(values) and _are_texts(values, shape.texts)):
        return False
    for name, required, words in shape.words:
        said = values[name]
        if said is not None or required:
            values[name] = words.get(said)
            if values[name] is None:
                return False
    if shape.numbers and not _are_numbers(values, shape.numbers):
        return False
    for name in shape.days:
        day = values[name]
        if type(day) is not date or not _FIRST_DAY <= day < _DAY_BEYOND:
            return False
    condition = shape.condition
    return condition is None or condition.holds(*map(values.get, condition.fields))


def _are_instants(values: Mapping[str, Any]) -> bool:
    occurred_at, recorded_at = values["occurred_at"], values["recorded_at"]
    if type(occurred_at) is not datetime or occurred_at.tzinfo is not UTC or not EARLIEST <= occurred_at < BEYOND:
        return False
    return recorded_at is None or (
        type(recorded_at) is datetime and recorded_at.tzinfo is UTC and EARLIEST <= recorded_at < BEYOND
    )


def _are_texts(values: dict[str, object], texts: tuple[tuple[str, bool, int], ...]) -> bool:
    """Whether these are texts of what can be printed, or may be absent and are; empty ones are made so."""
    for name, required, longest in texts:
        text = values[name]
        if text is None or text == "":
            if required:
                return False
            values[name] = None
        elif type(text) is not str or len(text) > longest or not text.isprintable():
            return False
    return True


def _are_numbers(values: dict[str, object], names: tuple[tuple[str, bool, bool], ...]) -> bool:
    """Whether these are numbers within their limits, or may be absent and are; texts are made numbers."""
    for name, required, from_zero in names:
        number = values[name]
        if number is None and not required:
            continue
        if type(number) is str and _NUMERAL.fullmatch(number):
            number = values[name] = Decimal(number)
        if type(number) is not Decimal or not number.is_finite() or not 0 <= number <= LARGEST_NUMBER:
            return False
        if not (number or from_zero):
            return False
    return True


def _shape(model: type[Event]) -> _Shape:
    kinds = {name: _kind(declared.rebuild_annotation()) for name, declared in model.model_fields.items()}
    own = {name: kind for name, kind in kinds.items() if name not in {"type", "occurred_at", "recorded_at"}}
    required = {name for name, declared in model.model_fields.items() if declared.is_required()}
    return _Shape(
        model=model,
        names=frozenset(kinds),
        blank={
            name: None if declared.is_required() else declared.default for name, declared in model.model_fields.items()
        },
        texts=tuple(
            (name, name in required, _longest(constraints)) for name, (kind, constraints) in own.items() if kind is str
        ),
        words=tuple(
            (name, name in required, {word.value: word for word in kind})
            for name, (kind, _) in own.items()
            if issubclass(kind, StrEnum)
        ),
        numbers=tuple(
            (name, name in required, constraints == _FROM_ZERO)
            for name, (kind, constraints) in own.items()
            if kind is Decimal
        ),
        days=tuple(name for name, (kind, _) in own.items() if kind is date),
        assumed=frozenset(name for name, (kind, _) in own.items() if kind is int),
        condition=CONDITIONS.get(type_name(model)),
    )


def _kind(hint: Any) -> tuple[Any, tuple[object, ...]]:  # noqa: ANN401  type hints
    kind, constraints = unwrapped(hint)
    return (str, (_A_UNIT,)) if kind == str | None else (kind, constraints)


def _longest(constraints: tuple[object, ...]) -> int:
    (longest,) = (each.max_length or 0 for each in constraints if isinstance(each, StringConstraints))
    return longest


_SHAPES: Final[Mapping[object, _Shape]] = MappingProxyType({type_name(model): _shape(model) for model in _MODELS})
