"""Looks after a worker, lets whoever asks know how it is, and ends it where it stands still for good."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic

from prometheus_client import CollectorRegistry, ProcessCollector

from streams.health.server import application, listening
from streams.health.vitals import Vitals
from streams.logs import Event, log
from streams.watchdog import LOOP_PATIENCE_S, Watchdog
from streams.worker import SURPRISED, StageFailure, end_surprised

_PATIENCE_S = 120.0
"""How long a loop may stand still: as long again as until `/live` says so, for who is to look at it first."""


@asynccontextmanager
async def watched(
    listen: str, vitals: Vitals, patience_s: float = _PATIENCE_S, loop_patience_s: float = LOOP_PATIENCE_S
) -> AsyncIterator[None]:
    """Answers at `listen` for as long as the block runs, and ends the process where it stands still.

    Args:
        listen: HOST:PORT.
        vitals: of the worker.
        patience_s: how long one stage may stand still although Kafka answers.
        loop_patience_s: how long nothing at all may move.

    Raises:
        Refusal: it cannot listen there.
    """
    registry = CollectorRegistry()
    registry.register(vitals)
    ProcessCollector(registry=registry)
    watchdog = Watchdog(lambda: vitals.signs, _stuck, patience_s, loop_patience_s)
    looking = asyncio.create_task(vitals.run(watchdog.beat))
    looking.add_done_callback(_ended)
    watchdog.beat(monotonic())
    watchdog.start()
    try:
        async with listening(listen, application(lambda: vitals.condition, registry)):
            yield
    finally:
        watchdog.stop()
        looking.cancel()


def _ended(looking: asyncio.Task[None]) -> None:
    """A worker that knows no more how it is must not go on as if it did."""
    if not looking.cancelled() and (error := looking.exception()) is not None:
        end_surprised(StageFailure("health", error))


def _stuck(reason: str) -> None:
    """No supervisor starts a worker again that only hangs, so it ends."""
    log(Event.WORKER_FAILED, stage="watchdog", reason=reason, errors=(), trace=())
    os._exit(SURPRISED)
