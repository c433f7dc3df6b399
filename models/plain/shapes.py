"""What a plain event of each type looks like, made from the model that checks it.

Lengths, words of closed sets and whole numbers are checked as the message is decoded. What is left is a list of
conversions for each type: of the fields whose canonical text is not always the text that came.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType, UnionType
from typing import Annotated, Any, Final, Literal, NamedTuple, Union, get_args, get_origin

import msgspec
from pydantic import StringConstraints

from models.events.common import Event
from models.events.decisions import PatientMerged
from models.events.fields import LARGEST_INTEGER
from models.events.registry import EVENT_TYPES
from models.plain.conditions import CONDITIONS, Condition
from models.plain.conversions import Conversion, conversion
from models.plain.instants import instant_text

_COUNT: Final = Annotated[int, msgspec.Meta(ge=0, le=LARGEST_INTEGER)]
_UNIT: Final = Annotated[str, msgspec.Meta(min_length=1, max_length=128)]


class Shape(NamedTuple):
    """How a plain event of one type becomes its line.

    Attributes:
        conversions: the fields to convert, how, and whether they must be there.
        assumed: what fields say that are not there, beyond nothing.
        condition: what must hold between the fields.
    """

    conversions: tuple[tuple[str, Conversion, bool], ...]
    assumed: tuple[tuple[str, object], ...]
    condition: Condition | None


class _Field(NamedTuple):
    name: str
    decoded: Any
    conversion: Conversion | None
    required: bool
    assumed: object


def _fields(model: type[Event]) -> Iterator[_Field]:
    for name, declared in model.model_fields.items():
        if name != "type":
            hint = declared.rebuild_annotation()
            decoded, convert = _read_as(hint)
            required = declared.is_required()
            yield _Field(name, decoded if required else decoded | None, convert, required, declared.get_default())


def _read_as(hint: Any) -> tuple[Any, Conversion | None]:  # noqa: ANN401  type hints
    """As what a field is decoded, and how it is converted then."""
    if get_origin(hint) in {Union, UnionType}:
        hint = next(each for each in get_args(hint) if each is not type(None))
    kind, *constraints = get_args(hint) if get_origin(hint) is Annotated else (hint,)
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
    return (Any if kind is Decimal else str), conversion(hint)


def _struct(model: type[Event], fields: list[_Field]) -> type[msgspec.Struct]:
    """The fields in the order of a line; `accepted_at`, which a message may bring for nothing, in its place."""
    common = len(Event.model_fields) - 1
    members: list[Any] = [
        (field.name, field.decoded) if field.required else (field.name, field.decoded, None) for field in fields
    ]
    members.insert(common, ("accepted_at", str | None, None))
    (name,) = get_args(model.model_fields["type"].annotation)
    return msgspec.defstruct(
        model.__name__, members, tag_field="type", tag=name, kw_only=True, omit_defaults=True, gc=False
    )


def _shape(name: str, fields: list[_Field]) -> Shape:
    return Shape(
        conversions=tuple((each.name, each.conversion, each.required) for each in fields if each.conversion),
        assumed=tuple(
            (field.name, field.assumed) for field in fields if not field.required and field.assumed is not None
        ),
        condition=CONDITIONS.get(name),
    )


def _shapes() -> Iterator[tuple[type[msgspec.Struct], Shape]]:
    for name, model in EVENT_TYPES.items():
        if model is not PatientMerged:
            fields = list(_fields(model))
            yield _struct(model, fields), _shape(name, fields)


SHAPES: Final[Mapping[type[msgspec.Struct], Shape]] = MappingProxyType(dict(_shapes()))
"""Every type that is written for one patient, as it is decoded; the line of a merge goes to two."""
