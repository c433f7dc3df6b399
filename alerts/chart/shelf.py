"""Things of one kind in order of time."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final, Generic, TypeVar

import msgspec

View = TypeVar("View")


class Shelf(msgspec.Struct, Generic[View], frozen=True):
    """The views of all things of one kind, by name and in order of time."""

    by_name: Mapping[str, View] = msgspec.field(default_factory=dict)
    in_order: tuple[View, ...] = ()

    def __iter__(self) -> Iterator[View]:
        return iter(self.in_order)

    def get(self, name: str) -> View | None:
        """The thing of that name, if there is one."""
        return self.by_name.get(name)

    def revised(self, views: Mapping[str, View | None], at: Callable[[View], datetime]) -> "Shelf[View]":
        """The shelf with these views in the place of the former ones; None takes one off."""
        by_name = {**self.by_name, **views}
        kept = {name: view for name, view in by_name.items() if view is not None}
        in_order = sorted(kept.items(), key=lambda item: (at(item[1]), item[0]))
        return Shelf(kept, tuple(view for _, view in in_order))


EMPTY: Final[Shelf[Any]] = Shelf()
