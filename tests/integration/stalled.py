"""A worker process of which something stands still, and that is watched with little patience.

Usage: python -m tests.integration.stalled BOOTSTRAP PREFIX LISTEN stage|loop|log
"""

import asyncio
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

LIVE_S, STAGE_S, LOOP_S = 1.0, 4.0, 2.0


class Stalled:
    """A stage that does nothing, keeps the loop from turning, or logs to somebody who does not read."""

    settled = True
    turns = 0

    def __init__(self, how: str) -> None:
        self._how = how

    async def run(self, stop: asyncio.Event) -> None:
        while self._how == "log":
            log(Event.WORKER_STOPPED)
        if self._how == "loop":
            time.sleep(3600)  # noqa: ASYNC251 - which is what must not happen
        await stop.wait()

    def families(self) -> Iterator[Family]:
        yield from ()


async def run(bootstrap: str, prefix: str, listen: str, how: str) -> None:
    stages = {Role.PAGER: Stalled(how)}
    reach = Reach(client_arguments(KafkaSettings(bootstrap=bootstrap)), TopicNames(prefix).operations)
    async with watched(listen, Vitals(stages, reach, "rules", patience_s=LIVE_S), STAGE_S, LOOP_S):
        await run_stages(stages, asyncio.Event())


if __name__ == "__main__":
    set_up(sys.stderr, clock.now)
    asyncio.run(run(*sys.argv[1:]))
