"""A Bundle and its entries, around resources of which it is left open what is read of them."""

from typing import Generic, Literal, TypeVar

from streams.intake.fhir.elements import Element, Identifier, Meta

R = TypeVar("R")


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


class Entry(Element, Generic[R], frozen=True):
    """An entry that does no more than state a resource."""

    resource: R
    full_url: str = ""
    link: tuple[_Link, ...] = ()
    request: _Request = _Request()
    response: _Response | None = None
    search: _Search | None = None


class Bundle(Element, Generic[R], frozen=True):
    """A Bundle, and what it is said to be."""

    resource_type: Literal["Bundle"]
    entry: tuple[Entry[R], ...]
    id: str = ""
    meta: Meta | None = None
    identifier: Identifier | None = None
    type: str = ""
    timestamp: str | None = None
    total: int | None = None
    link: tuple[_Link, ...] = ()
