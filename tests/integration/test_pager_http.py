"""Pages against a real HTTP server that fails in every way of fault 26."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from streams.embedded.ready import held_ports
from streams.pager.alertmanager import Alertmanager
from streams.pager.counters import Counters
from streams.pager.deliveries import Deliveries, Surroundings
from streams.pager.pagerduty import PagerDuty
from streams.pager.pages import Delivery, Intent, page_of
from streams.pager.places import Place
from streams.pager.posting import Poster
from streams.pager.retries import Kind, Outcome, Reason
from tests.integration.receiving import Server, serving
from tests.patience import SOON_S
from tests.streams.pager.fakes import FakeAlarms, make_alert

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
IMPATIENT_S = 1.0
"""For a server that never answers: so long does a request to it take."""


def hidden(identifier: str) -> str:
    return f"#{len(identifier)}"


async def no_pause(_: float) -> None:
    await asyncio.sleep(0)


@pytest.fixture
async def poster() -> AsyncIterator[Poster]:
    async with httpx.AsyncClient(timeout=SOON_S) as client:
        yield Poster(client, lambda: NOW, SOON_S)


@pytest.fixture
async def impatient() -> AsyncIterator[Poster]:
    async with httpx.AsyncClient() as client:
        yield Poster(client, lambda: NOW, IMPATIENT_S)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with serving(Server()) as one:
        yield one


def paging(alert_id: str = "a1") -> Delivery:
    return Delivery(Intent.PAGE, page_of(make_alert(alert_id=alert_id), hidden), 1)


@pytest.mark.parametrize(
    ("behaviour", "outcome"),
    [
        (202, Outcome(Kind.ANSWERED, 202)),
        ((429, "7"), Outcome(Kind.ANSWERED, 429, timedelta(seconds=7))),
        ((429, "Sun, 01 Mar 2026 09:00:30 GMT"), Outcome(Kind.ANSWERED, 429, timedelta(seconds=30))),
        (500, Outcome(Kind.ANSWERED, 500)),
        (503, Outcome(Kind.ANSWERED, 503)),
        (400, Outcome(Kind.ANSWERED, 400)),
        ("reset", Outcome(Kind.RESET)),
    ],
)
async def test_how_a_request_ended_is_known(
    poster: Poster, server: Server, behaviour: int | str | tuple[int, str], outcome: Outcome
) -> None:
    server.behaviours.append(behaviour)
    assert await PagerDuty(poster, "key", no_pause, server.url).deliver(paging()) == outcome


@pytest.mark.parametrize("behaviour", ["slow", "drip"])
async def test_an_answer_that_does_not_come_to_an_end_in_time_is_none(
    impatient: Poster, server: Server, behaviour: str
) -> None:
    server.behaviours.append(behaviour)
    assert await PagerDuty(impatient, "key", no_pause, server.url).deliver(paging()) == Outcome(Kind.TIMED_OUT)


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("http://127.0.0.1:1", Kind.UNREACHABLE),
        ("http://natwatch.invalid", Kind.UNREACHABLE),
        ("ftp://127.0.0.1", Kind.BAD_ADDRESS),
        ("http://host:port", Kind.BAD_ADDRESS),
        ("", Kind.BAD_ADDRESS),
    ],
)
async def test_where_there_is_no_server(poster: Poster, url: str, kind: Kind) -> None:
    assert await PagerDuty(poster, "key", no_pause, url).deliver(paging()) == Outcome(kind)


async def test_a_400_about_the_routing_key_is_our_fault_and_not_the_event_s(poster: Poster, server: Server) -> None:
    server.body = '{"status": "invalid event", "errors": ["Invalid routing key"]}'
    server.behaviours.append(400)
    assert await PagerDuty(poster, "key", no_pause, server.url).deliver(paging()) == Outcome(Kind.KEY_REFUSED)


async def test_a_worsening_is_heard_anew_at_pagerduty(poster: Poster, server: Server) -> None:
    worse = Delivery(Intent.PAGE, page_of(make_alert("worsened", revision=3), hidden), 3)
    assert (await PagerDuty(poster, "key", no_pause, server.url).deliver(worse)).status == 202
    assert [(one["event_action"], one["dedup_key"]) for one in server.requests] == [
        ("resolve", "a1"),
        ("trigger", "a1"),
    ]


async def test_half_a_worsening_comes_again_whole(poster: Poster, server: Server) -> None:
    worse = Delivery(Intent.PAGE, page_of(make_alert("worsened", revision=3), hidden), 3)
    server.behaviours.extend([202, 503])
    duty = PagerDuty(poster, "key", no_pause, server.url)
    assert (await duty.deliver(worse)).status == 503
    assert (await duty.deliver(worse)).status == 202
    assert [one["event_action"] for one in server.requests] == ["resolve", "trigger", "resolve", "trigger"]


async def test_an_update_sends_nothing_to_pagerduty(poster: Poster, server: Server) -> None:
    update = Delivery(Intent.UPDATE, page_of(make_alert("updated", revision=2), hidden), 1)
    assert (await PagerDuty(poster, "key", no_pause, server.url).deliver(update)).status == 200
    assert server.requests == []


async def test_through_all_of_it_every_alert_arrives_in_order(impatient: Poster, server: Server) -> None:
    server.behaviours.extend([(429, "0"), 500, "reset", 503, "slow", 502, 401, (503, "0")])
    alarms, place = FakeAlarms(), Place(0)
    around = Surroundings(hidden, lambda: 0.5, no_pause)
    async with asyncio.TaskGroup() as group:
        receiver = PagerDuty(impatient, "key", no_pause, server.url)
        counters = Counters()
        deliveries = Deliveries(receiver, alarms, counters, around, group.create_task)
        for number in range(4):
            deliveries.offer(place, make_alert(alert_id=f"a{number}"), 2 * number)
            deliveries.offer(place, make_alert("resolved", revision=2, alert_id=f"a{number}"), 2 * number + 1)
    assert place.settled == 8
    assert alarms.failures == [Reason.NOT_LET_IN]
    for number in range(4):
        actions = [one["event_action"] for one in server.requests if one["dedup_key"] == f"a{number}"]
        assert actions == sorted(actions, reverse=True)
        assert actions[-1] == "resolve"


async def test_a_server_that_was_down_has_everything_when_it_is_back(poster: Poster) -> None:
    down, place = asyncio.Event(), Place(0)

    async def sleep(_: float) -> None:
        down.set()
        await asyncio.sleep(0.01)

    with held_ports(1) as (port,):
        server = Server(port=port)
        async with asyncio.TaskGroup() as group:
            receiver = PagerDuty(poster, "key", no_pause, server.url)
            around = Surroundings(hidden, lambda: 0.5, sleep)
            deliveries = Deliveries(receiver, FakeAlarms(), Counters(), around, group.create_task)
            for number in range(20):
                deliveries.offer(place, make_alert(alert_id=f"a{number}"), number)
            await down.wait()
            assert place.settled == 0
            async with serving(server):
                await deliveries.idle(SOON_S)
    assert place.settled == 20
    assert {one["dedup_key"] for one in server.requests} == {f"a{number}" for number in range(20)}


async def test_several_alertmanagers_each_get_everything(poster: Poster, server: Server) -> None:
    async with serving(Server()) as other:
        receiver = Alertmanager(poster, f"{server.url}, {other.url}/", lambda: NOW)
        await receiver.deliver(paging())
    assert server.requests == other.requests
    assert [one["labels"]["alert_id"] for one in server.requests[0]] == ["a1"]


async def test_one_alertmanager_that_accepts_is_enough_and_the_other_hears_of_it_later(
    poster: Poster, server: Server
) -> None:
    server.behaviours.append(503)
    async with serving(Server()) as other:
        receiver = Alertmanager(poster, f"{server.url},{other.url}", lambda: NOW)
        assert (await receiver.deliver(paging())).status == 202
        await receiver.remind(alive=False)
    assert [[one["labels"]["alert_id"] for one in request] for request in server.requests] == [["a1"], ["a1"]]


async def test_where_all_fail_the_outcome_is_the_one_with_most_hope(poster: Poster, server: Server) -> None:
    server.behaviours.append(400)
    async with serving(Server(behaviours=server.behaviours.__class__([503]))) as other:
        receiver = Alertmanager(poster, f"{server.url},{other.url}", lambda: NOW)
        assert (await receiver.deliver(paging())).status == 503


async def test_the_dead_man_s_switch_is_held_down_only_while_all_is_alive(poster: Poster, server: Server) -> None:
    receiver = Alertmanager(poster, server.url, lambda: NOW, "secret")
    await receiver.remind(alive=False)
    await receiver.remind(alive=True)
    assert [one["labels"]["alertname"] for request in server.requests for one in request] == ["natwatch-alive"]
    assert server.headers[-1]["authorization" if "authorization" in server.headers[-1] else "Authorization"] == (
        "Bearer secret"
    )
