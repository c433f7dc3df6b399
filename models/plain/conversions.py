"""Numbers and days of plain events, from text to canonical text: each spelling is looked at once."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, TypeAlias

from pydantic import TypeAdapter, ValidationError

from models.events.canonical import plain

Conversion: TypeAlias = Callable[[str], str | None]
"""Gives the canonical text of a field, None where it is not plain what it says."""

_LONGEST_NUMBER: Final = 32
_SPELLINGS: Final = 16_384


def conversion(hint: Any) -> Conversion:  # noqa: ANN401  a type hint
    """The conversion of a field that is read as a Decimal or a date, by the very type that checks it."""
    check: Callable[[str], Decimal | date] = TypeAdapter(hint).validate_python

    @lru_cache(_SPELLINGS)
    def convert(text: str) -> str | None:
        if len(text) > _LONGEST_NUMBER or "e" in text or "E" in text:
            return None
        try:
            value = check(text)
        except ValidationError:
            return None
        return plain(value) if isinstance(value, Decimal) else value.isoformat()

    return convert
