"""A Bundle read entry by entry: what is plain is told from its bytes, and only the others are read as a whole.

A plain observation says all that it says itself. No other resource asks anything of one either, unless it is to be
deleted, so that it need not be found among the others.
"""

from typing import Final, Literal, NamedTuple

import msgspec
from msgspec.structs import replace

from models.decoded import DecodeContext
from models.rejections import Rejected
from streams.intake.fhir.bundles import sent_by
from streams.intake.fhir.elements import Element, Identifier, Meta
from streams.intake.fhir.glance import PlainObservation, glimpse
from streams.intake.fhir.outcomes import Settled
from streams.intake.fhir.plain import told
from streams.intake.fhir.surroundings import Entry
from streams.intake.json_object import hides_marks, keeps_marks, read_utf8_object
from streams.topics.specs import MAX_INBOUND_BYTES

_AROUND: Final = 3
"""How deep a resource of a Bundle is nested: in the Bundle, in its entries, in one of them."""

_CREATING: Final = "POST"
_STATING: Final = frozenset({"", "PUT", _CREATING})


class _Link(Element, frozen=True):
    relation: str = ""
    url: str = ""


class _Request(Element, frozen=True):
    method: str = ""
    url: str = ""
    if_match: str = ""
    if_none_exist: str = ""


class _Response(Element, frozen=True):
    status: str = ""
    location: str = ""
    etag: str = ""
    last_modified: str = ""


class _Search(Element, frozen=True):
    mode: str = ""
    score: float | None = None


class _Entry(Element, frozen=True):
    resource: msgspec.Raw
    full_url: str = ""
    link: tuple[_Link, ...] = ()
    request: _Request = _Request()
    response: _Response | None = None
    search: _Search | None = None


class _Bundle(Element, frozen=True):
    resource_type: Literal["Bundle"]
    entry: tuple[_Entry, ...]
    id: str = ""
    meta: Meta | None = None
    identifier: Identifier | None = None
    type: str = ""
    timestamp: str | None = None
    total: int | None = None
    link: tuple[_Link, ...] = ()


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


_decode: Final = msgspec.json.Decoder(_Bundle).decode
_NOTHING: Final = msgspec.Raw(b"0")


def entries_at_a_glance(raw: bytes, context: DecodeContext) -> Found | None:
    """What a message brings, if it is a Bundle whose entries state resources and no more. Never raises.

    Args:
        raw: the message.
        context: when it came, and what the site has set.
    """
    if len(raw) > MAX_INBOUND_BYTES or hides_marks(raw):
        return None
    try:
        bundle = _decode(raw)
        seen = _seen(raw, bundle)
        return _found(bundle, seen, context) if seen else None
    except (ValueError, RecursionError, Rejected):
        return None


def _seen(raw: bytes, bundle: _Bundle) -> list[PlainObservation | bytes] | None:
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


def _found(bundle: _Bundle, seen: list[PlainObservation | bytes], context: DecodeContext) -> Found | None:
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
        resource = read_utf8_object(bytes(entry.resource), _AROUND)
        if number == 0:
            sender = sent_by(resource)
        entries.append(Entry(resource, f"entry[{number}].resource", entry.full_url, posted=posted))
    settled.discard("")
    others = (address for each in entries if isinstance(each, Entry) for address in each.addresses)
    return Found(entries, bundle.timestamp, sender) if settled.isdisjoint(others) else None
