"""How resources are called: by what they say of themselves, the same whenever it is read again."""

import re
from collections.abc import Sequence
from hashlib import sha256
from typing import Final

import msgspec
from msgspec.structs import replace

from models.events.fields import LONGEST_IDENTIFIER
from streams.intake.fhir.elements import Identifier, Meta, Reference
from streams.intake.fhir.outcomes import Json
from streams.intake.fhir.surroundings import Entry, Surroundings, target, unversioned

_LONGEST_VERSION: Final = 15
_DIGEST: Final = 32
_PARTS: Final = re.compile("[/:]")
_written: Final = msgspec.json.Encoder(order="sorted", decimal_format="string")


def name_of(raw: Json, around: Surroundings) -> str:
    """A resource's id, else its first identifier, else the id in its full URL, else a digest of what it says.

    The id of a resource that is only to be created does not count beside a full URL that has another: the server passes
    over it, and the next message may propose the same one for something else.
    """
    own = raw.get("id")
    if isinstance(own, str) and own and not only_proposed(own, around):
        return bounded(own)
    identifiers = identifiers_of(raw)
    if identifiers:
        return bounded("|".join(part for part in (identifiers[0].system, identifiers[0].value) if part))
    kind, name = target(around.full_url)
    return bounded(name) if kind and kind == raw.get("resourceType") else digest(raw)


def named_by(links: Sequence[Reference], kind: str, around: Surroundings) -> str | None:
    """The name of the one resource of a kind among those that are referred to; None if there is none, or several."""
    names = {name for link in links if (name := _name_at(link, kind, around))}
    return names.pop() if len(names) == 1 else None


def _name_at(link: Reference, kind: str, around: Surroundings) -> str | None:
    entry = around.siblings.find(link.reference) if link.reference else None
    if entry is not None:
        there = replace(around, full_url=entry.full_url, posted=entry.posted)
        of = entry.resource.get("resourceType")
        return around.siblings.once(_name_there, there, entry.resource) if of == kind else None
    of, name = target(link.reference or "")
    return bounded(name) if of == kind and name else None


def _name_there(around: Surroundings, resource: Json) -> str:
    return name_of(resource, around)


def only_proposed(own: str, entry: Entry | Surroundings) -> bool:
    """Whether the id of a resource is none yet: it is to be created, under an address that has another."""
    return entry.posted and entry.full_url != "" and _PARTS.split(unversioned(entry.full_url))[-1] != own


def version_of(meta: Meta) -> int | None:
    """The number of a version; None where its name is none."""
    digits = meta.version_id
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_VERSION else None


def bounded(text: str) -> str:
    """A name that fits: itself, or its digest when it is longer than a name may be."""
    return text if len(text) <= LONGEST_IDENTIFIER else f"sha256:{sha256(text.encode()).hexdigest()[:_DIGEST]}"


def digest(raw: Json) -> str:
    """A name for a resource that says none, the same whenever it says the same."""
    return sha256(_written.encode(raw)).hexdigest()[:_DIGEST]


def identifiers_of(raw: Json) -> tuple[Identifier, ...]:
    """The business identifiers of a resource that have a value.

    Raises:
        msgspec.ValidationError: they are none.
    """
    said = raw.get("identifier")
    if said is None:
        return ()
    found = msgspec.convert({"identifier": said}, _Identified).identifier
    return tuple(each for each in (found if isinstance(found, tuple) else (found,)) if each.value)


class _Identified(msgspec.Struct):
    identifier: tuple[Identifier, ...] | Identifier
