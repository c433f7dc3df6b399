"""The door for call-backs: `POST /pagerduty` (V3 webhooks) and `POST /acknowledgements` (from a worklist).

202: it became an event. 200: there was nothing to do. 503: not now, come again. Others: it will never do.
"""

import asyncio
import hmac
from collections.abc import Callable

import orjson
from aiohttp import web
from aiokafka.errors import KafkaError

from streams.pager.acknowledging import Acknowledging
from streams.pager.callbacks import Read, Useless, from_pagerduty, from_worklist
from streams.pager.roster import Roster

BODY_LIMIT = 64 * 1024
READ_S = 10.0


class Webhook:
    """Serves until it is stopped; whoever calls must bring the token (`Authorization: Bearer …`)."""

    def __init__(self, listen: str, token: str, roster: Roster, acknowledging: Acknowledging) -> None:
        host, _, port = listen.rpartition(":")
        self._host = host
        self._port = int(port)
        self._token = token.encode()
        self._roster = roster
        self._acknowledging = acknowledging

    @property
    def application(self) -> web.Application:
        """The routes."""
        app = web.Application(client_max_size=BODY_LIMIT)
        app.router.add_post("/pagerduty", self._pagerduty)
        app.router.add_post("/acknowledgements", self._worklist)
        return app

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until `stop`."""
        runner = web.AppRunner(self.application, access_log=None, shutdown_timeout=2.0)
        await runner.setup()
        try:
            await web.TCPSite(runner, self._host, self._port).start()
            await stop.wait()
        finally:
            await runner.cleanup()

    async def _pagerduty(self, request: web.Request) -> web.Response:
        return await self._take(request, from_pagerduty)

    async def _worklist(self, request: web.Request) -> web.Response:
        return await self._take(request, from_worklist)

    async def _take(self, request: web.Request, read: Callable[[object], Read]) -> web.Response:
        if not self._known(request.headers.get("Authorization", "")):
            return web.Response(status=401)
        if not self._roster.complete.is_set():
            return web.Response(status=503)
        try:
            async with asyncio.timeout(READ_S):
                body = orjson.loads(await request.read())
        except (orjson.JSONDecodeError, TimeoutError):
            return web.Response(status=400)
        try:
            useless = await self._acknowledging.take(read(body))
        except KafkaError:
            return web.Response(status=503)
        if useless is None:
            return web.Response(status=202)
        return web.json_response({"ignored": useless.value}, status=400 if useless is Useless.MALFORMED else 200)

    def _known(self, header: str) -> bool:
        scheme, _, token = header.partition(" ")
        return hmac.compare_digest(token.strip().encode(), self._token) and scheme.lower() == "bearer"
