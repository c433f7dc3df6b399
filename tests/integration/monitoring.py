"""A real Alertmanager and a real Prometheus, started for a test."""

import asyncio
import re
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import httpx

from streams.embedded.ready import held_ports
from tests.house.tree import ROOT
from tests.patience import until_said

ALERTMANAGER = "prometheus-alertmanager"
PROMETHEUS = "prometheus"
RULES = ROOT / "deploy" / "prometheus" / "natwatch.rules.yaml"

_ALERTMANAGER = """
route:
  receiver: ward
  group_by: [alert_id, alertname]
  group_wait: 0s
  group_interval: 1s
  repeat_interval: 4h
receivers:
  - name: ward
    webhook_configs:
      - url: {ward}
        send_resolved: true
"""
_PROMETHEUS = """
global: {{scrape_interval: 1s, evaluation_interval: 1s}}
rule_files: [rules.yaml]
alerting:
  alertmanagers: [{{static_configs: [{{targets: ["{alertmanager}"]}}]}}]
scrape_configs:
  - {{job_name: natwatch, static_configs: [{{targets: ["{worker}"]}}]}}
"""


@asynccontextmanager
async def alertmanager(folder: Path, ward: str) -> AsyncIterator[str]:
    """The URL of an Alertmanager that tells everything, at once, to this URL."""
    file = folder / "alertmanager.yml"
    file.write_text(_ALERTMANAGER.format(ward=ward))
    data = f"--storage.path={folder / 'alertmanager'}"
    async with _running(ALERTMANAGER, f"--config.file={file}", data, "--cluster.listen-address=") as url:
        yield url


@asynccontextmanager
async def prometheus(folder: Path, worker: str, tells: str) -> AsyncIterator[str]:
    """The URL of a Prometheus that watches a worker by the published rules, each of which fires within seconds."""
    (folder / "rules.yaml").write_text(re.sub(r"for: \d+[mh]", "for: 3s", RULES.read_text()))
    file = folder / "prometheus.yml"
    file.write_text(_PROMETHEUS.format(worker=worker, alertmanager=tells.removeprefix("http://")))
    data = f"--storage.tsdb.path={folder / 'prometheus'}"
    async with _running(PROMETHEUS, f"--config.file={file}", data, "--rules.alert.resend-delay=1s") as url:
        yield url


async def seen(client: httpx.AsyncClient, prometheus: str, metric: str) -> None:
    """Wait until Prometheus has seen a metric."""

    async def is_seen() -> bool:
        answer = await client.get(f"{prometheus}/api/v1/query", params={"query": metric})
        return bool(answer.json()["data"]["result"])

    await until_said(is_seen)


@asynccontextmanager
async def _running(command: str, *options: str) -> AsyncIterator[str]:
    with held_ports(1) as (port,):
        address = f"127.0.0.1:{port}"
        process = await asyncio.create_subprocess_exec(
            command,
            *options,
            f"--web.listen-address={address}",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            async with httpx.AsyncClient() as client:
                await until_said(partial(_ready, client, f"http://{address}/-/ready"))
            yield f"http://{address}"
        finally:
            process.kill()
            await process.wait()


async def _ready(client: httpx.AsyncClient, url: str) -> bool:
    try:
        return (await client.get(url)).status_code == 200
    except httpx.TransportError:
        return False
