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
from models.events import Event
from streams.intake.codes.measures import Refusal, measure_of
from streams.intake.codes.systems import system_of
from streams.intake.fhir.concepts import unmapped
from streams.intake.fhir.elements import Coding, Concept, Meta
from streams.intake.fhir.glance import PlainObservation, glance
from streams.intake.fhir.identity import bounded, digest, name_of
from streams.intake.fhir.outcomes import Json
from streams.intake.fhir.plain_results import Version, result_of
from streams.intake.fhir.surroundings import Surroundings, Whole

_CLOSER_LOOK: Final = frozenset(
    {
        *("component", "hasMember", "focus", "modifierExtension", "implicitRules", "dataAbsentReason"),
        *("effectivePeriod", "effectiveInstant", "effectiveTiming"),
        *("valueCodeableConcept", "valueString", "valueBoolean", "valueInteger", "valueRange", "valueRatio"),
        *("valueSampledData", "valueTime", "valueDateTime", "valuePeriod"),
    }
)
"""Elements of what is not plain."""

_WITHDRAWN: Final = frozenset({"cancelled", "entered-in-error"})
_NUMERIC: Final[Mapping[str | Refusal, Analyte]] = {each.value: each for each in Analyte if each not in QUALITATIVE}
_NO_META: Final = Meta()
_REMEMBERED: Final = 4_096
_SHORT: Final = 128
"""The longest code, with its system, whose meaning is remembered."""


def plainly(raw: Json, around: Surroundings, whole: Whole | None = None) -> Event | Ignored | None:
    """What an Observation comes to, if it is plain: the result, if it is accepted, or that its code is not ours.

    Args:
        raw: an Observation that is not withdrawn.
        around: where it stands, or the report that contains it.
        whole: what it takes from that report; None: it stands for itself.
    """
    if not _CLOSER_LOOK.isdisjoint(raw) or (whole is not None and whole.status in _WITHDRAWN):
        return None
    try:
        said = msgspec.convert(raw, PlainObservation)
        name = name_of(raw, around)
    except msgspec.ValidationError:
        return None
    if whole is None:
        return _told(said, name, said.meta, raw, around.context, around.sender)
    return _told(said, f"{whole.name}#{name}", whole.meta, raw, around.context, around.sender)


def at_a_glance(raw: bytes, context: DecodeContext) -> Event | Ignored | None:
    """The same of the bytes of a message, if it is an Observation of which a server has said which version it is."""
    said = glance(raw)
    return None if said is None else told(said, context, None)


def told(said: PlainObservation, context: DecodeContext, sender: str | None) -> Event | Ignored | None:
    """The same of an Observation that says nothing else, if a server has said which version it is."""
    return _told(said, said.id, said.meta, None, context, sender)


def _told(  # noqa: PLR0913, PLR0917  what tells one result, and one version, from another
    said: PlainObservation, name: str, meta: Meta | None, raw: Json | None, context: DecodeContext, sender: str | None
) -> Event | Ignored | None:
    measured = _measured(said.code, context.local_codes)
    if not measured:
        return unmapped(said.code)
    analyte = _NUMERIC.get(measured.pop()) if len(measured) == 1 else None
    if analyte is None or said.effective_date_time is None:
        return None
    meta = meta or _NO_META
    token = meta.version_id or meta.last_updated or (raw and digest(raw))
    return result_of(said, analyte, Version(bounded(name), token, meta, sender), context) if token else None


def _measured(code: Concept | None, local: Mapping[str, str]) -> set[str | Refusal]:
    if code is None:
        return set()
    read = _meaning if not local else lambda each: measure_of(system_of(each.system), each.code, local)
    return {meaning for each in code.coding if each.code and (meaning := read(each)) is not None}


def _meaning(coding: Coding) -> str | Refusal | None:
    read = _remembered if len(coding.system) + len(coding.code) <= _SHORT else _measure
    return read(coding.system, coding.code)


def _measure(system: str, code: str) -> str | Refusal | None:
    return measure_of(system_of(system), code)


_remembered: Final = lru_cache(_REMEMBERED)(_measure)
