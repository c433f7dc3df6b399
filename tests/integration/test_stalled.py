"""A worker that stands still says so, and ends: whoever supervises it starts it again."""

import asyncio
import json
import os
import subprocess
import sys

import httpx

from models.settings import Settings
from tests.integration.health import Door
from tests.integration.receiving import free_port

LONG_S = 60


async def stalled(settings: Settings, listen: str, how: str, log: int = subprocess.PIPE) -> asyncio.subprocess.Process:
    where = [settings.kafka.bootstrap, settings.topics.prefix, listen, how]
    command = [sys.executable, "-m", "tests.integration.stalled", *where]
    return await asyncio.create_subprocess_exec(*command, stderr=log)


async def test_a_stage_that_stands_still_makes_a_worker_not_live_and_soon_it_ends(installation: Settings) -> None:
    listen = f"127.0.0.1:{free_port()}"
    worker = await stalled(installation, listen, "stage")
    async with httpx.AsyncClient(base_url=f"http://{listen}", timeout=5) as client, asyncio.timeout(LONG_S):
        door = Door(client)
        at_first = await door.until("/live", 200)
        said = await door.until("/live", 503)
        unready = await door.until("/ready", 503)
        live = await door.value("natwatch_live")
        _, log = await worker.communicate()

    assert at_first.json() == {"live": True, "stuck": []}
    assert said.json() == {"live": False, "stuck": ["pager"]}
    assert unready.json()["roles"] == {"pager": "its loop has stood still although Kafka answers"}
    assert live == 0
    assert worker.returncode == 70
    ended = json.loads(log.splitlines()[-1])
    assert (ended["event"], ended["level"], ended["stage"]) == ("worker-failed", "critical", "watchdog")
    assert ended["reason"].startswith("the loop of the pager has stood still although Kafka answers for")


async def test_a_worker_whose_event_loop_hangs_ends_and_says_so_also_without_a_monitor(installation: Settings) -> None:
    worker = await stalled(installation, "", "loop")
    async with asyncio.timeout(LONG_S):
        _, log = await worker.communicate()

    assert worker.returncode == 70
    assert "the event loop has stood still" in json.loads(log.splitlines()[-1])["reason"]


async def test_a_worker_hangs_no_longer_where_nobody_reads_what_it_logs(installation: Settings) -> None:
    reading, writing = os.pipe()
    worker = await stalled(installation, "", "log", writing)
    async with asyncio.timeout(LONG_S):
        assert await worker.wait() == 70
    os.close(writing)
    os.close(reading)
