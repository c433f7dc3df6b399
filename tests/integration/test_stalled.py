"""A worker that stands still says so, and ends: whoever supervises it starts it again."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from models.settings import Settings
from streams.embedded.ready import held_ports
from tests.integration.health import Door
from tests.patience import SOON_S

FOR_EVER, BRIEFLY = "3600", "3"


@asynccontextmanager
async def stalled(
    settings: Settings, how: str, stage_s: str, loop_s: str, log: int = subprocess.PIPE
) -> AsyncIterator[tuple[asyncio.subprocess.Process, Door]]:
    """A worker that is to stand still, and the door at which it answers; it is gone at the end."""
    with held_ports(1) as (port,):
        listen = f"127.0.0.1:{port}"
        where = [settings.kafka.bootstrap, settings.topics.prefix, listen, how, stage_s, loop_s]
        command = [sys.executable, "-m", "tests.integration.stalled", *where]
        worker = await asyncio.create_subprocess_exec(*command, stderr=log)
        try:
            async with httpx.AsyncClient(base_url=f"http://{listen}") as client, asyncio.timeout(SOON_S):
                yield worker, Door(client)
        finally:
            if worker.returncode is None:
                worker.kill()
                await worker.communicate()


async def test_a_stage_that_stands_still_makes_a_worker_not_live(installation: Settings) -> None:
    async with stalled(installation, "stage", FOR_EVER, FOR_EVER) as (worker, door):
        at_first = await door.until("/live", 200)
        worker.send_signal(signal.SIGUSR1)
        said = await door.until("/live", 503)
        unready = await door.until("/ready", 503)
        live = await door.value("natwatch_live")

    assert at_first.json() == {"live": True, "stuck": []}
    assert said.json() == {"live": False, "stuck": ["pager"]}
    assert unready.json()["roles"] == {"pager": "its loop has stood still although Kafka answers"}
    assert live == 0


async def test_a_worker_whose_stage_stands_still_ends_and_says_so(installation: Settings) -> None:
    async with stalled(installation, "stage", BRIEFLY, FOR_EVER) as (worker, door):
        await door.until("/live", 200)
        worker.send_signal(signal.SIGUSR1)
        _, log = await worker.communicate()

    assert worker.returncode == 70
    ended = json.loads(log.splitlines()[-1])
    assert (ended["event"], ended["level"], ended["stage"]) == ("worker-failed", "critical", "watchdog")
    assert ended["reason"].startswith("the loop of the pager has stood still although Kafka answers for")


async def test_a_worker_whose_event_loop_hangs_ends_and_says_so_also_without_a_monitor(installation: Settings) -> None:
    async with stalled(installation, "loop", FOR_EVER, BRIEFLY) as (worker, _):
        _, log = await worker.communicate()

    assert worker.returncode == 70
    assert "the event loop has stood still" in json.loads(log.splitlines()[-1])["reason"]


async def test_a_worker_hangs_no_longer_where_nobody_reads_what_it_logs(installation: Settings) -> None:
    reading, writing = os.pipe()
    async with stalled(installation, "log", FOR_EVER, BRIEFLY, writing) as (worker, _):
        assert await worker.wait() == 70
    os.close(writing)
    os.close(reading)
