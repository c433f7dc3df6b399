"""The types of the fields of events: what each takes, how it is described in the published schemas.

Validation is made of pydantic-core pieces only, so that a message without fault costs no call back into Python for each
field. Numbers are decimals, never binary floats; a bool is no number.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from operator import methodcaller
from typing import Annotated, Any, Final, TypeAlias

from pydantic import GetPydanticSchema, JsonValue, StringConstraints, WithJsonSchema
from pydantic_core import CoreSchema
from pydantic_core import core_schema as core

from models.instants import BEYOND, EARLIEST, RFC_3339

JsonObject: TypeAlias = dict[str, JsonValue]

MOST_DIGITS: Final = 400
"""The longest number that is read, in characters."""

NUMERAL: Final = r"^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?(?:[0-9]{1,2}|[0-3][0-9]{2}))?$"
"""A decimal number as text: a point, never a comma; no blanks, no thousands. For Python, Rust and JSON Schema."""

LARGEST_NUMBER: Final = Decimal("1.7976931348623157E+308")
"""The largest double: what lies beyond is read as no number, for no other system could carry it."""

LARGEST_INTEGER: Final = 2**53 - 1
"""The largest integer that every JSON reader takes exactly."""

LONGEST_IDENTIFIER: Final = 128
"""The longest identifier there is, in characters."""

_NO_CONTROL = r"^[^\x00-\x1f\x7f-\x9f]*$"
_NO_CONTROL_BUT_LAYOUT = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*$"
_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


_NUMERAL = re.compile(NUMERAL.removesuffix("$") + r"\Z")


def _as(schema: CoreSchema) -> GetPydanticSchema:
    def replace(_source: Any, _handler: Callable[[Any], CoreSchema]) -> CoreSchema:  # noqa: ANN401  pydantic's hook
        return schema

    return GetPydanticSchema(replace)


def _instant() -> CoreSchema:
    written = core.str_schema(strict=True, pattern=RFC_3339)
    read = core.datetime_schema(tz_constraint="aware", microseconds_precision="truncate", ge=EARLIEST, lt=BEYOND)
    return core.no_info_after_validator_function(methodcaller("astimezone", UTC), core.chain_schema([written, read]))


def _date() -> CoreSchema:
    read = core.date_schema(ge=EARLIEST.date(), lt=BEYOND.date())
    return core.chain_schema([core.str_schema(strict=True, pattern=_DATE), read])


def _number(
    *, above: int | None = None, multiple_of: Decimal | None = None, most: Decimal = LARGEST_NUMBER
) -> CoreSchema:
    limits: dict[str, Any] = {"ge": Decimal(0)} if above is None else {"gt": Decimal(above)}
    limits |= {"le": most} | ({} if multiple_of is None else {"multiple_of": multiple_of})
    text = core.str_schema(strict=True, max_length=MOST_DIGITS, pattern=NUMERAL)
    return core.union_schema(
        [
            core.decimal_schema(strict=True, **limits),
            core.chain_schema([core.int_schema(strict=True), core.decimal_schema(**limits)]),
            core.chain_schema([text, core.decimal_schema(**limits)]),
        ],
        mode="left_to_right",
    )


def _integer() -> CoreSchema:
    whole = core.chain_schema([core.decimal_schema(strict=True), core.int_schema(ge=0, le=LARGEST_INTEGER)])
    return core.union_schema([core.int_schema(strict=True, ge=0, le=LARGEST_INTEGER), whole], mode="left_to_right")


def _version() -> CoreSchema:
    unsaid = core.chain_schema([core.none_schema(), core.no_info_plain_validator_function(_first)])
    return core.union_schema([_integer(), unsaid], mode="left_to_right")


def _blank_or_text() -> CoreSchema:
    blank = core.chain_schema([core.literal_schema(["", None]), core.no_info_plain_validator_function(_none)])
    return core.union_schema([core.str_schema(strict=True, min_length=1, max_length=128), blank], mode="left_to_right")


def _first(_unsaid: None) -> int:
    return 1


def _none(_blank: str | None) -> None:
    return None


def _described_number(**limits: float) -> WithJsonSchema:
    return WithJsonSchema(
        {"anyOf": [{"type": "number", **limits}, {"type": "string", "maxLength": MOST_DIGITS, "pattern": NUMERAL}]}
    )


Instant = Annotated[
    datetime, _as(_instant()), WithJsonSchema({"type": "string", "format": "date-time", "pattern": RFC_3339})
]
"""RFC 3339 with an offset, of the years 1900 to 2200; read as UTC, truncated to microseconds."""

BirthDate = Annotated[date, _as(_date()), WithJsonSchema({"type": "string", "format": "date", "pattern": _DATE})]
"""A calendar day, YYYY-MM-DD, of the years 1900 to 2200."""

Identifier = Annotated[
    str, StringConstraints(strict=True, min_length=1, max_length=LONGEST_IDENTIFIER, pattern=_NO_CONTROL)
]
"""1 to 128 characters, no control characters."""

Text = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=1024, pattern=_NO_CONTROL_BUT_LAYOUT)]
"""What a person wrote or chose: 1 to 1,024 characters, of the control characters only tab and line ends."""

Quantity = Annotated[Decimal, _as(_number()), _described_number(minimum=0)]
"""A number or decimal string, exact, zero or more."""

PositiveQuantity = Annotated[Decimal, _as(_number(above=0)), _described_number(exclusiveMinimum=0)]
"""A number or decimal string, exact, more than zero."""

HalfSteps = Annotated[
    Decimal,
    _as(_number(multiple_of=Decimal("0.5"), most=Decimal(10))),
    _described_number(minimum=0, maximum=10, multipleOf=0.5),
]
"""A number or decimal string from 0 to 10 by halves."""

Count = Annotated[int, _as(_integer()), WithJsonSchema({"type": "integer", "minimum": 0, "maximum": LARGEST_INTEGER})]
"""A whole number, zero or more."""

Version = Annotated[
    int,
    _as(_version()),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 0, "maximum": LARGEST_INTEGER}, {"type": "null"}]}),
]
"""A whole number, zero or more; null is 1."""

Unit = Annotated[
    str | None,
    _as(_blank_or_text()),
    WithJsonSchema({"anyOf": [{"type": "string", "maxLength": 128}, {"type": "null"}]}),
]
"""A unit as the laboratory spells it; a blank one is none."""


def reads_as_number(value: object) -> bool:
    """Whether a number within the range of a double can be read in a JSON value."""
    if isinstance(value, str):
        if len(value) > MOST_DIGITS or not _NUMERAL.match(value):
            return False
    elif isinstance(value, bool) or not isinstance(value, int | Decimal):
        return False
    number = Decimal(value)
    return number.is_finite() and -LARGEST_NUMBER <= number <= LARGEST_NUMBER
