"""A worker process that says how it is, and what it is asked."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from models.settings import Settings
from streams.demo.workers import Workers
from streams.embedded.ready import held_ports
from tests.integration.installation import workers
from tests.patience import LOOK_S, SOON_S


@dataclass(frozen=True, slots=True)
class Door:
    """Where a worker answers."""

    client: httpx.AsyncClient

    async def get(self, path: str) -> httpx.Response | None:
        try:
            return await self.client.get(path)
        except httpx.TransportError:
            return None

    async def until(self, path: str, status: int) -> httpx.Response:
        """The answer, as soon as it has that status."""
        ends = asyncio.get_running_loop().time() + SOON_S
        while (answer := await self.get(path)) is None or answer.status_code != status:
            assert asyncio.get_running_loop().time() < ends, answer and answer.text
            await asyncio.sleep(LOOK_S)
        return answer

    async def metrics(self) -> dict[str, Metric]:
        answer = await self.until("/metrics", 200)
        return {family.name: family for family in text_string_to_metric_families(answer.text)}

    async def value(self, name: str, **labels: str) -> float | None:
        """The sum of the samples of that name that have these labels; none where there is none."""
        answer = await self.until("/metrics", 200)
        found = [
            sample.value
            for family in text_string_to_metric_families(answer.text)
            for sample in family.samples
            if sample.name == name and labels.items() <= sample.labels.items()
        ]
        return sum(found) if found else None

    async def reaches(self, name: str, least: float, **labels: str) -> None:
        """Wait until the sum of those samples is that large."""
        ends = asyncio.get_running_loop().time() + SOON_S
        while (value := await self.value(name, **labels)) is None or value < least:
            assert asyncio.get_running_loop().time() < ends, (name, value)
            await asyncio.sleep(LOOK_S)


@asynccontextmanager
async def asked(settings: Settings, log: Path, **variables: str) -> AsyncIterator[tuple[Workers, Door]]:
    """Workers that are not started yet, and the door at which they will answer."""
    with held_ports(1) as (port,):
        address = f"127.0.0.1:{port}"
        async with (
            workers(settings, log, NATWATCH_HEALTH__LISTEN=address, **variables) as running,
            httpx.AsyncClient(base_url=f"http://{address}") as client,
        ):
            yield running, Door(client)
