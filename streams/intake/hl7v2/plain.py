"""Laboratory results as most are written, a number with its unit and its range in plain text: read the short way."""

import re
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from models.analytes import Analyte
from models.decoded import Ignored
from models.events.laboratory import LabResult
from models.events.read_results import measured
from models.rejections import Rejected
from models.terms import WITHDRAWN, LabStatus
from models.units import is_known
from streams.intake.hl7v2.copies import Copies, name_of
from streams.intake.hl7v2.header import Header
from streams.intake.hl7v2.laboratory import unit_of
from streams.intake.hl7v2.names import named, prefix_of
from streams.intake.hl7v2.observation import STATUSES, collected, number_of
from streams.intake.hl7v2.observed import Spellings
from streams.intake.hl7v2.orders import ResultOrder
from streams.intake.hl7v2.segment import Segment
from streams.intake.hl7v2.syntax import LONGEST_REMEMBERED, USUAL
from streams.intake.ranges import LONGEST_RANGE, NO_RANGE, range_of
from streams.intake.thousands import may_separate_thousands

__all__ = ["PlainResults"]

_CODE, _AFTER_CODE = 3, 4
_SUB, _VALUE, _UNIT, _RANGE, _STATUS, _COLLECTED, _READ = (number - _AFTER_CODE for number in (4, 5, 6, 7, 11, 14, 15))
"""Where fields are in what comes after OBX-3."""
_DIGITS: Final = 18
_FRACTION: Final = re.compile(r"[0-9]{1,18}\.[0-9]{1,18}")
_REPORTED: Final = {letter: LabStatus(word) for letter, word in STATUSES.items() if word not in WITHDRAWN}


class _Scale(NamedTuple):
    """What a number is read on: its unit, and the ends of its range in it."""

    unit: str
    low: Decimal | None
    high: Decimal | None


class _Shared(NamedTuple):
    """What the plain results of an order have in common; the prefixes are empty where identifiers have none."""

    patient_id: str
    sent_at: datetime | None
    source: str | None
    event_prefix: str
    result_prefix: str


@lru_cache(maxsize=4096)
def _scale(unit: str, limits: str, analyte: Analyte) -> _Scale | None:
    """What OBX-6 and OBX-7 say; None unless the unit is known, and the range plain text."""
    known = unit_of(unit, analyte, USUAL)
    if not known or not is_known(analyte, known) or USUAL.has_structure(limits):
        return None
    low, high, _ = range_of(limits, known, analyte) if limits else NO_RANGE
    return _Scale(known, low, high)


class PlainResults:
    """The plain results of one order. What is written in any other way has to be looked at more closely.

    Args:
        order: which the results belong to.
        header: of its message.
        spellings: of what is observed.
        copies: tells results of the order apart.
    """

    __slots__ = ("_copies", "_header", "_instants", "_is_prepared", "_observed", "_order", "_shared")

    def __init__(self, order: ResultOrder, header: Header, spellings: Spellings, copies: Copies) -> None:
        self._order = order
        self._header = header
        self._observed = spellings.short
        self._copies = copies
        self._instants: dict[str, datetime | None] = {}
        self._is_prepared = False
        self._shared: _Shared | None = None

    def read(self, observation: Segment) -> LabResult | Ignored | None:
        """The result that an OBX reports, or that it is not ours; None if it is not plain. Never raises.

        Args:
            observation: whole, in the usual delimiters.
        """
        parts = observation.line.split("|", _AFTER_CODE)
        if len(parts) <= _AFTER_CODE:
            return None
        spelling = parts[_CODE]
        observed = self._observed(spelling) if len(spelling) <= LONGEST_REMEMBERED else None
        if observed is None:
            return None
        if observed.passed_over is not None:
            return observed.passed_over
        analyte = observed.plain
        return None if analyte is None else self._result(observation, parts[_AFTER_CODE], analyte, observed.code)

    def _result(self, observation: Segment, after_code: str, analyte: Analyte, code: str) -> LabResult | None:
        fields = after_code.split("|", _READ)
        if len(fields) <= _STATUS:
            return None
        number, unit, limits = fields[_VALUE], fields[_UNIT], fields[_RANGE]
        status = _REPORTED.get(fields[_STATUS])
        if status is None or len(unit) > LONGEST_REMEMBERED or len(limits) > LONGEST_RANGE:
            return None
        whole = number.isdecimal() and number.isascii() and len(number) <= _DIGITS
        scale = _scale(unit, limits, analyte) if whole or _FRACTION.fullmatch(number) else None
        if scale is None or (not whole and may_separate_thousands(number, scale.unit, analyte)):
            return None
        time = fields[_COLLECTED] if len(fields) > _COLLECTED else ""
        occurred_at = self._instants.get(time)
        if occurred_at is None and time not in self._instants:
            occurred_at = self._instants[time] = self._instant(time)
        shared = self._shared
        if occurred_at is None or shared is None:
            return None
        sub = fields[_SUB]
        place = self._copies.place(code, sub, fields[_STATUS])
        return measured(
            event_id=f"{shared.event_prefix}OBX[{observation.ordinal}]"
            if shared.event_prefix
            else self._header.name(observation.place()),
            patient_id=shared.patient_id,
            occurred_at=occurred_at,
            recorded_at=shared.sent_at,
            source=shared.source,
            result_id=(f"{shared.result_prefix}{code}/#{place}" if place > 1 else shared.result_prefix + code)
            if shared.result_prefix and not sub
            else self._result_id(time, name_of(code, sub, place)),
            version=1,
            status=status,
            analyte=analyte,
            value=Decimal(number),
            unit=scale.unit,
            reference_low=scale.low,
            reference_high=scale.high,
        )

    def _result_id(self, time: str, name: tuple[str, ...]) -> str:
        return named(self._header.application, number_of(self._order, time, self._header), *name)

    def _instant(self, time: str) -> datetime | None:
        """When the sample was taken; None if that, or what all results of the order share, is not plain.

        Args:
            time: OBX-14.
        """
        header = self._header
        try:
            if not self._is_prepared:
                self._is_prepared = True
                self._shared = self._prepare()
            if not time and header.kind == "ADT":
                return None
            said = time or collected(self._order, header).text
            return header.times.happened(said)
        except Rejected:
            return None

    def _prepare(self) -> _Shared | None:
        """What all results of the order share; None if it is not plain.

        Raises:
            Rejected: of whom they are cannot be read.
        """
        header, order = self._header, self._order
        if not header.source.isprintable():
            return None
        return _Shared(
            order.patient_id,
            header.sent_at,
            header.source or None,
            prefix_of(*header.control),
            prefix_of(header.application, order.number) if order.number else "",
        )
