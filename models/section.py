"""What every section of the settings is made of."""

import re
from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

_LENGTH = re.compile(r"(?P<count>\d{1,6}) ?(?P<unit>s|min|h)")
_SECONDS = {"s": 1, "min": 60, "h": 3600}


class Section(BaseModel):
    """A part of the settings: never changed, and a name that is not known is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)


def _length(value: object) -> object:
    found = _LENGTH.fullmatch(value) if isinstance(value, str) else None
    if isinstance(value, timedelta):
        return value
    if found is None:
        raise ValueError('must be a length of time such as "5 min", in s, min or h')
    return timedelta(seconds=int(found["count"]) * _SECONDS[found["unit"]])


def _some_time(value: timedelta) -> timedelta:
    if not value:
        raise ValueError("must be longer than nothing")
    return value


Length = Annotated[timedelta, BeforeValidator(_length)]
"""A length of time, written such as "5 min"."""
LongerThanNothing = Annotated[Length, AfterValidator(_some_time)]
"""A length of time above 0."""
