"""The kinds of value that a policy holds, each read strictly and kept in one form for one meaning."""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from typing import Annotated, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict

from models.policy.period import Period

_LARGEST: Final = Decimal(1_000_000)
_DECIMAL_PLACES: Final = 9
_ATC: Final = re.compile(r"[A-Z]([0-9]{2}([A-Z]([A-Z]([0-9]{2})?)?)?)?")


class Section(BaseModel):
    """A table of the policy: frozen, and closed to keys that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


def decimal(value: object) -> Decimal:
    """Read an exact number, normalised: 100.0 is 100.

    Raises:
        ValueError: for what is no number, or has no business in a policy.
    """
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise ValueError(f"{value!r} is no number")  # noqa: TRY004 (pydantic collects ValueErrors)
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise ValueError(f"{value!r} is no number") from None
    if not number.is_finite() or abs(number) > _LARGEST or number != round(number, _DECIMAL_PLACES):
        raise ValueError(f"{value} is out of range: at most a million, and {_DECIMAL_PLACES} decimal places")
    return Decimal(format(number.normalize(), "f"))


def _positive(value: object) -> Decimal:
    number = decimal(value)
    if number <= 0:
        raise ValueError(f"{number} must be greater than 0")
    return number


def _not_negative(value: object) -> Decimal:
    number = decimal(value)
    if number < 0:
        raise ValueError(f"{number} must not be negative")
    return number


def _count(value: object) -> int:
    number = _not_negative(value)
    if number != int(number):
        raise ValueError(f"{number} must be a whole number")
    return int(number)


def _lead(value: object) -> Period:
    if isinstance(value, Period):
        return value
    if not isinstance(value, str):
        raise ValueError(f'{value} is no duration; write it as text with its unit, such as "8 h" or "42 days"')  # noqa: TRY004
    if value.strip().startswith("-"):
        raise ValueError(f"{value!r} must not be negative")
    return Period.parse(value)


def _duration(value: object) -> Period:
    period = _lead(value)
    if not period:
        raise ValueError(f"{str(value)!r} must be longer than nothing")
    return period


def words(value: object) -> tuple[str, ...]:
    """Read a list of words: lower case, each once, in order of the alphabet."""
    return _collected(value, lambda item: " ".join(item.lower().split()))


def one_or_more_of(allowed: Iterable[str]) -> Callable[[object], tuple[str, ...]]:
    """A reader of a list that must not be empty and holds nothing but what is allowed."""
    known = tuple(allowed)

    def read(value: object) -> tuple[str, ...]:
        found = some_words(value)
        for word in found:
            if word not in known:
                raise ValueError(f"{word!r} is unknown; it can be {', '.join(known)}")
        return found

    return read


def some_words(value: object) -> tuple[str, ...]:
    """Read a list of words that must not be empty."""
    found = words(value)
    if not found:
        raise ValueError("must name at least one")
    return found


def atc_prefixes(value: object) -> tuple[str, ...]:
    """Read ATC codes or the beginnings of them; ``L01*`` is ``L01``."""
    found = _collected(value, lambda item: item.strip().upper().removesuffix("*"))
    for code in found:
        if not _ATC.fullmatch(code):
            raise ValueError(f"{code!r} is no ATC code or group, such as L04AX01, L04AB or L01")
    return found


def rxcuis(value: object) -> tuple[str, ...]:
    """Read RxNorm concept identifiers, written as text or as whole numbers."""
    found = _collected(value, str.strip, digits=True)
    for code in found:
        if not (code.isascii() and code.isdigit()):
            raise ValueError(f"{code!r} is no RxNorm identifier (RxCUI)")
    return found


def _collected(value: object, form: Callable[[str], str], *, digits: bool = False) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise ValueError(f"{value!r} is no list; write it in brackets")  # noqa: TRY004
    found = set()
    for item in value:
        text = str(item) if digits and type(item) is int else item
        if not isinstance(text, str) or not text.strip():
            raise ValueError(f"{item!r} in the list is no text")
        found.add(form(text))
    return tuple(sorted(found))


Amount = Annotated[Decimal, BeforeValidator(_positive)]
"""A number greater than 0."""
Tolerance = Annotated[Decimal, BeforeValidator(_not_negative)]
"""A number of 0 or more."""
Count = Annotated[int, BeforeValidator(_count)]
"""A whole number of 0 or more."""
Duration = Annotated[Period, BeforeValidator(_duration)]
"""A period longer than nothing."""
Lead = Annotated[Period, BeforeValidator(_lead)]
"""A period that may be nothing."""
Words = Annotated[tuple[str, ...], BeforeValidator(words)]
SomeWords = Annotated[tuple[str, ...], BeforeValidator(some_words)]
AtcPrefixes = Annotated[tuple[str, ...], BeforeValidator(atc_prefixes)]
RxCuis = Annotated[tuple[str, ...], BeforeValidator(rxcuis)]
