"""The pager as one stage of a worker, with a real server behind it."""

import asyncio
import sys
from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from models.settings import PagerKind, PagerSettings, Settings
from streams.pager.stage import Means, PagerStage
from tests.integration.paging import Publish, now, publishing
from tests.integration.receiving import Server, serving
from tests.patience import SOON_S
from tests.streams.pager.fakes import make_alert


@pytest.fixture
async def publish(installation: Settings) -> AsyncIterator[Publish]:
    async with publishing(installation) as send:
        yield send


STAGE = """
import asyncio, sys
from pydantic import SecretStr
from models.settings import KafkaSettings, PagerSettings, Settings, TopicSettings
from streams.clock import now
from streams.pager.stage import Means, PagerStage

bootstrap, prefix, url = sys.argv[1:]
settings = Settings(
    kafka=KafkaSettings(bootstrap=bootstrap),
    topics=TopicSettings(prefix=prefix),
    pager=PagerSettings(kind="pagerduty", url=url, key="key"),
)
asyncio.run(PagerStage(Means(settings, now, print)).run(asyncio.Event()))
"""


async def test_a_process_that_is_killed_while_a_page_is_under_way_pages_again_under_the_same_key(
    installation: Settings, publish: Publish
) -> None:
    await publish(make_alert())
    async with serving(Server()) as server:
        server.behaviours.append("slow")
        arguments = (installation.kafka.bootstrap, installation.topics.prefix, server.url)
        for _ in range(2):
            process = await asyncio.create_subprocess_exec(sys.executable, "-c", STAGE, *arguments)
            await server.received(len(server.requests) + 1)
            process.kill()
            await process.wait()
    assert [(event["event_action"], event["dedup_key"]) for event in server.requests] == [("trigger", "a1")] * 2


async def test_the_whole_stage_tells_pagerduty_and_knows_that_it_is_alive(
    installation: Settings, publish: Publish
) -> None:
    stop = asyncio.Event()
    async with serving(Server()) as server:
        pager = PagerSettings(kind=PagerKind.PAGERDUTY, url=server.url, key=SecretStr("key"))
        settings = installation.model_copy(update={"pager": pager})
        stage = asyncio.create_task(PagerStage(Means(settings, now, print)).run(stop))
        await publish(make_alert())
        (event,) = await server.received(1)
        stop.set()
        async with asyncio.timeout(SOON_S):
            await stage
    assert (event["event_action"], event["dedup_key"], event["routing_key"]) == ("trigger", "a1", "key")
    assert "MRN-4711" not in str(event)


async def test_a_refused_page_becomes_an_operations_alert_and_that_one_pages(
    installation: Settings, publish: Publish
) -> None:
    stop = asyncio.Event()
    async with serving(Server()) as server:
        server.behaviours.append(400)
        pager = PagerSettings(kind=PagerKind.PAGERDUTY, url=server.url, key=SecretStr("key"))
        settings = installation.model_copy(update={"pager": pager})
        stage = asyncio.create_task(PagerStage(Means(settings, now, print)).run(stop))
        await publish(make_alert())
        _, alarm = await server.received(2)
        stop.set()
        async with asyncio.timeout(SOON_S):
            await stage
    assert alarm["payload"]["class"] == "page-refused"
    assert "refused a page of rule liver-uln" in alarm["payload"]["summary"]
    assert "MRN-4711" not in str(alarm)
