"""Pages against Alertmanager itself."""

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest

from streams.pager.acknowledging import Acknowledging
from streams.pager.alertmanager import Alertmanager
from streams.pager.counters import Counters
from streams.pager.pages import Delivery, Intent, page_of
from streams.pager.posting import Poster
from streams.pager.roster import Roster
from streams.pager.silences import Silences
from tests.integration.monitoring import ALERTMANAGER, alertmanager
from tests.integration.receiving import Server, serving
from tests.streams.pager.fakes import make_alert

pytestmark = pytest.mark.skipif(
    shutil.which(ALERTMANAGER) is None, reason=f"{ALERTMANAGER} is not installed (Debian has it)"
)


def now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - Alertmanager's clock is this machine's


def delivery(intent: Intent, change: str, revision: int, paged: int, **fields: object) -> Delivery:
    started = {"holds_from": now() - timedelta(minutes=1), **fields}
    return Delivery(
        intent, page_of(make_alert(change, revision=revision, **started), lambda one: f"#{len(one)}"), paged
    )


@pytest.fixture
async def ward() -> AsyncIterator[Server]:
    """What is notified: the people."""
    async with serving(Server(behaviours=Server().behaviours)) as server:
        yield server


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient() as one:
        yield one


@pytest.fixture
async def url(tmp_path: Path, ward: Server) -> AsyncIterator[str]:
    async with alertmanager(tmp_path, ward.url) as one:
        yield one


def pager(client: httpx.AsyncClient, url: str) -> Alertmanager:
    return Alertmanager(Poster(client, now), url, now)


async def firing(client: httpx.AsyncClient, url: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await client.get(f"{url}/api/v2/alerts")).json()
    return found


async def notified(ward: Server, count: int) -> list[tuple[str, str]]:
    """The first `count` notifications: status, and the revision that it is about."""
    requests = await ward.received(count)
    return [(one["status"], one["labels"]["revision"]) for request in requests for one in request["alerts"]]


async def test_an_alert_fires_until_it_is_resolved(client: httpx.AsyncClient, url: str, ward: Server) -> None:
    receiver = pager(client, url)
    assert (await receiver.deliver(delivery(Intent.PAGE, "opened", 1, 1))).status == 200
    (found,) = await firing(client, url)
    assert found["labels"]["alertname"] == "liver-uln"
    assert found["annotations"]["action"] == "Suspend natalizumab; repeat ALT/AST."
    assert "MRN-4711" not in str(found)
    assert await notified(ward, 1) == [("firing", "1")]
    assert (await receiver.deliver(delivery(Intent.RESOLVE, "resolved", 2, 1))).status == 200
    assert await firing(client, url) == []
    assert (await notified(ward, 2))[1:] == [("resolved", "1")]


async def test_a_worsening_is_heard_and_an_update_is_not(client: httpx.AsyncClient, url: str, ward: Server) -> None:
    receiver = pager(client, url)
    await receiver.deliver(delivery(Intent.PAGE, "opened", 1, 1, severity="warning"))
    await notified(ward, 1)
    await receiver.deliver(delivery(Intent.UPDATE, "updated", 2, 1, severity="warning", summary="ALT 190 U/L"))
    (updated,) = await firing(client, url)
    assert (updated["labels"]["revision"], updated["annotations"]["summary"]) == ("1", "ALT 190 U/L")
    await receiver.deliver(delivery(Intent.PAGE, "worsened", 3, 3))
    await notified(ward, 2)
    (worse,) = await firing(client, url)
    assert (worse["labels"]["revision"], worse["labels"]["severity"]) == ("3", "critical")
    assert ("firing", "3") in await notified(ward, 2)


async def test_a_repeated_delivery_is_heard_once(client: httpx.AsyncClient, url: str, ward: Server) -> None:
    page = delivery(Intent.PAGE, "opened", 1, 1)
    for _ in range(3):
        await pager(client, url).deliver(page)
    await pager(client, url).deliver(delivery(Intent.PAGE, "opened", 1, 1, alert_id="a2"))
    await notified(ward, 2)
    assert [one["labels"]["alert_id"] for request in ward.requests for one in request["alerts"]] == ["a1", "a2"]


async def test_what_fires_is_sent_again_before_it_times_out(client: httpx.AsyncClient, url: str) -> None:
    receiver = pager(client, url)
    await receiver.deliver(delivery(Intent.PAGE, "opened", 1, 1))
    (before,) = await firing(client, url)
    await receiver.remind(alive=True)
    found = {one["labels"]["alertname"]: one for one in await firing(client, url)}
    assert found["liver-uln"]["endsAt"] > before["endsAt"]
    assert found["natwatch-alive"]["labels"]["severity"] == "none"


async def test_after_a_restart_an_alert_goes_on_under_the_labels_that_fire(client: httpx.AsyncClient, url: str) -> None:
    await pager(client, url).deliver(delivery(Intent.PAGE, "worsened", 3, 3))
    (before,) = await firing(client, url)
    restarted = pager(client, url)
    await restarted.recall([delivery(Intent.UPDATE, "updated", 7, 7, severity="warning")])
    await restarted.remind(alive=False)
    (after,) = await firing(client, url)
    assert after["labels"] == before["labels"]
    assert after["endsAt"] > before["endsAt"]


async def test_after_a_restart_an_alert_that_fires_can_still_be_resolved(client: httpx.AsyncClient, url: str) -> None:
    await pager(client, url).deliver(delivery(Intent.PAGE, "worsened", 3, 3))
    await pager(client, url).recall([])
    restarted = pager(client, url)
    await restarted.recall([delivery(Intent.UPDATE, "updated", 7, 7)])
    await restarted.deliver(delivery(Intent.RESOLVE, "resolved", 8, 7))
    assert await firing(client, url) == []


async def test_a_silence_of_one_alert_is_an_acknowledgement_of_it_and_only_once(
    client: httpx.AsyncClient, url: str
) -> None:
    written: list[dict[str, Any]] = []

    async def produce(_: bytes, value: bytes) -> None:
        written.append(orjson.loads(value))

    roster = Roster()
    roster.take(make_alert().to_json())
    silences = Silences(Poster(client, now), url, None, roster, Acknowledging(roster, produce, Counters(), now))
    await silence(client, url, {"name": "alertname", "value": "liver-uln"}, "maintenance")
    await silence(client, url, {"name": "alert_id", "value": "a1"}, "expected: known since May")
    await silences.look()
    await silences.look()
    assert [(event["alert_id"], event["reason"], event["by"]) for event in written] == [
        ("a1", "expected", "alertmanager:ward 7")
    ]


async def silence(client: httpx.AsyncClient, url: str, matcher: dict[str, str], comment: str) -> None:
    body = {
        "matchers": [{**matcher, "isRegex": False}],
        "startsAt": now().isoformat(),
        "endsAt": (now() + timedelta(hours=1)).isoformat(),
        "createdBy": "ward 7",
        "comment": comment,
    }
    assert (await client.post(f"{url}/api/v2/silences", json=body)).status_code == 200
