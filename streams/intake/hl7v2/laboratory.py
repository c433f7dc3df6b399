"""Laboratory results."""

from decimal import Decimal
from typing import Final

from models.analytes import QUALITATIVE, Analyte
from models.events import Event
from models.rejections import Reason, Rejected
from models.units import is_known
from streams.intake.codes.findings import Finding
from streams.intake.cutoffs import unmistakable
from streams.intake.hl7v2.observation import Observation
from streams.intake.hl7v2.segment import Segment
from streams.intake.hl7v2.syntax import CODED, Syntax
from streams.intake.hl7v2.values import Number, finding_in, number_in
from streams.intake.ranges import LONGEST_RANGE, NO_RANGE, Range, range_of
from streams.intake.spellings import known_unit

__all__ = ["laboratory_result", "unit_of"]

_VALUE, _UNIT, _RANGE = 5, 6, 7
_LONGEST_WRITTEN: Final = 5 * LONGEST_RANGE
"""The longest text, with its escape sequences, that may say a range."""
_NUMBERS: Final = {
    "result_id": 3,
    "analyte": 3,
    "value": _VALUE,
    "comparator": _VALUE,
    "finding": _VALUE,
    "unit": _UNIT,
    "reference_low": _RANGE,
    "reference_high": _RANGE,
    "status": 11,
}


def laboratory_result(observation: Observation) -> Event:
    """The `lab-result` that an OBX reports.

    Raises:
        Rejected: the first reason that applies, with its place.
    """
    fields = observation.common()
    fields |= {"type": "lab-result", "status": observation.status, "analyte": observation.measure}
    fields["result_id"] = observation.result_id
    if not observation.withdrawn:
        fields |= _measured(observation.segment, Analyte(observation.measure))
    return observation.event(fields, _NUMBERS)


def _measured(segment: Segment, analyte: Analyte) -> dict[str, object]:
    unit = unit_of(segment.raw(_UNIT), analyte, segment.syntax)
    if analyte in QUALITATIVE:
        return _qualitative(segment, analyte, unit)
    if not is_known(analyte, unit):
        raise Rejected(Reason.UNKNOWN_UNIT, segment.place(_UNIT))
    return _quantity(number_in(segment, analyte, unit), unit, _range(segment, analyte, unit))


def _qualitative(segment: Segment, analyte: Analyte, unit: str) -> dict[str, object]:
    """A finding, and the number it came with if its unit is one of ours."""
    finding = finding_in(segment)
    limits = _range(segment, analyte, unit)
    try:
        number = number_in(segment, analyte, unit)
    except Rejected:
        if finding is None:
            raise Rejected(Reason.BAD_VALUE, segment.place(_VALUE)) from None
        return {"finding": finding}
    if finding is None and limits == NO_RANGE:
        finding = unmistakable(analyte, Decimal(number.text), number.comparator, unit)
    found: dict[str, object] = {"finding": finding or _finding(number, limits)}
    return found | _quantity(number, unit, limits) if unit and is_known(analyte, unit) else found


def _quantity(number: Number, unit: str, limits: Range) -> dict[str, object]:
    return {
        "value": number.text,
        "comparator": number.comparator,
        "unit": unit,
        "reference_low": limits.low,
        "reference_high": limits.high,
    }


def _finding(number: Number, limits: Range) -> Finding | None:
    """What a number says beside the laboratory's own cut-off; None if that cannot decide."""
    if limits.high is None:
        return None
    value = Decimal(number.text)
    above = value > limits.high or (value == limits.high and limits.below)
    match number.comparator:
        case None:
            return "positive" if above else "negative"
        case "<" | "<=":
            return "negative" if value <= limits.high else None
        case _:
            return "positive" if above or (value == limits.high and number.comparator == ">") else None


def unit_of(field: str, analyte: Analyte, syntax: Syntax) -> str:
    """OBX-6: as a whole, else of its code, its text and their alternates the first that is a unit of this analyte."""
    whole = field.strip()
    if not whole or is_known(analyte, whole):
        return whole
    spelled = known_unit(analyte, whole)
    if is_known(analyte, spelled):
        return spelled
    first = ""
    for term in filter(None, syntax.components(whole, CODED)):
        spelled = known_unit(analyte, term)
        if is_known(analyte, spelled):
            return spelled
        first = first or spelled
    return first


def _range(segment: Segment, analyte: Analyte, unit: str) -> Range:
    text = segment.plain(_RANGE)
    if text is None:
        said = segment.repetitions(_RANGE)
        parts = segment.components(said[0]) if len(said) == 1 and len(said[0]) <= _LONGEST_WRITTEN else [""]
        text = "" if any(parts[1:]) else parts[0]
    return range_of(text, unit, analyte) if 0 < len(text) <= LONGEST_RANGE else NO_RANGE
