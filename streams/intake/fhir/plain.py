"""The short way for observations that are written plainly: one number with its range, coded, timed, of a named patient.

Most of what laboratories send is written so, or is not ours by its code. This gives what the long way would give, or
nothing: what it gives nothing for is not wrong, but needs a closer look.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

import msgspec

from models.analytes import QUALITATIVE, Analyte
from models.decoded import DecodeContext, Ignored
from models.events import Event, check
from models.rejections import Rejected
from models.units import is_known
from streams.intake.codes.measures import Refusal, measure_of
from streams.intake.codes.systems import system_of
from streams.intake.fhir.concepts import unmapped
from streams.intake.fhir.elements import Coding, Concept, Meta, ReferenceRange
from streams.intake.fhir.glance import PlainObservation, glance
from streams.intake.fhir.identity import bounded, digest, version_of
from streams.intake.fhir.outcomes import Json
from streams.intake.fhir.quantities import unit_of
from streams.intake.fhir.wholes import STATUSES

_CLOSER_LOOK: Final = frozenset(
    {
        *("component", "hasMember", "focus", "modifierExtension", "implicitRules", "dataAbsentReason"),
        *("effectivePeriod", "effectiveInstant", "effectiveTiming"),
        *("valueCodeableConcept", "valueString", "valueBoolean", "valueInteger", "valueRange", "valueRatio"),
        *("valueSampledData", "valueTime", "valueDateTime", "valuePeriod"),
    }
)
"""Elements of what is not plain."""

_REPORTED: Final = {theirs: ours for theirs, ours in STATUSES.items() if ours in {"preliminary", "final", "corrected"}}
_NUMERIC: Final[Mapping[str | Refusal, Analyte]] = {each.value: each for each in Analyte if each not in QUALITATIVE}
_OFFSET: Final = len("+01:00")
_NO_META: Final = Meta()
_REMEMBERED: Final = 4_096
_SHORT: Final = 128
"""The longest code, with its system, whose meaning is remembered."""


def plainly(raw: Json, context: DecodeContext, sender: str | None) -> Event | Ignored | None:
    """What an Observation comes to, if it is plain: the result, if it is accepted, or that its code is not ours.

    Args:
        raw: an Observation that stands for itself, under its own id.
        context: when it came, and what the site has set.
        sender: who sent the message around it.
    """
    if not _CLOSER_LOOK.isdisjoint(raw):
        return None
    try:
        said = msgspec.convert(raw, PlainObservation)
    except msgspec.ValidationError:
        return None
    return _told(said, raw, context, sender)


def at_a_glance(raw: bytes, context: DecodeContext) -> Event | Ignored | None:
    """The same of the bytes of a message, if it is an Observation of which a server has said which version it is."""
    said = glance(raw)
    return None if said is None else _told(said, None, context, None)


def _told(
    said: PlainObservation, raw: Json | None, context: DecodeContext, sender: str | None
) -> Event | Ignored | None:
    if said.code is None:
        return None
    measured = _measured(said.code, context.local_codes)
    if not measured:
        return unmapped(said.code)
    analyte = _NUMERIC.get(measured.pop()) if len(measured) == 1 else None
    fields = None if analyte is None else _fields(said, analyte)
    meta = said.meta or _NO_META
    token = meta.version_id or meta.last_updated or (raw and digest(raw))
    if fields is None or not token:
        return None
    fields["event_id"] = bounded(f"Observation/{said.id}/{token}")
    fields["recorded_at"] = meta.last_updated or said.issued
    fields["source"] = bounded(meta.source.partition("#")[0]) or sender
    if (version := version_of(meta)) is not None:
        fields["version"] = version
    try:
        return check(fields, context.now, context.tolerance)
    except Rejected:
        return None


def _fields(said: PlainObservation, analyte: Analyte) -> dict[str, object] | None:
    """What the elements say, but for the version; None where any of them is not plain."""
    when, subject, quantity = said.effective_date_time, said.subject, said.value_quantity
    if when is None or subject is None or subject.reference is None or quantity is None:
        return None
    kind, _, patient_id = subject.reference.partition("/")
    timed = when[-1:] == "Z" or when[-_OFFSET:][:1] in {"+", "-"}
    status, unit = _REPORTED.get(said.status or ""), unit_of(quantity)
    known = is_known(analyte, unit) and type(quantity.value) is not str
    if kind != "Patient" or "/" in patient_id or not timed or status is None or not known:
        return None
    fields: dict[str, object] = {
        "type": "lab-result",
        "result_id": said.id,
        "patient_id": patient_id,
        "occurred_at": when,
        "status": status,
        "analyte": analyte,
        "value": quantity.value,
        "unit": unit,
        "comparator": quantity.comparator,
    }
    return fields if _add_limits(fields, said.reference_range, unit) else None


def _add_limits(fields: dict[str, object], ranges: tuple[ReferenceRange, ...], unit: str) -> bool:
    """Adds the one range that a result has, if it is anybody's and in the unit of the value; whether that is all."""
    if not ranges:
        return True
    said = ranges[0]
    if len(ranges) > 1 or said.type is not None or said.applies_to or said.age is not None:
        return False
    low, high = said.low, said.high
    if low is None and high is None:
        return not said.text
    for name, end in (("reference_low", low), ("reference_high", high)):
        if end is not None:
            if end.value is None or unit_of(end) != unit:
                return False
            fields[name] = end.value
    return True


def _measured(code: Concept, local: Mapping[str, str]) -> set[str | Refusal]:
    if local:
        found = {measure_of(system_of(each.system), each.code, local) for each in code.coding if each.code}
    else:
        found = {_meaning(each) for each in code.coding if each.code}
    return {each for each in found if each is not None}


def _meaning(coding: Coding) -> str | Refusal | None:
    read = _remembered if len(coding.system) + len(coding.code) <= _SHORT else _measure
    return read(coding.system, coding.code)


def _measure(system: str, code: str) -> str | Refusal | None:
    return measure_of(system_of(system), code)


_remembered: Final = lru_cache(_REMEMBERED)(_measure)
