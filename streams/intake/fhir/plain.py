"""The short way for observations that are written plainly: one number with its range, coded, timed, of a named patient.

Most of what laboratories send is written so, or is not ours by its code. This gives what the long way would give, or
nothing: what it gives nothing for is not wrong, but needs a closer look.
"""

from collections.abc import Mapping
from typing import Final

import msgspec

from models.analytes import QUALITATIVE, Analyte
from models.decoded import DecodeContext, Ignored
from models.events import Event
from models.terms import WITHDRAWN
from streams.intake.codes.measures import Refusal
from streams.intake.fhir.concepts import measured, unmapped
from streams.intake.fhir.elements import Meta
from streams.intake.fhir.glance import PlainObservation, glance
from streams.intake.fhir.names import bounded, digest, name_of
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

_NUMERIC: Final[Mapping[str | Refusal, Analyte]] = {each.value: each for each in Analyte if each not in QUALITATIVE}
_NO_META: Final = Meta()


def plainly(raw: Json, around: Surroundings, whole: Whole | None = None) -> Event | Ignored | None:
    """What an Observation comes to, if it is plain: the result, if it is accepted, or that its code is not ours.

    Args:
        raw: an Observation that is not withdrawn.
        around: where it stands, or the report that contains it.
        whole: what it takes from that report; None: it stands for itself.
    """
    if not _CLOSER_LOOK.isdisjoint(raw) or (whole is not None and whole.status in WITHDRAWN):
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
    meanings = measured(said.code, context.local_codes)
    if not meanings:
        return unmapped(said.code)
    analyte = _NUMERIC.get(meanings.pop()) if len(meanings) == 1 else None
    if analyte is None or said.effective_date_time is None:
        return None
    meta = meta or _NO_META
    token = meta.version_id or meta.last_updated or (raw and digest(raw))
    return result_of(said, analyte, Version(bounded(name), token, meta, sender), context) if token else None
