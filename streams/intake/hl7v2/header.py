"""Who sent a message, what it is, and what its parts have in common."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache

import msgspec

from models.decoded import DecodeContext, Ignored, Rejection
from models.events import Event, check
from models.events.fields import LONGEST_IDENTIFIER
from models.instants import to_text
from models.plain.read import event_of
from models.rejections import IgnoredKind, Reason, Rejected
from streams.intake.codes.resemblance import resembles
from streams.intake.hl7v2.limits import Allowance
from streams.intake.hl7v2.message import Message
from streams.intake.hl7v2.names import bounded, digest, named
from streams.intake.hl7v2.segment import Segment
from streams.intake.hl7v2.syntax import LONGEST_REMEMBERED, NULL, USUAL, Coding, Remembered, Syntax
from streams.intake.hl7v2.times import Times

__all__ = ["Header", "Outcome", "header_of", "unmapped"]

Outcome = Event | Rejection | Ignored


class Header(msgspec.Struct, eq=False, gc=False):
    """What MSH says.

    Attributes:
        kind: MSH-9.1, the kind of message, `ORU`.
        trigger: MSH-9.2, `R01`; that of `ORU_R01`, where MSH-9 says no more.
        application: MSH-3, the sending application.
        source: the sending application and facility.
        control: what names this message among all of its source: MSH-10 and MSH-7, for counters start anew.
        sent: MSH-7.
        message: all of it.
        times: reads the times of this message.
        context: what decoding was told.
        allowance: what else the value may say that the message came in.
    """

    kind: str
    trigger: str
    application: str
    source: str
    control: tuple[str, ...]
    sent: str
    message: Message
    times: Times
    context: DecodeContext
    allowance: Allowance
    _happened: tuple[Segment, int] | None = None

    @property
    def segment(self) -> Segment:
        """MSH itself."""
        return self.message.segments[0]

    @property
    def happened(self) -> tuple[Segment, int]:
        """The field that says when what the message is about happened: EVN-6, EVN-2, or MSH-7."""
        if self._happened is None:
            evn = self.message.first("EVN")
            number = (6 if evn.text(6) else 2 if evn.text(2) else 0) if evn else 0
            self._happened = (evn, number) if evn and number else (self.segment, 7)
        return self._happened

    @property
    def sent_at(self) -> datetime | None:
        """When the message was sent; None if MSH-7 does not say."""
        try:
            return self.times.instant(self.sent)
        except Rejected:
            return None

    def name(self, *parts: str) -> str:
        """An event_id for a part of this message, the same whenever it is read again."""
        return named(*self.control, *parts)

    def occurred_at(self, segment: Segment, number: int) -> datetime:
        """The time in a field at which something happened.

        Raises:
            Rejected: as `Times.happened`, with the place of the field.
        """
        try:
            return self.times.happened(segment.text(number))
        except Rejected as refused:
            raise Rejected(refused.reason, segment.place(number)) from None

    def event(self, fields: dict[str, object], segment: Segment, numbers: Mapping[str, int]) -> Event:
        """The event of these fields, with the source of this message.

        Args:
            fields: by the contract's names; None and empty ones are absent. Instants are in UTC.
            segment: what the event is made of.
            numbers: of its fields, by the names of what was made of them.

        Raises:
            Rejected: with its place in the message.
        """
        fields["source"] = self.source
        event = event_of(fields)
        if event is not None and not self.times.lies_ahead(event.occurred_at):
            return event
        present = {name: _written(value) for name, value in fields.items() if value is not None and value != ""}
        try:
            return check(present, self.context.now, self.context.tolerance)
        except Rejected as refused:
            raise Rejected(refused.reason, segment.place(numbers.get(refused.where))) from None

    def attempted(self, segment: Segment, outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
        """The outcomes of a segment, and its rejection if it comes to one."""
        try:
            self.allowance.spend(segment.place)
            yield from outcomes
        except Rejected as refused:
            yield segment.rejection(refused)


def _written(value: object) -> object:
    """A value of an event as messages write it."""
    if isinstance(value, datetime):
        return to_text(value)
    return value.isoformat() if isinstance(value, date) else value


def header_of(message: Message, context: DecodeContext, allowance: Allowance) -> Header:
    """Read MSH.

    Raises:
        Rejected: `truncated` when the message ends within MSH, `bad-value` when it does not say what it is.
    """
    msh = message.segments[0]
    kind, trigger = _kind_of(msh)
    if not kind:
        raise Rejected(Reason.TRUNCATED if msh.cut else Reason.BAD_VALUE, msh.place(9))
    application, source = _sender_of(msh)
    sent, control = msh.text(7), msh.text(10)
    return Header(
        kind,
        trigger,
        application,
        source,
        (bounded(control), bounded(sent)) if control else (digest(message.text),),
        sent,
        message,
        Times(sent, context),
        context,
        allowance,
    )


def _kind_of(msh: Segment) -> tuple[str, str]:
    """The kind of a message and its trigger: MSH-9.1 and MSH-9.2, or both in MSH-9.1."""
    return _kind(msh.raw(9), msh.syntax)


@Remembered
def _kind(said: str, syntax: Syntax) -> tuple[str, str]:
    repetitions = filter(None, said.split(syntax.delimiters.repetition))
    first = next((each for each in repetitions if each.strip() not in {"", NULL}), "")
    kind, trigger = (each.upper() for each in (*syntax.components(first, 2), "")[:2])
    if not trigger:
        kind, _, trigger = kind.partition("_")
    return kind, trigger


def _sender_of(msh: Segment) -> tuple[str, str]:
    """The sending application, MSH-3, and what events call their source: it and the facility, MSH-4."""
    application, facility = msh.raw(3), msh.raw(4)
    if msh.syntax is USUAL and len(application) + len(facility) <= LONGEST_REMEMBERED:
        return _usual_sender(application, facility)
    return _sender(application, facility, msh.syntax)


def _sender(application: str, facility: str, syntax: Syntax) -> tuple[str, str]:
    application, facility = (_namespace(said, syntax) for said in (application, facility))
    source = f"{application}/{facility}" if application and facility else application or facility
    return bounded(application), source[:LONGEST_IDENTIFIER]


def _namespace(said: str, syntax: Syntax) -> str:
    return next(filter(None, syntax.components(syntax.first_repetition(said), 2)), "")


@lru_cache(maxsize=256)
def _usual_sender(application: str, facility: str) -> tuple[str, str]:
    return _sender(application, facility, USUAL)


def unmapped(codings: Sequence[Coding], *, resembling: bool) -> Ignored:
    """What is said of a code that is not ours.

    Args:
        codings: its code, and its alternates.
        resembling: whether its name may be that of an analyte of ours.
    """
    code = next((coding.code for coding in codings if coding.code), "")[:LONGEST_IDENTIFIER]
    names = (resembles(coding.text or coding.code) for coding in codings) if resembling else ()
    return Ignored(IgnoredKind.UNMAPPED_CODE, code, next((name for name in names if name), ""))
