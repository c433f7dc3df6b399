"""Looks after a worker, and lets whoever asks know how it is."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from prometheus_client import CollectorRegistry, ProcessCollector

from streams.health.server import application, listening
from streams.health.vitals import Vitals
from streams.worker import StageFailure, end_surprised


@asynccontextmanager
async def watched(listen: str, vitals: Vitals) -> AsyncIterator[None]:
    """Answers at `listen` for as long as the block runs.

    Raises:
        Refusal: it cannot listen there.
    """
    registry = CollectorRegistry()
    registry.register(vitals)
    ProcessCollector(registry=registry)
    looking = asyncio.create_task(vitals.run())
    looking.add_done_callback(_ended)
    try:
        async with listening(listen, application(lambda: vitals.condition, registry)):
            yield
    finally:
        looking.cancel()


def _ended(looking: asyncio.Task[None]) -> None:
    """A worker that knows no more how it is must not go on as if it did."""
    if not looking.cancelled() and (error := looking.exception()) is not None:
        end_surprised(StageFailure("health", error))
