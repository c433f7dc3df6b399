"""How long tests wait for what must come."""

import asyncio
from collections.abc import Awaitable, Callable

SOON_S = 120.0
"""Many times what anything takes: other work on a machine must fail no test, and what waits in vain must end."""
LOOK_S = 0.3
"""How often to ask who has to be asked each time."""
SOON_BACK = {"broker.session.timeout.ms": "4000", "broker.heartbeat.interval.ms": "500"}
"""Properties of a node of Kafka that is to be killed: it comes back that soon, and not after nine seconds."""
_GLANCE_S = 0.02


async def until(condition: Callable[[], object]) -> None:
    """Waits until a condition holds of which nobody tells."""
    async with asyncio.timeout(SOON_S):
        while not condition():  # noqa: ASYNC110 - nothing to wait on
            await asyncio.sleep(_GLANCE_S)


async def until_said(ask: Callable[[], Awaitable[object]], every_s: float = LOOK_S) -> None:
    """Waits until the answer to a question is yes."""
    async with asyncio.timeout(SOON_S):
        while not await ask():  # noqa: ASYNC110 - whoever is asked tells nobody
            await asyncio.sleep(every_s)
