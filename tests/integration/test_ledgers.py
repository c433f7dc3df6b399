from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from math import floor

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic, RecordsToDelete
from aiokafka.errors import ProducerFenced
from msgspec.json import decode, encode

from models.instants import to_text
from models.policy import Policy
from models.settings import Settings
from streams import clock
from streams.connection import client_arguments
from streams.monitor.clients import Clients
from streams.monitor.first_lines import write_first_lines
from streams.monitor.inbox import Delivery
from streams.monitor.log_lines import UnreadableLineError
from streams.monitor.restored import LostStateError
from streams.topics import TopicNames
from tests.integration.installation import gone
from tests.integration.ledgers import alerts, log_types, office, records, values, write
from tests.patience import until, until_said
from tests.streams.monitor.lines import NOON, alt, dose, rulings

MINUTES_SINCE_NOON = (clock.now() - NOON).total_seconds() / 60
STRICT = Policy.parse("[liver]\nsuspend_multiple = 2")


def result(patient_id: str, event_id: str, value: float) -> bytes:
    """A result for ALT, just accepted."""
    return alt(patient_id, event_id, value, MINUTES_SINCE_NOON)


async def test_what_is_delivered_becomes_an_alert_in_the_partition_of_the_same_number(installation: Settings) -> None:
    async with office(installation, rulings()) as here:
        here.ledgers.assign([0])
        await here.until_it_stands_at(1)
        acknowledged: list[int] = []
        await write(installation, [result("p", "e1", 200)])
        await here.ledgers.deliver(0, Delivery(1, result("p", "e1", 200), lambda: acknowledged.append(1)))
        await here.until_it_stands_at(2)
        await until(lambda: acknowledged == [1])
    assert [(alert["patient_id"], alert["rule"]) for alert in await alerts(installation)] == [("p", "liver-uln")]


async def test_the_first_line_is_the_policy_and_another_one_is_written_only_when_it_changes(
    installation: Settings,
) -> None:
    for by, types in (
        (rulings(), ["policy-changed"]),
        (rulings(), ["policy-changed"]),
        (rulings(STRICT), ["policy-changed"] * 2),
        (rulings(STRICT, rules_version="rules 2"), ["policy-changed"] * 3),
    ):
        async with office(installation, by) as here:
            here.ledgers.assign([0])
            await here.until_it_stands_at(len(types))
        assert await log_types(installation) == types


async def test_the_policy_is_the_first_line_of_every_partition_before_anything_is_taken_in(
    installation: Settings,
) -> None:
    clients = Clients(client_arguments(installation.kafka), TopicNames(installation.topics.prefix))
    for _ in range(2):
        await write_first_lines(clients, rulings(), clock.now)
    for partition in range(4):
        (line,) = await values(installation, clients.names.patient_events, partition)
        assert decode(line)["type"] == "policy-changed"
        assert (decode(line)["partition"], decode(line)["partitions"]) == (partition, 4)


async def test_a_new_policy_looks_at_those_who_are_known(installation: Settings) -> None:
    await write(installation, [result("p", "e1", 100)])
    async with office(installation, rulings()) as here:
        here.ledgers.assign([0])
        await here.until_it_stands_at(2)
    assert await alerts(installation) == []
    async with office(installation, rulings(STRICT)) as here:
        here.ledgers.assign([0])
        await here.until_it_stands_at(3)
    assert [alert["policy_version"] for alert in await alerts(installation)] == [STRICT.version]


async def test_what_faust_skips_is_read_from_the_log_first(installation: Settings) -> None:
    async with office(installation, rulings()) as here:
        here.ledgers.assign([0])
        await here.until_it_stands_at(1)
        await write(installation, [result("p", "e1", 200)], [result("q", "e2", 200)], [result("r", "e3", 200)])
        await here.ledgers.deliver(0, Delivery(3, result("r", "e3", 200), lambda: None))
        await here.until_it_stands_at(4)
    assert [alert["patient_id"] for alert in await alerts(installation)] == ["p", "q", "r"]


async def test_what_faust_never_delivers_is_noticed_on_the_rounds(installation: Settings) -> None:
    async with office(installation, rulings()) as here:
        here.ledgers.assign([0])
        await here.until_it_stands_at(1)
        await write(installation, [result("p", "e1", 200)])
        await here.until_it_stands_at(2)
        assert here.means.counts.read_from_log >= 2
    assert [alert["patient_id"] for alert in await alerts(installation)] == ["p"]


async def test_what_is_delivered_again_changes_nothing(installation: Settings) -> None:
    await write(installation, [result("p", "e1", 200)])
    async with office(installation, rulings()) as here:
        here.ledgers.assign([0])
        await here.until_it_stands_at(2)
        acknowledged: list[int] = []
        await here.ledgers.deliver(0, Delivery(0, result("p", "e1", 200), lambda: acknowledged.append(0)))
        await until(lambda: acknowledged == [0])
    assert len(await alerts(installation)) == 1


