"""The whole way to whoever is woken, and back, with real Alertmanager and Prometheus; and what the log says of it."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from models.alerts import Change
from models.canary import is_canary
from models.heartbeats import PathBeat
from models.settings import Inbound, Settings
from streams.embedded.ready import held_ports
from streams.pager.alarms import PageAlarms
from streams.pager.alertmanager import WATCHDOG, Alertmanager
from streams.pager.counters import Counters
from streams.pager.deliveries import Surroundings
from streams.pager.pager import Pager
from streams.pager.posting import Poster
from streams.pager.stage import consumer
from streams.topics import TopicNames
from tests.integration.health import Door
from tests.integration.installation import event, published, send, workers
from tests.integration.monitoring import ALERTMANAGER, PROMETHEUS, alertmanager, prometheus, seen
from tests.integration.paging import beat, say_until_taken
from tests.integration.receiving import Server, serving
from tests.patience import SOON_S

pytestmark = pytest.mark.skipif(
    not (shutil.which(ALERTMANAGER) and shutil.which(PROMETHEUS)),
    reason=f"{ALERTMANAGER} or {PROMETHEUS} is not installed (Debian has them)",
)
TOKEN = "let-me-in"  # noqa: S105 - of this test


def now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - Alertmanager's clock is this machine's


class Ward(Server):
    """The people, who are told by Alertmanager."""

    async def told(self, **wanted: str) -> dict[str, Any]:
        """The first notification that has not been asked for yet with these labels and this status."""
        async with asyncio.timeout(SOON_S):
            while True:
                for request in self.requests:
                    for one in request["alerts"]:
                        if wanted.items() <= {**one["labels"], "status": one["status"]}.items():
                            request["alerts"].remove(one)
                            found: dict[str, Any] = one
                            return found
                self.arrived.clear()
                await self.arrived.wait()


@pytest.fixture
async def ward() -> AsyncIterator[Ward]:
    async with serving(ward := Ward()):
        yield ward


@pytest.fixture
def doors() -> Iterator[tuple[str, str]]:
    """Where a worker may say how it is, and where it may be called back."""
    with held_ports(2) as (health, callbacks):
        yield f"127.0.0.1:{health}", f"127.0.0.1:{callbacks}"


def version(number: int, **fields: object) -> list[tuple[Inbound, bytes]]:
    return [
        (Inbound.LAB_RESULTS, event("lab-result", number, 9, result_id="r", version=number, analyte="alt", **fields))
    ]


async def test_an_alert_is_followed_by_its_id_through_the_log_from_its_cause_to_its_page_and_back(
    installation: Settings, tmp_path: Path, ward: Ward, doors: tuple[str, str]
) -> None:
    health, callbacks = doors
    async with (
        alertmanager(tmp_path, ward.url) as url,
        workers(
            installation,
            log := tmp_path / "log",
            NATWATCH_HEALTH__LISTEN=health,
            NATWATCH_PAGER__KIND="alertmanager",
            NATWATCH_PAGER__URL=url,
            NATWATCH_PAGER__LISTEN=callbacks,
            NATWATCH_PAGER__TOKEN=TOKEN,
            NATWATCH_VIGIL__KEEP="true",
        ) as running,
        httpx.AsyncClient(base_url=f"http://{health}", headers={"authorization": f"Bearer {TOKEN}"}) as client,
    ):
        running.start()
        await Door(client).until("/ready", 200)
        async with prometheus(tmp_path, health, url) as watching:
            await send(installation, version(1, status="final", value=200, unit="U/L"))
            alert_id = (await ward.told(status="firing", alertname="liver-uln"))["labels"]["alert_id"]
            await acknowledge(client, callbacks, alert_id)
            await changed(installation, Change.ACKNOWLEDGED)
            await send(installation, version(2, status="corrected", value=400, unit="U/L"))
            await ward.told(status="firing", alert_id=alert_id)
            await send(installation, version(3, status="entered-in-error"))
            await ward.told(status="resolved", alert_id=alert_id)
            await seen(client, watching, 'natwatch_live == 1 unless on() ALERTS{alertstate="firing"}')
            running.kill()
            gone = await ward.told(status="firing", alertname="NatwatchGone")

    assert gone["annotations"]["runbook"] == "deploy/runbook.md#natwatchgone"
    steps = [step(line) for line in lines(log) if line.get("alert_id") == alert_id]
    # Three parts of the worker say so, each in its order and when it gets to it.
    assert [said for said in steps if said.startswith("alert-revised")] == [
        "alert-revised 1 opened",
        "alert-revised 2 acknowledged",
        "alert-revised 3 worsened",
        "alert-revised 4 resolved retracted",
    ]
    assert [said for said in steps if said.startswith("page-told")] == [
        "page-told 1 page",
        "page-told 2 acknowledge",
        "page-told 3 page",
        "page-told 4 resolve",
    ]
    assert {said for said in steps if not said.startswith(("alert-revised", "page-told"))} == {
        "alert-set-aside expected"
    }
    assert "secret-4711" not in log.read_text()


async def acknowledge(client: httpx.AsyncClient, where: str, alert_id: str) -> None:
    said = {"id": "w1", "alert_id": alert_id, "by": "nurse-3", "reason": "expected", "at": now().isoformat()}
    await say_until_taken(client, f"http://{where}/acknowledgements", said)


async def changed(installation: Settings, change: Change) -> None:
    await published(
        installation,
        lambda alerts: change in {alert.change for alert in alerts if not is_canary(alert.patient_id)},
    )


def lines(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_text().splitlines()]


def step(line: dict[str, Any]) -> str:
    words = (line.get(field) for field in ("event", "revision", "change", "intent", "why"))
    return " ".join(str(word) for word in words if word is not None)


async def beat_on(installation: Settings) -> None:
    """A heartbeat comes through every half second, until this is cancelled."""
    while True:
        await beat(installation, PathBeat(worker="one", partition=3, sent_at=now(), accepted_at=now()))
        await asyncio.sleep(0.5)


async def test_when_heartbeats_stop_coming_through_the_dead_man_s_switch_is_let_go(
    installation: Settings, tmp_path: Path, ward: Ward
) -> None:
    async def no_publish(_: object) -> bool:
        return True

    stop = asyncio.Event()
    async with alertmanager(tmp_path, ward.url) as url, httpx.AsyncClient() as client:
        receiver = Alertmanager(Poster(client, now), url, now, alive_for=timedelta(seconds=1.5))
        pager = Pager(
            consumer=consumer(installation, TopicNames(installation.topics.prefix).pager_group),
            names=TopicNames(installation.topics.prefix),
            receiver=receiver,
            alarms=PageAlarms(receiver.name, no_publish, now),
            counters=Counters(),
            around=Surroundings(lambda one: f"#{len(one)}", lambda: 0.01, asyncio.sleep),
            clock=now,
            resend=timedelta(seconds=0.3),
            silence=timedelta(seconds=3),
        )
        running = asyncio.create_task(pager.run(stop))
        beating = asyncio.create_task(beat_on(installation))
        alive = await ward.told(status="firing", alertname=WATCHDOG)
        beating.cancel()
        let_go = await ward.told(status="resolved", alertname=WATCHDOG)
        stop.set()
        await running

    assert datetime.fromisoformat(let_go["endsAt"]) > datetime.fromisoformat(alive["startsAt"])
