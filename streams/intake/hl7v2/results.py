"""ORU and OUL: each OBX that is ours, as an event."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from models.analytes import Analyte
from models.decoded import Ignored, Rejection
from models.rejections import IgnoredKind, Reason, Rejected
from streams.intake.codes.measures import Assessment, Refusal, measure_of
from streams.intake.codes.systems import CodeSystem
from streams.intake.hl7v2.assessments import LESIONS, assessed, mri_of
from streams.intake.hl7v2.header import Header, Outcome, unmapped
from streams.intake.hl7v2.laboratory import laboratory_result
from streams.intake.hl7v2.message import Message
from streams.intake.hl7v2.observation import Observation
from streams.intake.hl7v2.orders import ResultOrder, orders_in
from streams.intake.hl7v2.segment import Coding, Segment

__all__ = ["results"]

_CODE, _VALUE, _STATUS, _COLLECTED = 3, 5, 11, 14
_NO_RESULT: Final = frozenset("INOX")
"""OBX-11 of a specimen not yet in, not asked for, only ordered, or of which no result can be had."""
_SHORT: Final = 64
"""The longest code whose meaning is remembered: senders repeat a few hundred codes for ever."""
_ASSESSMENTS: Final = frozenset(Assessment)
_KNOWN: Final = _ASSESSMENTS | frozenset(Analyte)


def results(message: Message, header: Header) -> Iterator[Outcome]:
    """What each OBX comes to; a message without any says that it has no result."""
    found = False
    for order in orders_in(message, specimen_first=header.kind == "OUL"):
        found = True
        yield from _of_order(order, header)
    if not found:
        yield Rejection(Reason.TRUNCATED) if message.cut else Ignored(IgnoredKind.NO_RESULT, header.kind)


def _of_order(order: ResultOrder, header: Header) -> Iterator[Outcome]:
    copies: Counter[tuple[str, str, str]] = Counter()
    counts: list[Observation] = []
    for segment in order.observations:
        try:
            read = _read(segment, order, header, copies)
        except Rejected as refused:
            yield segment.rejection(refused)
            continue
        if isinstance(read, Ignored):
            yield read
        elif read.measure in LESIONS:
            counts.append(read)
        else:
            yield _event(read)
    if counts:
        yield from mri_of(counts)


def _event(observation: Observation) -> Outcome:
    try:
        return assessed(observation) if observation.measure in _ASSESSMENTS else laboratory_result(observation)
    except Rejected as refused:
        return observation.segment.rejection(refused)


def _read(
    segment: Segment, order: ResultOrder, header: Header, copies: Counter[tuple[str, str, str]]
) -> Observation | Ignored:
    if segment.cut:
        _demand_whole(segment, order, header)
    codings = segment.codings(_CODE)
    meanings = _meanings_of(codings, header.context.local_codes)
    if len(meanings) > 1:
        raise Rejected(Reason.AMBIGUOUS_VALUE, segment.place(_CODE))
    meaning = next(iter(meanings), None)
    if meaning is Refusal.NOT_AN_OBSERVATION:
        raise Rejected(Reason.BAD_VALUE, segment.place(_CODE))
    code = codings[0].code if codings else ""
    if not isinstance(meaning, str):
        return unmapped(codings, resembling=meaning is None)
    if meaning not in _KNOWN:
        raise Rejected(Reason.UNKNOWN_ANALYTE, segment.place(_CODE))
    status = segment.text(_STATUS)
    if status in _NO_RESULT or (status == "U" and not segment.raw(_VALUE)):
        return Ignored(IgnoredKind.NO_RESULT, code)
    key = (code or codings[0].text, segment.raw(4), status)
    copies[key] += 1
    return Observation(segment, order, header, meaning, key[0], copies[key])


def _meanings_of(codings: tuple[Coding, ...], local: Mapping[str, str]) -> frozenset[str | Refusal]:
    if local and any(coding.code in local for coding in codings):
        return _meanings([(coding.system, coding.code) for coding in codings], local)
    read = _remembered_meanings if all(len(coding.code) <= _SHORT for coding in codings) else _meanings
    return read(tuple((coding.system, coding.code) for coding in codings))


def _meanings(
    codes: Iterable[tuple[CodeSystem, str]], local: Mapping[str, str] | None = None
) -> frozenset[str | Refusal]:
    said = (measure_of(system, code, local) for system, code in codes)
    return frozenset(meaning for meaning in said if meaning is not None)


_remembered_meanings: Final = lru_cache(maxsize=4096)(_meanings)


def _demand_whole(segment: Segment, order: ResultOrder, header: Header) -> None:
    """Refuse an OBX that the end of the message may have cut: all that is used of it must be seen to be whole."""
    segment.demand(_STATUS, at_least=1)
    others = [header.segment.text(7), order.request.text(7) if order.request else ""]
    segment.demand(_COLLECTED, at_least=max(map(len, others)), optional=True)
