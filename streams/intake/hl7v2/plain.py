"""Laboratory results as most are written, a number with its unit and its range in plain text: read the short way."""

import re
from datetime import datetime
from decimal import Decimal
from typing import Final

from models.analytes import QUALITATIVE, Analyte
from models.events.laboratory import LabResult
from models.events.read_results import measured
from models.rejections import Rejected
from models.terms import LabStatus
from models.units import FACTORS
from streams.intake.hl7v2.header import Header, named
from streams.intake.hl7v2.laboratory import unit_of
from streams.intake.hl7v2.observation import STATUSES, collected, number_of
from streams.intake.hl7v2.orders import ResultOrder
from streams.intake.hl7v2.segment import Segment
from streams.intake.ranges import LONGEST_RANGE, NO_RANGE, range_of
from streams.intake.thousands import may_separate_thousands

__all__ = ["PlainResults"]

_SUB, _VALUE, _UNIT, _RANGE, _STATUS, _COLLECTED = 4, 5, 6, 7, 11, 14
_NUMBER: Final = re.compile(r"[0-9]{1,18}(?:\.[0-9]{1,18})?")
_REPORTED: Final = {
    letter: LabStatus(word) for letter, word in STATUSES.items() if word not in ("cancelled", "entered-in-error")
}
_UNITS: Final = {str(analyte): units for analyte, units in FACTORS.items() if analyte not in QUALITATIVE}


class PlainResults:
    """The plain results of one order. What is written in any other way has to be looked at more closely.

    Args:
        order: which the results belong to.
        header: of its message.
    """

    __slots__ = ("_collected", "_header", "_order", "_patient_id", "_ready", "_sent_at")

    def __init__(self, order: ResultOrder, header: Header) -> None:
        self._order = order
        self._header = header
        self._ready: bool | None = None
        self._patient_id = ""
        self._sent_at: datetime | None = None
        self._collected: datetime | None = None

    def read(self, observation: Segment, analyte: Analyte, name: tuple[str, ...]) -> LabResult | None:
        """The result that an OBX reports, or None if it is not plain. Never raises.

        Args:
            observation: whole, with a code that means the analyte.
            analyte: what it measures.
            name: what names the result within its order.
        """
        fields = observation.fields
        units = _UNITS.get(analyte)
        if units is None or len(fields) <= _STATUS:
            return None
        number, unit, written, status = fields[_VALUE], fields[_UNIT], fields[_RANGE], _REPORTED.get(fields[_STATUS])
        if unit not in units:
            unit = unit_of(observation, analyte)
        if status is None or unit not in units or not _NUMBER.fullmatch(number):
            return None
        if ("." in number and may_separate_thousands(number, unit, analyte)) or len(written) > LONGEST_RANGE:
            return None
        limits = NO_RANGE
        if written:
            if observation.plain(_RANGE) is None:
                return None
            limits = range_of(written, unit, analyte)
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
            status=status,
            analyte=analyte,
            value=Decimal(number),
            unit=unit,
            reference_low=limits.low,
            reference_high=limits.high,
        )

    def _occurred_at(self, time: str) -> datetime | None:
        if self._ready is None:
            self._ready = self._prepare()
        if not self._ready:
            return None
        if not time:
            return self._collected
        try:
            return self._header.times.happened(time)
        except Rejected:
            return None

    def _prepare(self) -> bool:
        """Look at what all results of the order share; whether all of it is there and plain."""
        header, order = self._header, self._order
        if not header.source.isprintable():
            return False
        try:
            self._patient_id = order.patient_id
            self._collected = header.times.happened(collected(order, header).text)
            self._sent_at = header.sent_instant
        except Rejected:
            return False
        return True
