"""An HTTP server that takes pages, and fails in every way in which such a server can."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.patience import SOON_S

SLOW_S = 30.0


@dataclass
class Server:
    """Each request takes the next behaviour: a status, with `Retry-After` if any, `slow` or `reset`; else 202."""

    port: int = 0
    behaviours: deque[int | str | tuple[int, str]] = field(default_factory=deque)
    body: str = "{}"
    requests: list[Any] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def received(self, count: int) -> list[Any]:
        """The requests, as soon as there are so many."""
        async with asyncio.timeout(SOON_S):
            while len(self.requests) < count:
                self.arrived.clear()
                await self.arrived.wait()
        return self.requests

    async def answer(self, request: web.Request) -> web.StreamResponse:
        if request.method == "GET":
            return web.json_response([])
        self.requests.append(await request.json())
        self.headers.append(dict(request.headers))
        self.arrived.set()
        match self.behaviours.popleft() if self.behaviours else 202:
            case "reset":
                assert request.transport is not None
                request.transport.abort()
                await asyncio.sleep(0)
                return web.Response()
            case "slow":
                await asyncio.sleep(SLOW_S)
                return web.Response()
            case "drip":
                return await self._drip(request)
            case (int(status), str(wait)):
                return web.Response(status=status, headers={"Retry-After": wait}, text=self.body)
            case int(status):
                return web.Response(status=status, text=self.body)
            case other:
                raise AssertionError(other)

    async def _drip(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(300):
            await response.write(b" ")
            await asyncio.sleep(SLOW_S / 300)
        return response


@asynccontextmanager
async def serving(server: Server) -> AsyncIterator[Server]:
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", server.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", server.port).start()
    server.port = runner.addresses[0][1]
    try:
        yield server
    finally:
        await runner.cleanup()
