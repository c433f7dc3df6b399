"""Whatever fails and whenever it is killed: what must be heard is heard, and the newest state stands at the end."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from models.alerts import Alert, Change, Status
from models.findings import Severity
from streams.pager.counters import Counters
from streams.pager.deliveries import Deliveries, Surroundings
from streams.pager.pages import Delivery, Intent
from streams.pager.places import Place
from streams.pager.retries import Kind, Outcome
from tests.streams.pager.fakes import FakeAlarms, FakeReceiver, make_alert

FAILURES = [Outcome(Kind.ANSWERED, 503), Outcome(Kind.TIMED_OUT), Outcome(Kind.RESET), Outcome(Kind.ANSWERED, 429)]
CHANGES = [Change.WORSENED, Change.EASED, Change.UPDATED, Change.ACKNOWLEDGED]


@dataclass
class Unreliable(FakeReceiver):
    """Fails as it is told; of what it failed on it may have taken the page all the same."""

    failures: list[tuple[Outcome, bool]] = field(default_factory=list)

    async def deliver(self, delivery: Delivery) -> Outcome:
        await asyncio.sleep(0)
        outcome, taken = self.failures.pop() if self.failures else (Outcome(Kind.ANSWERED, 200), True)
        if taken:
            self.accepted.append(delivery)
        await asyncio.sleep(0)
        return outcome


@st.composite
def histories(draw: st.DrawFn) -> list[Alert]:
    """The topic: revisions of three alerts, in order for each."""
    topic: list[Alert] = []
    last: dict[str, Alert] = {}
    for alert_id in draw(st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=14)):
        before = last.get(alert_id)
        if before is not None and before.status is Status.RESOLVED:
            continue
        last[alert_id] = draw(revisions(alert_id, before))
        topic.append(last[alert_id])
    return topic


@st.composite
def revisions(draw: st.DrawFn, alert_id: str, before: Alert | None) -> Alert:
    severity = draw(st.sampled_from(Severity))
    if before is None:
        return make_alert(alert_id=alert_id, severity=severity)
    change = draw(st.sampled_from([*CHANGES, Change.RESOLVED]))
    if change is Change.UPDATED:
        severity = before.severity
    status = before.status if change in {Change.UPDATED, Change.EASED} else None
    fields = {"alert_id": alert_id, "revision": before.revision + 1, "severity": severity}
    return make_alert(change, **fields, **({} if status is None else {"status": status}))


class World:
    """A topic, the pager's place in it, and a receiver; pagers come and are killed."""

    def __init__(self, topic: list[Alert], receiver: Unreliable) -> None:
        self.records = list(enumerate(topic))
        self.receiver = receiver
        self.committed: int | None = None

    def compact(self) -> None:
        """Keep the newest revision of each alert, as Kafka may at any time."""
        newest = {alert.alert_id: offset for offset, alert in self.records}
        self.records = [(offset, alert) for offset, alert in self.records if newest[alert.alert_id] == offset]

    async def run(self, kill_after: int | None) -> None:
        """Run a pager until it has told everything, or is killed after so many turns of the loop."""

        async def doze(_: float) -> None:
            await asyncio.sleep(0)

        around = Surroundings(lambda one: f"#{len(one)}", lambda: 0.0, doze)
        place = Place(self.committed, next_offset=self.committed or 0)
        self.committed = self.committed or 0
        tasks: list[asyncio.Task[None]] = []

        def spawn(telling: Coroutine[None, None, None]) -> asyncio.Task[None]:
            tasks.append(asyncio.create_task(telling))
            return tasks[-1]

        deliveries = Deliveries(self.receiver, FakeAlarms(), Counters(), around, spawn)
        turns = 0
        for offset, alert in self.records:
            if offset < (place.told_up_to or 0):
                deliveries.recall(place, alert)
                continue
            deliveries.offer(place, alert, offset)
            await asyncio.sleep(0)
            turns += 1
            if kill_after is not None and turns >= kill_after:
                break
            self.committed = place.settled
        if kill_after is None:
            await asyncio.gather(*tasks)
            self.committed = place.settled
        await deliveries.leave(place)


@settings(max_examples=300)
@given(
    histories(),
    st.lists(st.tuples(st.sampled_from(FAILURES), st.booleans()), max_size=12),
    st.lists(st.tuples(st.integers(1, 8), st.booleans()), max_size=4),
)
def test_what_must_be_heard_is_heard_and_the_newest_state_stands(
    topic: list[Alert], failures: list[tuple[Outcome, bool]], kills: list[tuple[int, bool]]
) -> None:
    receiver = Unreliable(failures=failures)
    world = World(topic, receiver)

    async def live() -> None:
        for kill_after, compacted in kills:
            await world.run(kill_after)
            if compacted:
                world.compact()
        await world.run(None)

    asyncio.run(live())
    assert world.committed == len(topic)
    newest = {alert.alert_id: alert for alert in topic}
    for alert in newest.values():
        told = [one for one in receiver.accepted if one.page.alert_id == alert.alert_id]
        assert [one.page.revision for one in told if one.intent is Intent.PAGE] != [] or not must_be_up(alert)
        assert_stands(alert, told)
        assert_heard(alert, topic, told)


def must_be_up(alert: Alert) -> bool:
    return alert.status is Status.FIRING and alert.severity is not Severity.INFO


def assert_stands(alert: Alert, told: list[Delivery]) -> None:
    """What the receiver shows at the end is the newest state."""
    if must_be_up(alert):
        assert told[-1].intent in {Intent.PAGE, Intent.UPDATE}
        assert told[-1].page.revision == alert.revision
    elif told:
        assert told[-1].intent in {Intent.RESOLVE, Intent.ACKNOWLEDGE}


def assert_heard(alert: Alert, topic: list[Alert], told: list[Delivery]) -> None:
    """The last thing that had to be heard was, at its revision or at a later one, if the alert still fires."""
    loud = [
        one.revision
        for one in topic
        if one.alert_id == alert.alert_id and one.change in {Change.OPENED, Change.WORSENED} and must_be_up(one)
    ]
    if loud and must_be_up(alert):
        assert any(one.intent is Intent.PAGE and one.page.revision >= loud[-1] for one in told)
