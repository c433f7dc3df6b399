"""Events whose fields have been held against every limit already: nothing is checked a second time."""

from typing import Final, TypeVar

from pydantic import BaseModel

from models.events.common import Event

__all__ = ["unchecked"]

E = TypeVar("E", bound=Event)

_new: Final = object.__new__
_set_values, _set_given, _set_extra, _set_private = (
    BaseModel.__dict__[slot].__set__
    for slot in ("__dict__", "__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__")
)


def unchecked(model: type[E], values: dict[str, object], given: frozenset[str]) -> E:
    """An event of this type, for readers that show by their tests that `check` would make the same one.

    Args:
        model: its type.
        values: of all its fields; the event keeps this dictionary.
        given: the names of those that were said, and not assumed.
    """
    event = _new(model)
    _set_values(event, values)
    _set_given(event, given)
    _set_extra(event, None)
    _set_private(event, None)
    return event
