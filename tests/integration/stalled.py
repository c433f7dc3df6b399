"""A worker process of which something stands still, and that is watched with little patience.

Usage: python -m tests.integration.stalled BOOTSTRAP PREFIX LISTEN stage|loop|log STAGE_S LOOP_S

The stage stands still from SIGUSR1 on; STAGE_S and LOOP_S say after how long of it the process ends.
"""

import asyncio
import signal
import sys
import time
from collections.abc import Iterator

from models.settings import KafkaSettings, Role
from streams import clock
from streams.connection import client_arguments
from streams.health.reach import Reach
from streams.health.vitals import Vitals
from streams.health.watching import watched
from streams.logs import Event, log, set_up
from streams.metrics.described import Family
from streams.topics import TopicNames
from streams.worker import run_stages

LIVE_S = 1.0
TURN_S = 0.05


class Stalled:
    """A stage that comes to do nothing, keeps the loop from turning, or logs to somebody who does not read."""

    settled = True

    def __init__(self, how: str) -> None:
        self._how = how
        self._told = asyncio.Event()
        self.turns = 0
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, self._told.set)

    async def run(self, stop: asyncio.Event) -> None:
        while self._how == "log":
            log(Event.WORKER_STOPPED)
        if self._how == "loop":
            time.sleep(3600)  # noqa: ASYNC251 - which is what must not happen
        while not self._told.is_set():
            self.turns += 1
            await asyncio.sleep(TURN_S)
        await stop.wait()

    def families(self) -> Iterator[Family]:
        yield from ()


async def run(bootstrap: str, prefix: str, listen: str, how: str, *patience_s: float) -> None:
    stages = {Role.PAGER: Stalled(how)}
    reach = Reach(client_arguments(KafkaSettings(bootstrap=bootstrap)), TopicNames(prefix).operations)
    async with watched(listen, Vitals(stages, reach, "rules", patience_s=LIVE_S), *patience_s):
        await run_stages(stages, asyncio.Event())


if __name__ == "__main__":
    set_up(sys.stderr, clock.now)
    _, bootstrap_, prefix_, listen_, how_, *patience_s_ = sys.argv
    asyncio.run(run(bootstrap_, prefix_, listen_, how_, *map(float, patience_s_)))
