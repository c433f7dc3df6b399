import asyncio
from collections.abc import Mapping

import pytest

from streams.monitor.attendance import Attendance
from streams.monitor.clients import Clients
from streams.monitor.roster import Roster, misplaced
from streams.topics import TopicNames
from tests.patience import SOON_S

ALL = frozenset(range(4))
FIRST, SECOND = frozenset({0, 1}), frozenset({2, 3})
NOTHING = frozenset[int]()


@pytest.mark.parametrize(
    ("roster", "kept"),
    [
        ({"me": ALL}, ALL),
        ({"me": FIRST, "other": SECOND}, FIRST),
        ({"me": NOTHING, "other": ALL}, NOTHING),
    ],
)
def test_a_worker_that_keeps_what_it_was_given_is_in_its_place(
    roster: Mapping[str, frozenset[int]], kept: frozenset[int]
) -> None:
    assert misplaced(roster, "me", kept, 4) is None


@pytest.mark.parametrize(
    ("roster", "kept", "trouble"),
    [
        ({}, NOTHING, "this worker has been no member of its group"),
        ({"other": ALL}, FIRST, "this worker has been no member of its group"),
        ({"me": ALL}, NOTHING, "the group has given this worker other partitions than it keeps"),
        ({"me": FIRST, "other": SECOND}, SECOND, "the group has given this worker other partitions than it keeps"),
        ({"me": NOTHING, "other": NOTHING}, NOTHING, "the group has left partitions to nobody"),
        ({"me": FIRST, "other": frozenset({2})}, FIRST, "the group has left partitions to nobody"),
    ],
)
def test_any_other_is_not(roster: Mapping[str, frozenset[int]], kept: frozenset[int], trouble: str) -> None:
    assert misplaced(roster, "me", kept, 4) == trouble


class Written(Roster):
    """A roster that reads as the test says, look by look."""

    def __init__(self, *looks: Mapping[str, frozenset[int]] | None) -> None:
        super().__init__(Clients({}, TopicNames()))
        self._looks = list(looks)
        self.read_through = asyncio.Event()

    async def read(self) -> Mapping[str, frozenset[int]] | None:
        if not self._looks:
            self.read_through.set()
            await asyncio.Event().wait()
        return self._looks.pop(0)


async def steps_after(*looks: Mapping[str, frozenset[int]] | None) -> int:
    roster = Written(*looks)
    attendance = Attendance(roster, "me", lambda: FIRST, lambda: 4, look_every_s=0)
    task = asyncio.create_task(attendance.look_up())
    async with asyncio.timeout(SOON_S):
        await roster.read_through.wait()
    task.cancel()
    assert attendance.sign.behind
    return attendance.sign.steps


async def test_only_a_look_that_finds_the_worker_in_its_place_or_no_broker_is_a_sign_of_life() -> None:
    placed = {"me": FIRST, "other": SECOND}
    assert await steps_after() == 0
    assert await steps_after(placed, placed) == 2
    assert await steps_after(placed, None) == 2
    assert await steps_after(placed, {}, {"me": ALL}, {"me": FIRST}) == 1
