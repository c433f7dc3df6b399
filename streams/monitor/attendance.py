"""Whether the worker has its place in its group, as far as it knows: looked up now and then."""

import asyncio
from collections.abc import Callable, Collection

from streams.monitor.roster import Roster, misplaced
from streams.watchdog import Sign


class Attendance:
    """Holds what the worker keeps against what the broker says that it was given.

    Whatever Faust and its client believe: that the group has forgotten the worker, or gives its partitions to nobody,
    shows here.

    Args:
        roster: of the group.
        member: the worker's name there.
        kept: says which partitions' ledgers the worker keeps.
        partitions: says how many the log has.
        look_every_s: how often to look.
    """

    def __init__(
        self,
        roster: Roster,
        member: str,
        kept: Callable[[], Collection[int]],
        partitions: Callable[[], int],
        look_every_s: float = 5.0,
    ) -> None:
        self._roster = roster
        self._member = member
        self._kept = kept
        self._partitions = partitions
        self._look_every_s = look_every_s
        self._looks = 0
        self._trouble = "this worker has not looked into its group"

    @property
    def sign(self) -> Sign:
        """For the watchdog: each look has to find the worker in its place, unless the broker is away."""
        return Sign("the group", self._trouble, behind=True, steps=self._looks)

    async def look_up(self) -> None:
        """Goes on looking."""
        while True:
            roster = await self._roster.read()
            trouble = None
            if roster is not None:
                trouble = misplaced(roster, self._member, self._kept(), self._partitions())
            if trouble is None:
                self._looks += 1
            else:
                self._trouble = trouble
            await asyncio.sleep(self._look_every_s)
