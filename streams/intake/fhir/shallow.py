"""A Bundle read entry by entry: what is plain is told from its bytes, and only the others are read as a whole.

A plain observation says all that it says itself. No other resource asks anything of one either, unless it is to be
deleted, so that it need not be found among the others.
"""

from typing import Final, NamedTuple, TypeAlias

import msgspec
from msgspec.structs import replace

from models.decoded import DecodeContext
from models.rejections import Rejected
from streams.intake.fhir.bundles import sent_by
from streams.intake.fhir.glance import PlainObservation, WholeObservation, glimpse
from streams.intake.fhir.nulls import read_stated
from streams.intake.fhir.outcomes import Settled
from streams.intake.fhir.plain import told
from streams.intake.fhir.shells import Bundle, R
from streams.intake.fhir.surroundings import Entry
from streams.intake.json_object import hides_marks, keeps_marks
from streams.topics.specs import MAX_INBOUND_BYTES

_AROUND: Final = 3
"""How deep a resource of a Bundle is nested: in the Bundle, in its entries, in one of them."""

_CREATING: Final = "POST"
_KNOWN: Final = frozenset({"", "PUT"})
_STATING: Final = _KNOWN | {_CREATING}


class Found(NamedTuple):
    """What a Bundle brings, as `bundles.entries` gives it, but with plain observations settled.

    Attributes:
        entries: its entries, in their order.
        written: when it was put together, if it says so.
        sender: who sent it, if it says so.
    """

    entries: list[Entry | Settled]
    written: str | None
    sender: str | None


_Parts: TypeAlias = Bundle[msgspec.Raw]
_decode: Final = msgspec.json.Decoder(_Parts).decode
_decode_observations: Final = msgspec.json.Decoder(Bundle[WholeObservation]).decode
_NOTHING: Final = msgspec.Raw(b"0")


def entries_at_a_glance(raw: bytes, context: DecodeContext) -> Found | None:
    """What a message brings, if it is a Bundle whose entries state resources and no more. Never raises.

    Args:
        raw: the message.
        context: when it came, and what the site has set.
    """
    if len(raw) > MAX_INBOUND_BYTES or hides_marks(raw):
        return None
    found = _observations(raw, context)
    if found is not None:
        return found
    try:
        bundle = _decode(raw)
        seen = _seen(raw, bundle)
        return _found(bundle, seen, context) if seen else None
    except (ValueError, RecursionError, Rejected):
        return None


def _observations(raw: bytes, context: DecodeContext) -> Found | None:
    """The same, if all that it brings are plain observations."""
    try:
        bundle = _decode_observations(raw)
    except (ValueError, ArithmeticError, RecursionError):
        return None
    if not keeps_marks(raw, bundle):
        return None
    entries: list[Entry | Settled] = []
    for each in bundle.entry:
        plain = told(each.resource, context, None) if each.request.method in _KNOWN else None
        if plain is None:
            return None
        entries.append(plain)
    return Found(entries, _written(bundle), None) if entries else None


def _seen(raw: bytes, bundle: _Parts) -> list[PlainObservation | bytes] | None:
    """Its resources, those as bytes that are not plain; None where the Bundle does more than state them."""
    if not _STATING.issuperset([each.request.method for each in bundle.entry]):
        return None
    parts = [bytes(each.resource) for each in bundle.entry]
    seen = [glimpse(part) or part for part in parts]
    around = replace(bundle, entry=tuple([replace(each, resource=_NOTHING) for each in bundle.entry]))
    if keeps_marks(raw, [around, *(msgspec.Raw(each) if isinstance(each, bytes) else each for each in seen)]):
        return seen
    if not keeps_marks(raw, [around, *map(msgspec.Raw, parts)]):
        return None
    return [
        part if isinstance(each, bytes) or not keeps_marks(part, each) else each
        for each, part in zip(seen, parts, strict=True)
    ]


def _found(bundle: _Parts, seen: list[PlainObservation | bytes], context: DecodeContext) -> Found | None:
    """The entries, settled where that is plain; None where one that is not can be taken for one that is.

    Raises:
        Rejected: one of them cannot be read.
    """
    sender = None
    settled: set[str] = set()
    entries: list[Entry | Settled] = []
    for number, (said, entry) in enumerate(zip(seen, bundle.entry, strict=True)):
        posted = entry.request.method == _CREATING
        plain = None if isinstance(said, bytes) or posted else told(said, context, sender)
        if plain is not None and not isinstance(said, bytes):
            entries.append(plain)
            settled.update((f"Observation/{said.id}", entry.full_url))
            continue
        resource = read_stated(bytes(entry.resource), _AROUND)
        if number == 0:
            sender = sent_by(resource)
        entries.append(Entry(resource, f"entry[{number}].resource", entry.full_url, posted=posted))
    settled.discard("")
    others = (address for each in entries if isinstance(each, Entry) for address in each.addresses)
    return Found(entries, _written(bundle), sender) if settled.isdisjoint(others) else None


def _written(bundle: Bundle[R]) -> str | None:
    return bundle.timestamp or (bundle.meta.last_updated if bundle.meta else "") or None