async def test_a_deadline_that_has_come_is_written_to_the_log_and_not_before(installation: Settings) -> None:
    now = clock.now()
    due = now + timedelta(seconds=1.5)
    prepared = decode(dose("p", "e1")) | {"occurred_at": due - timedelta(hours=8), "accepted_at": now}
    await write(installation, [encode(prepared)])
    async with office(installation, rulings()) as here:
        here.ledgers.assign([0])
        await until(lambda: here.means.counts.lines == 3)
        await here.ledgers.close()
    assert (await log_types(installation))[2:] == ["time-reached"]
    *_, reached = await records(installation, TopicNames(installation.topics.prefix).patient_events)
    assert decode(reached.value or b"")["due"] == to_text(due)
    assert reached.timestamp >= floor(due.timestamp() * 1000)


async def test_whoever_is_fenced_fails_and_the_one_who_fenced_goes_on(installation: Settings) -> None:
    async with office(installation, rulings()) as old, office(installation, rulings()) as new:
        old.ledgers.assign([0])
        await old.until_it_stands_at(1)
        new.ledgers.assign([0])
        await new.until_it_stands_at(1)
        await write(installation, [result("p", "e1", 200)])
        for here in (old, new):
            await here.ledgers.deliver(0, Delivery(1, result("p", "e1", 200), lambda: None))
        await until(lambda: old.failures)
        await new.until_it_stands_at(2)
        assert isinstance(old.failures[0], ProducerFenced)
    assert len(await alerts(installation)) == 1


async def test_a_partition_can_go_and_come_back_at_once(installation: Settings) -> None:
    async with office(installation, rulings()) as here:
        for _ in range(5):
            here.ledgers.assign([0])
            here.ledgers.revoke([0])
        here.ledgers.assign([0])
        await here.until_it_stands_at(1)
    assert here.failures == []


async def test_a_line_that_is_not_understood_fails_loudly_and_is_not_passed(installation: Settings) -> None:
    await write(installation, [result("p", "e1", 200)], [b"nonsense"], [result("q", "e2", 200)])
    async with office(installation, rulings()) as here:
        here.ledgers.assign([0])
        await until(lambda: here.failures)
        assert isinstance(here.failures[0], UnreadableLineError)
    assert "q" not in [alert["patient_id"] for alert in await alerts(installation)]


async def test_a_log_that_has_lost_its_beginning_fails_loudly(installation: Settings) -> None:
    names = TopicNames(installation.topics.prefix)
    await worked_in(installation)
    place = TopicPartition(names.patient_events, 0)
    async with administering(installation) as admin:
        await admin.delete_records({place: RecordsToDelete(before_offset=1)})
    await it_fails_with(installation, "the beginning of patient-events was deleted")


async def test_a_changelog_that_was_made_anew_fails_loudly(installation: Settings) -> None:
    names = TopicNames(installation.topics.prefix)
    await worked_in(installation)
    async with AIOKafkaConsumer(bootstrap_servers=installation.kafka.bootstrap, group_id=names.monitor_group) as faust:
        faust.assign([TopicPartition(names.patient_events, 0)])
        await faust.commit({TopicPartition(names.patient_events, 0): 2})
    async with administering(installation) as admin:
        await admin.delete_topics([names.patient_ledger])
        await until_said(partial(gone, admin, names.patient_ledger))
        await admin.create_topics([NewTopic(names.patient_ledger, 4, 1, topic_configs={"cleanup.policy": "compact"})])
    await it_fails_with(installation, "patient-ledger says nothing of it")


async def worked_in(settings: Settings) -> None:
    """One result, and the policy after it."""
    await write(settings, [result("p", "e1", 200)])
    async with office(settings, rulings()) as here:
        here.ledgers.assign([0])
        await here.until_it_stands_at(2)


async def it_fails_with(settings: Settings, words: str) -> None:
    before = await alerts(settings)
    async with office(settings, rulings()) as here:
        here.ledgers.assign([0])
        await until(lambda: here.failures)
        assert isinstance(here.failures[0], LostStateError)
        assert words in str(here.failures[0])
    assert await alerts(settings) == before


@asynccontextmanager
async def administering(settings: Settings) -> AsyncIterator[AIOKafkaAdminClient]:
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.kafka.bootstrap)
    await admin.start()
    try:
        yield admin
    finally:
        await admin.close()


async def test_what_is_never_delivered_is_worked_in_all_the_same_but_not_in_silence(installation: Settings) -> None:
    async with office(installation, rulings()) as here:
        here.ledgers.assign([0])
        await here.until_it_stands_at(1)
        tenure = here.ledgers.tenures[0]
        # Nor was the policy, which stands before them.
        for number in range(1, 5):
            assert not tenure.sign_of_deliveries.behind
            await write(installation, [result("p", f"e{number}", 20)])
            await here.until_it_stands_at(number + 1)
        assert tenure.sign_of_deliveries.behind
        await here.ledgers.deliver(0, Delivery(4, result("p", "e4", 20), lambda: None))
        assert not tenure.sign_of_deliveries.behind
