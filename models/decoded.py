"""What a decoder makes of one message: events, rejections, and what is not ours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple, Self, final
from zoneinfo import ZoneInfo

import msgspec

from models.events import Event
from models.rejections import IgnoredKind, Reason


@final
class Rejection(msgspec.Struct, frozen=True, gc=False):
    """Something in the message that is not accepted.

    Attributes:
        reason: Why, the first reason that applies.
        where: The field's name, for nested input a path, else empty. Never the value.
    """

    reason: Reason
    where: str = ""


@final
class Ignored(msgspec.Struct, frozen=True, gc=False):
    """Something in the message that is well formed and simply not ours.

    Attributes:
        kind: What it is.
        code: The code that is not mapped, where there is one.
        resembles: What is watched and has a name like that of the code; such a code is probably ours, and not mapped.
    """

    kind: IgnoredKind
    code: str = ""
    resembles: str = ""


class Decoded(NamedTuple):
    """All that one message was: every part of it is accepted, rejected or ignored.

    Attributes:
        accepted: The events it reports, in the order in which it reports them.
        rejected: What of it is not accepted.
        ignored: What of it is not ours.
        unknown_fields: How many fields of canonical events are none that we know.
    """

    accepted: tuple[Event, ...] = ()
    rejected: tuple[Rejection, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    unknown_fields: int = 0

    @classmethod
    def of(cls, outcomes: Iterable[Event | Rejection | Ignored]) -> Self:
        """What the parts of a message came to, sorted by what that is; each keeps its place among its like."""
        accepted: list[Event] = []
        rejected: list[Rejection] = []
        ignored: list[Ignored] = []
        for each in outcomes:
            if type(each) is Ignored:
                ignored.append(each)
            elif type(each) is Rejection:
                rejected.append(each)
            else:
                accepted.append(each)
        return cls(tuple(accepted), tuple(rejected), tuple(ignored))


@dataclass(frozen=True, slots=True)
class DecodeContext:
    """What a decoder must know besides the message.

    Attributes:
        now: When the message arrived, aware; None does not judge whether an event lies ahead of time.
        tolerance: How far an event may lie ahead of the arrival.
        zone: The site's time zone, for times that are written without one; None rejects them.
        local_codes: The site's own codes, each with the analyte that it means.
    """

    now: datetime | None = None
    tolerance: timedelta = timedelta(minutes=5)
    zone: ZoneInfo | None = None
    local_codes: Mapping[str, str] = field(default_factory=dict)
