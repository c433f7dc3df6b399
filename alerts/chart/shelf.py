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

    def only(self, name: str) -> "Shelf[View]":
        """The shelf with that thing alone, if there is one."""
        view = self.by_name.get(name)
        return EMPTY if view is None else Shelf({name: view}, (view,))

    def revised(self, views: Mapping[str, View | None], at: Callable[[View], datetime]) -> "Shelf[View]":
        """The shelf with these views in the place of the former ones; None takes one off."""
        if len(views) == 1:
            ((name, view),) = views.items()
            if view is not None and (in_order := self._with_one(name, view, at)):
                return Shelf({**self.by_name, name: view}, in_order)
        by_name = {**self.by_name, **views}
        kept = {name: view for name, view in by_name.items() if view is not None}
        sorted_items = sorted(kept.items(), key=lambda item: (at(item[1]), item[0]))
        return Shelf(kept, tuple(view for _, view in sorted_items))

    def _with_one(self, name: str, view: View, at: Callable[[View], datetime]) -> tuple[View, ...]:
        """All in order with this view, if its place is where the former one was, or at the end; else nothing."""
        former = self.by_name.get(name)
        if former is None:
            return () if self.in_order and at(self.in_order[-1]) >= at(view) else (*self.in_order, view)
        return tuple([view if each is former else each for each in self.in_order]) if at(former) == at(view) else ()


EMPTY: Final[Shelf[Any]] = Shelf()
"""A shelf with nothing on it."""
