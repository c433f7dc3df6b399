"""The three decoders, and what holds for each whatever the bytes."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from models.decoded import DecodeContext, Decoded
from models.events import check, line
from streams.intake import canonical, fhir, hl7v2
from streams.intake.json_object import read_object

DECODERS: Mapping[str, Callable[[bytes, DecodeContext], Decoded]] = {
    "canonical": canonical.decode,
    "fhir": fhir.decode,
    "hl7v2": hl7v2.decode,
}
CONTEXT = DecodeContext(datetime(2026, 6, 1, tzinfo=UTC), zone=ZoneInfo("Europe/Berlin"), local_codes={"X": "alt"})


def hold(name: str, raw: bytes) -> Decoded:
    """There is an outcome, and each accepted event is one that a canonical topic takes."""
    decoded = DECODERS[name](raw, CONTEXT)
    assert decoded.accepted or decoded.rejected or decoded.ignored
    for event in decoded.accepted:
        assert check(read_object(line(event, None)), None, timedelta(0)) == event
    return decoded
