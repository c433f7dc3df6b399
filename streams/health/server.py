"""The door at which a worker says how it is: `/live`, `/ready`, `/metrics`."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

from aiohttp import web
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from streams.health.conditions import OK, Condition
from streams.refusal import Refusal

_UNAVAILABLE = 503


def application(condition: Callable[[], Condition], registry: CollectorRegistry) -> web.Application:
    """The routes; each answers at once, from what is known."""

    async def live(_: web.Request) -> web.Response:
        now = condition()
        return _said(now.live, {"live": now.live, "stuck": sorted(now.stuck)})

    async def ready(_: web.Request) -> web.Response:
        roles = condition().ready
        everything = all(said == OK for said in roles.values())
        return _said(everything, {"ready": everything, "roles": dict(roles)})

    async def metrics(_: web.Request) -> web.Response:
        return web.Response(body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app = web.Application()
    app.router.add_get("/live", live)
    app.router.add_get("/ready", ready)
    app.router.add_get("/metrics", metrics)
    return app


@asynccontextmanager
async def listening(listen: str, app: web.Application) -> AsyncIterator[None]:
    """Answers at `listen` (HOST:PORT; empty: nowhere) for as long as the block runs.

    Raises:
        Refusal: it cannot listen there.
    """
    runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=1.0)
    await runner.setup()
    try:
        if listen:
            host, _, port = listen.rpartition(":")
            try:
                await web.TCPSite(runner, host.strip("[]"), int(port)).start()
            except OSError as error:
                raise Refusal(
                    f"The worker cannot listen at health.listen {listen} ({error.strerror or type(error).__name__}): "
                    "choose another address, or leave it empty to listen nowhere."
                ) from error
        yield
    finally:
        await runner.cleanup()


def _said(good: bool, body: Mapping[str, object]) -> web.Response:  # noqa: FBT001 - the one thing it says
    return web.json_response(body, status=web.HTTPOk.status_code if good else _UNAVAILABLE)
