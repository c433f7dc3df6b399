"""Episodes: from the first fact that is out of bounds since the last one that was not, to the next that is not."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Generic, NamedTuple, Protocol, TypeVar

from alerts.intervals import Interval, earliest, united


class Timed(Protocol):
    """Something with a place in clinical time."""

    @property
    def at(self) -> datetime:
        """When it was."""


Fact = TypeVar("Fact", bound=Timed)
Item = TypeVar("Item", bound=Timed)


class Observed(NamedTuple, Generic[Fact]):
    """A fact and how bad it is; 0 is not at all. A preliminary one begins and worsens, and never ends anything."""

    fact: Fact
    grade: int
    preliminary: bool = False


class Episode(NamedTuple, Generic[Fact]):
    """From `start` up to, not including, `end`; `facts` are those within it that were bad enough, in order of time."""

    start: datetime
    end: datetime | None
    facts: tuple[Fact, ...]

    @property
    def ends_of_it(self) -> tuple[Fact, ...]:
        """The first and the latest fact: what an alert needs as evidence."""
        return self.facts if len(self.facts) == 1 else (self.facts[0], self.facts[-1])


def forever(_fact: object) -> None:
    """Up to when a fact counts that nothing but another fact ends."""


def recent(
    items: Sequence[Item], observe: Callable[[Item], Observed[Fact] | None], horizon: datetime | None
) -> list[Observed[Fact]]:
    """What can still bear on a finding that ends after the horizon: all since the last fact that ended everything.

    Args:
        items: In order of time.
        observe: How bad an item is; None: it cannot be judged, and is passed over.
        horizon: None: everything can.
    """
    seen: list[Observed[Fact]] = []
    for place in range(len(items) - 1, -1, -1):
        observed = observe(items[place])
        if observed is None:
            continue
        seen.append(observed)
        at = observed.fact.at
        if horizon is not None and at <= horizon and not observed.grade and not observed.preliminary:
            after = place + 1 < len(items) and items[place + 1].at == at
            if not after and (place == 0 or items[place - 1].at != at):
                break
    seen.reverse()
    return seen


def episodes(
    observed: Sequence[Observed[Fact]], grade: int, until: Callable[[Fact], datetime | None]
) -> Iterator[Episode[Fact]]:
    """The episodes in which the latest fact was of this grade or a higher one.

    Of facts at one instant the worst counts. `until` says up to when a fact counts at the most: when a physician
    lifted what rests on it, for example; None: without limit.

    Args:
        observed: In order of time.
        grade: 1 or more.
        until: The end of what a single fact brings about.
    """
    if not any(each.grade >= grade for each in observed):
        return
    since: list[Fact] = []
    for at, together in groupby(observed, key=lambda each: each.fact.at):
        group = list(together)
        bad = [each.fact for each in group if each.grade >= grade]
        if bad:
            since.extend(bad)
        elif any(not each.preliminary for each in group):
            yield from _spells(since, at, until)
            since = []
    yield from _spells(since, None, until)


def _spells(
    facts: list[Fact], end: datetime | None, until: Callable[[Fact], datetime | None]
) -> Iterator[Episode[Fact]]:
    spells = united(Interval(fact.at, earliest(end, until(fact))) for fact in facts)
    for start, over in spells:
        within = (fact for fact in facts if start <= fact.at and (over is None or fact.at < over))
        yield Episode(start, over, tuple(within))
