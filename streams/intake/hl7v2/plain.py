"""Laboratory results as most are written, a number with its unit and its range in plain text: read the short way."""

import re
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from models.analytes import QUALITATIVE, Analyte
from models.events.laboratory import LabResult
from models.events.read_results import measured
from models.rejections import Rejected
from models.terms import LabStatus
from models.units import is_known
from streams.intake.hl7v2.delimiters import Delimiters
from streams.intake.hl7v2.header import Header, named
from streams.intake.hl7v2.laboratory import unit_of
from streams.intake.hl7v2.observation import STATUSES, collected, number_of
from streams.intake.hl7v2.orders import ResultOrder
from streams.intake.hl7v2.segment import LONGEST_REMEMBERED, Segment, syntax_of
from streams.intake.ranges import LONGEST_RANGE, NO_RANGE, range_of
from streams.intake.thousands import may_separate_thousands

__all__ = ["PlainResults"]

_VALUE, _UNIT, _RANGE, _STATUS, _COLLECTED = 5, 6, 7, 11, 14
_NUMBER: Final = re.compile(r"[0-9]{1,18}(?:\.[0-9]{1,18})?")
_REPORTED: Final = {
    letter: LabStatus(word) for letter, word in STATUSES.items() if word not in ("cancelled", "entered-in-error")
}
_NUMERIC: Final = frozenset(Analyte) - QUALITATIVE


class _Scale(NamedTuple):
    """What a number is read on: its unit, and the ends of its range in it."""

    unit: str
    low: Decimal | None
    high: Decimal | None


@lru_cache(maxsize=4096)
def _scale(unit: str, limits: str, analyte: Analyte, delimiters: Delimiters) -> _Scale | None:
    """What OBX-6 and OBX-7 say; None unless the unit is known, and the range plain text."""
    known = unit_of(unit, analyte, delimiters)
    if not known or not is_known(analyte, known) or syntax_of(delimiters).has_structure(limits):
        return None
    low, high, _ = range_of(limits, known, analyte) if limits else NO_RANGE
    return _Scale(known, low, high)


class PlainResults:
    """The plain results of one order. What is written in any other way has to be looked at more closely.

    Args:
        order: which the results belong to.
        header: of its message.
    """

    __slots__ = ("_header", "_order", "_patient_id", "_ready", "_sent_at", "_times")

    def __init__(self, order: ResultOrder, header: Header) -> None:
        self._order = order
        self._header = header
        self._ready: bool | None = None
        self._patient_id = ""
        self._sent_at: datetime | None = None
        self._times: dict[str, datetime | None] = {}

    def read(self, observation: Segment, analyte: Analyte, name: tuple[str, ...]) -> LabResult | None:
        """The result that an OBX reports, or None if it is not plain. Never raises.

        Args:
            observation: whole, with a code that means the analyte.
            analyte: what it measures.
            name: what names the result within its order.
        """
        fields = observation.fields
        if analyte not in _NUMERIC or len(fields) <= _STATUS:
            return None
        number, status = fields[_VALUE], _REPORTED.get(fields[_STATUS])
        if status is None or not _NUMBER.fullmatch(number):
            return None
        unit, limits = fields[_UNIT], fields[_RANGE]
        short = len(unit) <= LONGEST_REMEMBERED and len(limits) <= LONGEST_RANGE
        scale = _scale(unit, limits, analyte, observation.delimiters) if short else None
        if scale is None or ("." in number and may_separate_thousands(number, scale.unit, analyte)):
            return None
        time = fields[_COLLECTED] if len(fields) > _COLLECTED else ""
        occurred_at = self._occurred_at(time)
        if occurred_at is None:
            return None
        header = self._header
        return measured(
            event_id=header.name(observation.place()),
            patient_id=self._patient_id,
            occurred_at=occurred_at,
            recorded_at=self._sent_at,
            source=header.source or None,
            result_id=named(header.application, number_of(self._order, time, header), *name),
            version=1,
            status=status,
            analyte=analyte,
            value=Decimal(number),
            unit=scale.unit,
            reference_low=scale.low,
            reference_high=scale.high,
        )

    def _occurred_at(self, time: str) -> datetime | None:
        if self._ready is None:
            self._ready = self._prepare()
        if not self._ready:
            return None
        if time not in self._times:
            try:
                self._times[time] = self._header.times.happened(time)
            except Rejected:
                self._times[time] = None
        return self._times[time]

    def _prepare(self) -> bool:
        """Look at what all results of the order share; whether all of it is there and plain."""
        header, order = self._header, self._order
        if not header.source.isprintable():
            return False
        try:
            self._patient_id = order.patient_id
            self._times[""] = header.times.happened(collected(order, header).text)
            self._sent_at = header.sent_instant
        except Rejected:
            return False
        return True
