"""What a plain event of each type looks like, made from the model that checks it.

Lengths, words of closed sets and whole numbers are checked as the message is decoded. What is left is its content.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal, TypeAlias

import msgspec
from pydantic import StringConstraints

from models.events.common import Event
from models.events.decisions import PatientMerged
from models.events.fields import LARGEST_INTEGER
from models.events.registry import EVENT_TYPES
from models.plain.conditions import CONDITIONS
from models.plain.content import Content, Field
from models.plain.hints import unwrapped
from models.plain.instants import instant_text
from models.plain.spelling import spelling

_COUNT: Final = Annotated[int, msgspec.Meta(ge=0, le=LARGEST_INTEGER)]
_UNIT: Final = Annotated[str, msgspec.Meta(min_length=1, max_length=128)]
_Spell: TypeAlias = Callable[[str], str | None]


def _struct(model: type[Event], name: str) -> type[msgspec.Struct]:
    """The fields in the order of a line; `accepted_at`, which a message may bring for nothing, in its place."""
    common: list[Any] = []
    own: list[Any] = []
    for field, declared in model.model_fields.items():
        if field != "type":
            decoded, _ = _read_as(declared.rebuild_annotation())
            member = (field, decoded) if declared.is_required() else (field, decoded | None, None)
            (common if field in Event.model_fields else own).append(member)
    members = [*common, ("accepted_at", str | None, None), *own]
    return msgspec.defstruct(
        model.__name__, members, tag_field="type", tag=name, kw_only=True, omit_defaults=True, gc=False
    )


def _content(model: type[Event], name: str) -> Content:
    condition = CONDITIONS.get(name)
    fields = []
    for field, declared in model.model_fields.items():
        if field not in Event.model_fields:
            _, spell = _read_as(declared.rebuild_annotation())
            assumed = None if declared.is_required() else declared.default
            if spell or assumed is not None or (condition and field in condition.fields):
                fields.append(Field(field, spell, declared.is_required(), assumed))
    return Content(fields, condition)


def _read_as(hint: Any) -> tuple[Any, _Spell | None]:  # noqa: ANN401  type hints
    """As what a field is decoded, and how it is spelled then if that is not as it came."""
    kind, constraints = unwrapped(hint)
    if kind == str | None:
        return _UNIT, None
    if kind is str:
        (text,) = (each for each in constraints if isinstance(each, StringConstraints))
        return Annotated[str, msgspec.Meta(min_length=text.min_length, max_length=text.max_length)], None
    if kind is int:
        return _COUNT, None
    if issubclass(kind, StrEnum):
        return Literal[tuple(word.value for word in kind)], None
    if kind is datetime:
        return str, instant_text
    return (Any if kind is Decimal else str), spelling(hint)


SHAPES: Final[Mapping[type[msgspec.Struct], Content]] = MappingProxyType(
    {_struct(model, name): _content(model, name) for name, model in EVENT_TYPES.items() if model is not PatientMerged}
)
"""Every type that is written for one patient, as it is decoded; the line of a merge goes to two."""
