"""Reads messages by topic, never fails on one, and says what came of each."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from models.decoded import DecodeContext, Decoded, Rejection
from models.rejections import Reason
from models.settings import Inbound, IntakeSettings
from streams.intake import canonical, fhir, hl7v2
from streams.topics.specs import MAX_INBOUND_BYTES

Decode = Callable[[bytes, DecodeContext], Decoded]

DECODERS: Mapping[Inbound, Decode] = {
    Inbound.LAB_RESULTS: canonical.decode,
    Inbound.INFUSIONS: canonical.decode,
    Inbound.PREPARATIONS: canonical.decode,
    Inbound.CLINICAL_EVENTS: canonical.decode,
    Inbound.FHIR: fhir.decode,
    Inbound.HL7V2: hl7v2.decode,
}
"""How each inbound topic is read."""


def context(settings: IntakeSettings) -> DecodeContext:
    """What decoders must know of the site; without an arrival, so nothing is ahead of its time."""
    return DecodeContext(
        tolerance=settings.clock_tolerance,
        zone=ZoneInfo(settings.time_zone) if settings.time_zone else None,
        local_codes=settings.local_codes,
    )


def arriving(site: DecodeContext, now: datetime) -> DecodeContext:
    """The same for messages that arrive at an instant."""
    return replace(site, now=now)


def read_message(value: bytes | None, decode: Decode, known: DecodeContext) -> Decoded:
    """What a message says; one without a value or above 1 MiB is not looked into."""
    if value is None:
        return Decoded(rejected=(Rejection(Reason.NOT_JSON),))
    if len(value) > MAX_INBOUND_BYTES:
        return Decoded(rejected=(Rejection(Reason.TOO_LARGE),))
    return decode(value, known)
