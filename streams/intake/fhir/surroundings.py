"""What stands around a resource: the message or Bundle that it came in, and the resources that it refers to."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeVar, cast

import msgspec

from models.decoded import DecodeContext
from models.rejections import Rejected
from streams.intake.fhir.elements import Meta, Reference
from streams.intake.fhir.outcomes import Json
from streams.intake.fhir.times import Moment

_ELSEWHERE = "/"
T = TypeVar("T")


class Whole(msgspec.Struct, frozen=True, gc=False):
    """What a part (a contained result) takes from the whole where it says nothing itself.

    Only a part that is contained in the whole has no life of its own: it takes its identity and version as well.
    """

    subject: Reference | None
    when: tuple[Moment, ...]
    status: str | None = None
    name: str = ""
    meta: Meta | None = None


class Entry(msgspec.Struct, frozen=True):
    """A resource of a Bundle, where it stands, and whether it is created or withdrawn there."""

    resource: Json
    path: str
    full_url: str = ""
    posted: bool = False
    withdrawn: bool = False

    @property
    def addresses(self) -> Iterator[str]:
        """The addresses by which another resource may refer to this one."""
        name = self.resource.get("id")
        if isinstance(name, str):
            yield f"{self.resource.get('resourceType')}/{name}"
        if self.full_url:
            yield self.full_url


class _Refused(msgspec.Struct, frozen=True):
    """Why a resource could not be read."""

    error: Exception


class Siblings:
    """The resources of one Bundle, found by their addresses and by what they refer to."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries
        self._referring: dict[tuple[str, str], Mapping[int, list[Entry]]] = {}
        self._known: dict[tuple[Callable[..., object], int], object] = {}

    def once(self, read: Callable[["Surroundings", Json], T], around: "Surroundings", resource: Json) -> T:
        """What is read from a resource, read once however many others refer to it, and refused once."""
        key = (read, id(resource))
        if key not in self._known:
            try:
                self._known[key] = read(around, resource)
            except (Rejected, msgspec.ValidationError) as refused:
                self._known[key] = _Refused(refused)
        known = self._known[key]
        if isinstance(known, _Refused):
            raise known.error.with_traceback(None)
        return cast("T", known)

    @cached_property
    def _by_address(self) -> Mapping[str, Entry]:
        known: dict[str, Entry] = {}
        for entry in self._entries:
            for address in entry.addresses:
                known.setdefault(address, entry)
        return known

    def find(self, address: str) -> Entry | None:
        """The entry with this full URL, or of this type and id."""
        return self._by_address.get(address) or self._by_address.get("/".join(target(address)))

    def entry_of(self, resource: Json) -> Entry | None:
        """Where a resource stands, unless it is contained in another one."""
        return self._by_identity.get(id(resource))

    @cached_property
    def _by_identity(self) -> Mapping[int, Entry]:
        return {id(entry.resource): entry for entry in self._entries}

    def referring(self, kind: str, element: str) -> Mapping[int, list[Entry]]:
        """The resources of a kind by the `id()` of those that their element refers to."""
        if (kind, element) not in self._referring:
            self._referring[kind, element] = self._refer(kind, element)
        return self._referring[kind, element]

    def _refer(self, kind: str, element: str) -> Mapping[int, list[Entry]]:
        found: dict[int, list[Entry]] = {}
        for entry in self._entries:
            if entry.resource.get("resourceType") != kind:
                continue
            links = entry.resource.get(element)
            for link in links if isinstance(links, list) else [links]:
                address = link.get("reference") if isinstance(link, dict) else None
                aim = self.find(address) if isinstance(address, str) else None
                if aim is not None:
                    found.setdefault(id(aim.resource), []).append(entry)
        return found


class Surroundings(msgspec.Struct, frozen=True):
    """Where a resource stands, and what it can refer to.

    `said_at` is when the message around it was written, `sender` who sent it. What is `posted` is created there: its id
    is only a proposal, which a server passes over.
    """

    context: DecodeContext
    siblings: Siblings
    path: str = ""
    full_url: str = ""
    posted: bool = False
    contained: Mapping[str, Json] = {}
    said_at: str | None = None
    sender: str | None = None
    whole: Whole | None = None

    def at(self, place: str) -> str:
        """The path of an element of the resource, from the root of the message."""
        if place.startswith(_ELSEWHERE):
            return place[1:]
        return f"{self.path}.{place}" if self.path and place else self.path or place

    def elsewhere(self, place: str) -> str:
        """An element of this resource, to be named from within another one."""
        return _ELSEWHERE + self.at(place)

    def find(self, reference: Reference | None) -> Json | None:
        """The resource that is referred to, if it is at hand."""
        address = reference.reference if reference else None
        if not address:
            return None
        if address.startswith("#"):
            return self.contained.get(address[1:])
        entry = self.siblings.find(address)
        return entry.resource if entry else None


def target(address: str) -> tuple[str, str]:
    """The type and id that end an address, without the version; empty where there is none."""
    parts = unversioned(address).rsplit("/", 2)
    return (parts[-2], parts[-1]) if len(parts) > 1 else ("", "")


def unversioned(address: str) -> str:
    """An address without the version that it may name."""
    return address.partition("/_history")[0]


def contained_in(resource: Json) -> Mapping[str, Json]:
    """The resources contained in one, by id."""
    inner = resource.get("contained")
    if not isinstance(inner, list):
        return {}
    return {name: each for each in inner if isinstance(each, dict) and isinstance(name := each.get("id"), str)}
