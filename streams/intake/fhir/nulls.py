"""Elements that are null: FHIR knows none, and a sender who writes one means that there is nothing."""

import re
from typing import cast

from streams.intake.fhir.outcomes import Json
from streams.intake.json_object import read_utf8_object

_NULL = re.compile(rb"null")


def read_stated(raw: bytes, around: int = 0) -> Json:
    """The object that a message is, or a part of one, of which only what is stated is there.

    Args:
        raw: the message, or a part of one.
        around: how deep the part is nested in its message.

    Raises:
        Rejected: it is none.
    """
    message = read_utf8_object(raw, around)
    return without_nulls(message) if _NULL.search(raw) else message


def without_nulls(said: Json) -> Json:
    """An object without its members that are null, at any depth; in lists null keeps its place."""
    return cast("Json", _stated(said))


def _stated(said: object) -> object:
    if isinstance(said, dict):
        return {name: _stated(each) for name, each in said.items() if each is not None}
    return [_stated(each) for each in said] if isinstance(said, list) else said
