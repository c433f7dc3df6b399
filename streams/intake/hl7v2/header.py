"""Who sent a message, what it is, and what its parts have in common."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

import msgspec

from models.decoded import DecodeContext, Ignored, Rejection
from models.events import Event, check
from models.rejections import IgnoredKind, Reason, Rejected
from streams.intake.codes.resemblance import resembles
from streams.intake.hl7v2.limits import Allowance
from streams.intake.hl7v2.message import Message
from streams.intake.hl7v2.segment import Coding, Segment
from streams.intake.hl7v2.times import Times

__all__ = ["Header", "Outcome", "header_of", "identifier_in", "named", "patient_in", "unmapped"]

Outcome = Event | Rejection | Ignored

_LONGEST: Final = 128
_DIGEST: Final = 32
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_PATIENT_IDENTIFIERS: Final = frozenset(("MR", "PI"))
_AS_MUCH: Final = frozenset(("MRN", "PT"))
"""What senders call a record number beside the standard, and a patient's number elsewhere."""
_OF_A_STAY: Final = frozenset(("AN", "VN"))
"""Numbers of an account or a visit: of one patient, but a patient has many."""
_TYPE_COMPONENT: Final = 5


class Header(msgspec.Struct, frozen=True, eq=False):
    """What MSH says.

    Attributes:
        kind: MSH-9.1, the kind of message, `ORU`.
        trigger: MSH-9.2, `R01`; that of `ORU_R01`, where MSH-9 says no more.
        application: MSH-3, the sending application.
        source: the sending application and facility.
        control: what names this message among all of its source: MSH-10 and MSH-7, for counters start anew.
        sent: MSH-7.
        segment: MSH itself.
        happened: the field that says when what the message is about happened: EVN-6, EVN-2, or MSH-7.
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
    segment: Segment
    happened: tuple[Segment, int]
    times: Times
    context: DecodeContext
    allowance: Allowance

    @property
    def sent_at(self) -> str | None:
        """When the message was sent, as events write it; None if MSH-7 does not say."""
        try:
            return self.times.written(self.sent)
        except Rejected:
            return None

    @property
    def sent_instant(self) -> datetime | None:
        """The same as an instant."""
        try:
            return self.times.instant(self.sent)
        except Rejected:
            return None

    def name(self, *parts: str) -> str:
        """An event_id for a part of this message, the same whenever it is read again."""
        return named(*self.control, *parts)

    def occurred_at(self, segment: Segment, number: int) -> str:
        """The time in a field at which something happened, as events write it.

        Raises:
            Rejected: as `Times.occurrence`, with the place of the field.
        """
        try:
            return self.times.occurrence(segment.text(number))
        except Rejected as refused:
            raise Rejected(refused.reason, segment.place(number)) from None

    def event(self, fields: Mapping[str, object], segment: Segment, numbers: Mapping[str, int]) -> Event:
        """The event of these fields, with the source of this message.

        Args:
            fields: by the contract's names; None and empty ones are absent.
            segment: what the event is made of.
            numbers: of its fields, by the names of what was made of them.

        Raises:
            Rejected: with its place in the message.
        """
        present = {name: value for name, value in fields.items() if value is not None and value != ""}
        if self.source:
            present["source"] = self.source
        try:
            return check(present, self.context.now, self.context.tolerance)
        except Rejected as refused:
            raise Rejected(refused.reason, segment.place(numbers.get(refused.where))) from None

    def attempted(self, segment: Segment, outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
        """The outcomes of a segment, and its rejection if it comes to one."""
        try:
            self.allowance.spend(segment.place())
            yield from outcomes
        except Rejected as refused:
            yield segment.rejection(refused)


def header_of(message: Message, text: str, context: DecodeContext, allowance: Allowance) -> Header:
    """Read MSH.

    Raises:
        Rejected: `truncated` when the message ends within MSH, `bad-value` when it does not say what it is.
    """
    msh = message.segments[0]
    kind, trigger = _kind_of(msh)
    if not kind:
        raise Rejected(Reason.TRUNCATED if msh.cut else Reason.BAD_VALUE, msh.place(9))
    application, facility = msh.text(3) or msh.text(3, 2), msh.text(4) or msh.text(4, 2)
    sent, control = msh.text(7), msh.text(10)
    times = Times(sent, context)
    evn = message.first("EVN")
    return Header(
        kind=kind,
        trigger=trigger,
        application=application,
        source=(f"{application}/{facility}" if application and facility else application or facility)[:_LONGEST],
        control=(control, sent) if control else (_digest(text),),
        sent=sent,
        segment=msh,
        happened=(msh, 7) if evn is None else next(((evn, number) for number in (6, 2) if evn.text(number)), (msh, 7)),
        times=times,
        context=context,
        allowance=allowance,
    )


def _kind_of(msh: Segment) -> tuple[str, str]:
    """The kind of a message and its trigger: MSH-9.1 and MSH-9.2, or both in MSH-9.1."""
    said = msh.repetitions(9)
    kind, trigger = (msh.component(said[0], number).upper() for number in (1, 2)) if said else ("", "")
    if not trigger:
        kind, _, trigger = kind.partition("_")
    return kind, trigger


def named(*parts: str) -> str:
    """An identifier made of parts, the same for the same parts: themselves, or a digest when they are too long."""
    whole = "/".join(parts)
    if "%" in whole or whole.count("/") >= len(parts):
        whole = "/".join(part.replace("%", "%25").replace("/", "%2F") for part in parts)
    return whole if len(whole) <= _LONGEST and whole.isprintable() else _digest(whole)


def identifier_in(segment: Segment, number: int) -> str:
    """The patient's identifier in PID-3 or MRG-1.

    The first medical record or internal number, else the first that is as much by another name, else the first that is
    not only of a stay, else the first of all.

    Raises:
        Rejected: `bad-value` when a byte of it could not be read, for two patients must not become one, or it is longer
            than 128 characters or has control characters.
    """
    if segment.identifier is None:
        # Looked for once, for a field may be as long as it likes, and all that comes after PID asks for it.
        segment.identifier = _identifier(segment, number)
    chosen = segment.identifier
    if "\ufffd" in chosen or len(chosen) > _LONGEST or _CONTROL.search(chosen):
        raise Rejected(Reason.BAD_VALUE, segment.place(number))
    return chosen


def _identifier(segment: Segment, number: int) -> str:
    first, as_much, stay = "", "", ""
    component = segment.delimiters.component
    for repetition in segment.repetitions(number):
        identifier = "" if repetition[0] == component else segment.component(repetition, 1)
        if not identifier:
            continue
        kind = segment.component(repetition, _TYPE_COMPONENT)
        if kind in _PATIENT_IDENTIFIERS:
            return identifier
        as_much = as_much or (identifier if kind in _AS_MUCH else "")
        if kind in _OF_A_STAY:
            stay = stay or identifier
        else:
            first = first or identifier
    return as_much or first or stay


def patient_in(pid: Segment | None) -> str:
    """The patient of PID.

    Raises:
        Rejected: `no-patient`; `bad-value` as `identifier_in`.
    """
    patient_id = identifier_in(pid, 3) if pid else ""
    if not patient_id:
        raise Rejected(Reason.NO_PATIENT, pid.place(3) if pid else "PID")
    return patient_id


def unmapped(codings: Sequence[Coding], *, resembling: bool) -> Ignored:
    """What is said of a code that is not ours.

    Args:
        codings: its code, and its alternate.
        resembling: whether its name may be that of an analyte of ours.
    """
    code = next((coding.code for coding in codings if coding.code), "")[:_LONGEST]
    names = (resembles(coding.text or coding.code) for coding in codings) if resembling else ()
    return Ignored(IgnoredKind.UNMAPPED_CODE, code, next((name for name in names if name), ""))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGEST]
