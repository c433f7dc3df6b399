"""Elements that are null: FHIR knows none, and a sender who writes one means that there is nothing."""

import re
from typing import cast

from streams.intake.fhir.outcomes import Json

_NULL = b"null"
_MEMBER = re.compile(rb":[ \t\r\n]*null")


def may_have_nulls(raw: bytes) -> bool:
    """Whether a message can have an element that is null."""
    return _NULL in raw and _MEMBER.search(raw) is not None


def without_nulls(said: Json) -> Json:
    """An object without its members that are null, at any depth; in lists null keeps its place."""
    return cast("Json", _stated(said))


def _stated(said: object) -> object:
    if isinstance(said, dict):
        return {name: _stated(each) for name, each in said.items() if each is not None}
    return [_stated(each) for each in said] if isinstance(said, list) else said
