"""Laboratory results."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final, NamedTuple

from msgspec.structs import replace

from models.analytes import QUALITATIVE, Analyte
from models.events.fields import reads_as_number
from models.rejections import Reason
from models.units import canonical_unit, is_known, to_canonical
from streams.intake.codes.findings import Finding
from streams.intake.cutoffs import unmistakable
from streams.intake.fhir.names import bounded
from streams.intake.fhir.outcomes import Draft
from streams.intake.fhir.parts import Part
from streams.intake.fhir.ranges import Limits, limits, same_unit
from streams.intake.fhir.values import Value, interpreted
from streams.intake.spellings import known_unit
from streams.intake.thousands import may_separate_thousands

_PLACES: Final = {"result_id": "id", "analyte": "code"}


class _Read(NamedTuple):
    """What a result carries: fields, the elements they come from, and what is wrong beyond what a check can see."""

    fields: dict[str, object]
    places: dict[str, str]
    faults: dict[str, Reason]


def laboratory_result(part: Part) -> Draft | None:
    """One version of a result; None when it has no value.

    A result that is taken back has no value any more, whatever stands there.
    """
    analyte = Analyte(part.measure)
    read = _Read({}, {}, {})
    if not part.withdrawn:
        value = part.value
        if value is None:
            return None
        value = replace(value, unit=known_unit(analyte, value.unit))
        read = _qualitative(part, analyte, value) if analyte in QUALITATIVE else _numeric(part, analyte, value)
    origin = part.origin
    fields: dict[str, object] = {
        "result_id": bounded(part.name),
        "status": part.status,
        "analyte": analyte.value,
        **read.fields,
    }
    if origin.version is not None:
        fields["version"] = origin.version
    event_id = f"{origin.stem}{part.suffix}/{origin.token}"
    if part.withdrawn:
        event_id = f"{event_id}/{part.status}"
    return part.draft("lab-result", event_id, fields, _PLACES | read.places, read.faults)


def _numeric(part: Part, analyte: Analyte, value: Value) -> _Read:
    if value.place == "valueString" and may_separate_thousands(str(value.number), value.unit, analyte):
        value = Value(value.place, fault=Reason.AMBIGUOUS_VALUE)
    if value.fault is not None:
        stand_in: dict[str, object] = {"value": Decimal(0), "unit": canonical_unit(analyte) or None}
        return _Read(stand_in, {"value": value.place}, {"value": value.fault})
    return _quantity(analyte, value, _limits(part, analyte, value))


def _qualitative(part: Part, analyte: Analyte, value: Value) -> _Read:
    """A finding, and the number that it came with if its unit is one of ours."""
    judged = interpreted(part.said, part.at("interpretation"))
    found = value.finding or judged
    places = {"finding": value.place}
    if value.finding and judged and value.finding != judged:
        return _Read({"finding": found}, {"finding": "interpretation"}, {"finding": Reason.AMBIGUOUS_VALUE})
    if value.number is None:
        ambiguous = found is None and value.fault is Reason.AMBIGUOUS_VALUE
        faults = {"finding": Reason.AMBIGUOUS_VALUE} if ambiguous else {}
        return _Read({"finding": "indeterminate" if ambiguous else found}, places, faults)
    chosen = _limits(part, analyte, value)
    read = _quantity(analyte, value, chosen)
    fields = read.fields if value.unit and is_known(analyte, value.unit) else {}
    found = found or _beside(read, below=chosen.below)
    if found is None and chosen.high is None and not part.said.interpretation and reads_as_number(value.number):
        found = unmistakable(analyte, Decimal(str(value.number)), value.comparator, value.unit)
    return _Read(fields | {"finding": found}, read.places | places, {})


def _limits(part: Part, analyte: Analyte, value: Value) -> Limits:
    return limits(part.said.reference_range, part.person, analyte, value.unit)


def _quantity(analyte: Analyte, value: Value, chosen: Limits) -> _Read:
    """A number with its limits: in its own unit, or all in the canonical one when a limit is in another."""
    fields: dict[str, object] = {"value": value.number, "unit": value.unit or None, "comparator": value.comparator}
    parent = value.place.removesuffix(".value")
    places = {
        "value": value.place,
        "unit": value.place if parent == value.place else f"{parent}.code",
        "comparator": f"{parent}.comparator",
    }
    units = {"value": value.unit}
    for name, limit in (("reference_low", chosen.low), ("reference_high", chosen.high)):
        if limit is not None and (not limit.unit or limit.unit == value.unit or is_known(analyte, limit.unit)):
            units[name] = limit.unit or value.unit
            fields[name] = limit.number
            places[name] = limit.place
    if len(set(units.values())) > 1 and is_known(analyte, value.unit) and not _one_unit(analyte, units):
        fields |= {name: _canonical(analyte, fields[name], unit) for name, unit in units.items()}
        fields["unit"] = canonical_unit(analyte)
    return _Read(fields, places, {})


def _one_unit(analyte: Analyte, units: Mapping[str, str]) -> bool:
    return all(same_unit(analyte, units["value"], unit) for unit in units.values())


def _canonical(analyte: Analyte, number: object, unit: str) -> object:
    return to_canonical(analyte, Decimal(str(number)), unit) if reads_as_number(number) else number


def _beside(read: _Read, *, below: bool) -> Finding | None:
    """What a number says beside the cut-off (positive itself if `below`); None if that cannot decide."""
    number, high = read.fields["value"], read.fields.get("reference_high")
    if not reads_as_number(number) or not reads_as_number(high):
        return None
    value, cut_off = Decimal(str(number)), Decimal(str(high))
    above = value > cut_off or (below and value == cut_off)
    match read.fields["comparator"]:
        case None:
            return "positive" if above else "negative"
        case "<" | "<=":
            return "negative" if value <= cut_off else None
        case ">":
            return "positive" if value >= cut_off else None
        case _:
            return "positive" if above else None
