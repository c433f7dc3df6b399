"""Looks after a worker while it runs: do its loops turn, does Kafka answer, does it hold what it needs?"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from time import monotonic

from models.settings import Role
from streams.health import metrics
from streams.health.conditions import OK, Condition, Turning
from streams.health.reach import Reach
from streams.health.watched import Watched
from streams.metrics.described import Family
from streams.watchdog import Sign

_BEAT_S = 0.5
_BEATS_REMEMBERED = 120
_PATIENCE_S = 60.0


class Vitals:
    """What a worker knows of its own health.

    Args:
        stages: of the worker, by role.
        reach: asks whether Kafka answers.
        rules_version: of the rules of this build.
        others: give what else is measured.
        patience_s: for how long a loop may stand still before the worker does not count as live.
    """

    def __init__(
        self,
        stages: Mapping[Role, Watched],
        reach: Reach,
        rules_version: str,
        others: Iterable[Callable[[], Iterator[Family]]] = (),
        patience_s: float = _PATIENCE_S,
    ) -> None:
        self._stages = stages
        self._reach = reach
        self._rules_version = rules_version
        self._others = tuple(others)
        self._turning = Turning(patience_s)
        self._stuck: frozenset[Role] = frozenset()
        self._delays: deque[float] = deque(maxlen=_BEATS_REMEMBERED)

    @property
    def condition(self) -> Condition:
        """How the worker is now."""
        settled = {role: stage.settled for role, stage in self._stages.items()}
        return Condition(settled, self._stuck, self._reach.reachable)

    @property
    def signs(self) -> list[Sign]:
        """How the loops of the stages are, for the watchdog; one that may be waiting for Kafka is left alone."""
        reachable = self._reach.reachable
        return [
            Sign(role, f"the loop of the {role} has stood still although Kafka answers", reachable, stage.turns)
            for role, stage in self._stages.items()
        ]

    def collect(self) -> Iterator[Family]:
        """All metrics of the worker, as prometheus_client asks for them."""
        condition = self.condition
        yield from metrics.build(self._rules_version)
        yield metrics.READY.family({(role,): said == OK for role, said in condition.ready.items()})
        yield metrics.LIVE.family(condition.live)
        yield metrics.REACHABLE.family(condition.reachable)
        yield metrics.LOOP_DELAY.family(max(self._delays, default=0.0))
        for families in (*(stage.families for stage in self._stages.values()), *self._others):
            yield from families()

    async def run(self, beat: Callable[[float], None]) -> None:
        """Looks until it is cancelled, and tells `beat` the time (monotonic seconds) each time that the loop turns."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._reach.run())
            group.create_task(self._beat(beat))

    async def _beat(self, beat: Callable[[float], None]) -> None:
        while True:
            before = monotonic()
            beat(before)
            await asyncio.sleep(_BEAT_S)
            now = monotonic()
            self._delays.append(max(0.0, now - before - _BEAT_S))
            turns = {role: stage.turns for role, stage in self._stages.items()}
            self._stuck = self._turning.look(turns, now, excused=not self._reach.reachable)
