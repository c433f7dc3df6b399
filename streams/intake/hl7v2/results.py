"""ORU, OUL and ADT: each OBX that is ours, as an event."""

from collections.abc import Iterator
from typing import Final

from models.analytes import Analyte
from models.decoded import Ignored, Rejection
from models.rejections import IgnoredKind, Reason, Rejected
from streams.intake.hl7v2.assessments import LESIONS, assessed, mri_of
from streams.intake.hl7v2.copies import Copies, name_of
from streams.intake.hl7v2.header import Header, Outcome
from streams.intake.hl7v2.laboratory import laboratory_result
from streams.intake.hl7v2.message import Message
from streams.intake.hl7v2.observation import Observation
from streams.intake.hl7v2.observed import Spellings
from streams.intake.hl7v2.orders import ResultOrder, orders_in
from streams.intake.hl7v2.plain import PlainResults
from streams.intake.hl7v2.segment import Segment
from streams.intake.hl7v2.syntax import USUAL
from streams.intake.hl7v2.times import is_zoned, shortest_whole

__all__ = ["results"]

_CODE, _SUB, _VALUE, _STATUS, _COLLECTED = 3, 4, 5, 11, 14
_NO_RESULT: Final = frozenset("INOX")
"""OBX-11 of a specimen not yet in, not asked for, only ordered, or of which no result can be had."""


def results(message: Message, header: Header) -> Iterator[Outcome]:
    """What each OBX comes to; a message without any says that it has no result."""
    found = False
    spellings = Spellings(header.context.local_codes, header.segment.syntax)
    for order in orders_in(message, specimen_first=header.kind == "OUL"):
        found = True
        reading = _Reading(order, header, spellings)
        plain = PlainResults(order, header, spellings, reading.copies) if header.segment.syntax is USUAL else None
        for segment in order.observations:
            outcome: Outcome | None = None
            if plain is not None and not segment.cut:
                outcome = plain.read(segment)
            if outcome is None:
                outcome = reading.attempted(segment)
            if outcome is not None:
                yield outcome
        if reading.counts:
            yield from mri_of(reading.counts)
    if not found:
        yield Rejection(Reason.TRUNCATED) if message.cut else Ignored(IgnoredKind.NO_RESULT, header.kind)


class _Reading:
    """The observations of one order, looked at closely.

    Attributes:
        copies: tells them apart.
        counts: of lesions; what they come to is known at the end.
    """

    __slots__ = ("_header", "_order", "_spellings", "copies", "counts")

    def __init__(self, order: ResultOrder, header: Header, spellings: Spellings) -> None:
        self.copies = Copies()
        self.counts: list[Observation] = []
        self._order = order
        self._header = header
        self._spellings = spellings

    def attempted(self, segment: Segment) -> Outcome | None:
        """What an OBX comes to, be it a rejection; None for a count of lesions."""
        try:
            return self._outcome(segment)
        except Rejected as refused:
            return segment.rejection(refused)

    def _outcome(self, segment: Segment) -> Outcome | None:
        """What an OBX comes to; None for a count of lesions.

        ADT says again what was known before: a laboratory result in it that has no time of its own may be of any time.

        Raises:
            Rejected: the first reason that applies, with its place.
        """
        segment.demand(_CODE + 1, at_least=0)
        observed = self._spellings.observed(segment.raw(_CODE))
        if observed.passed_over is not None:
            return observed.passed_over
        if segment.cut:
            _demand_whole(segment, self._order, self._header)
        if observed.refused is not None:
            raise Rejected(observed.refused, segment.place(_CODE))
        status = segment.text(_STATUS)
        if status in _NO_RESULT or (status == "U" and not segment.raw(_VALUE)):
            return Ignored(IgnoredKind.NO_RESULT, observed.code)
        measure = observed.measure
        if self._header.kind == "ADT" and isinstance(measure, Analyte) and not segment.raw(_COLLECTED):
            raise Rejected(Reason.NO_TIME, segment.place(_COLLECTED))
        sub = segment.raw(_SUB)
        name = name_of(observed.code, sub, self.copies.place(observed.code, sub, status))
        self._header.allowance.spend(segment.place)
        observation = Observation(segment, self._order, self._header, measure, observed.code, name)
        if measure in LESIONS:
            self.counts.append(observation)
            return None
        return laboratory_result(observation) if isinstance(measure, Analyte) else assessed(observation)


def _demand_whole(segment: Segment, order: ResultOrder, header: Header) -> None:
    """Refuse an OBX that the end of the message may have cut: all that is used of it must be seen to be whole."""
    segment.demand(_STATUS, at_least=1)
    others = (header.segment.text(7), order.request.text(7) if order.request else "")
    if not is_zoned(segment.raw(_COLLECTED)):
        segment.demand(_COLLECTED, at_least=shortest_whole(others), optional=True)
