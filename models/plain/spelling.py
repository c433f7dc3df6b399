"""Numbers and days of plain events, from text to canonical text, by the very types that check them."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from models.events.canonical import plain

_LONGEST: Final = 32


def spelling(hint: Any) -> Callable[[str], str | None]:  # noqa: ANN401  a type hint
    """Gives the canonical text of a field that is read as a Decimal or a date; None where it is not plain what it says.

    Args:
        hint: the type of the field.
    """
    check: Callable[[str], Decimal | date] = TypeAdapter(hint).validate_python

    def spell(text: str) -> str | None:
        if len(text) > _LONGEST or "e" in text or "E" in text:
            return None
        try:
            value = check(text)
        except ValidationError:
            return None
        return plain(value) if isinstance(value, Decimal) else value.isoformat()

    return spell
