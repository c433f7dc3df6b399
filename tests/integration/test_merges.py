import asyncio
from collections import Counter

import pytest
from msgspec.json import decode

from models.settings import Settings
from streams import clock
from streams.replay.run import Replay, replay
from streams.topics import TopicNames, partition_of
from tests.integration.installation import log_of
from tests.integration.ledgers import Office, office, values, write
from tests.patience import LOOK_S, SOON_S, until
from tests.streams.monitor.lines import NOON, alt, merge, policy_changed, rulings

PARTITIONS = 4
MINUTES = (clock.now() - NOON).total_seconds() / 60
ONE, OTHER, THIRD = "one", "other", "third"


def home(patient_id: str) -> int:
    return partition_of(patient_id, PARTITIONS)


async def accept(settings: Settings, patient_id: str, line: bytes, *others: str) -> None:
    for partition in {home(each) for each in (patient_id, *others)}:
        await write(settings, [line], partition=partition)


async def published(settings: Settings) -> list[bytes]:
    return await everywhere(settings, TopicNames(settings.topics.prefix).alerts)


async def everywhere(settings: Settings, topic: str) -> list[bytes]:
    return [value for partition in range(PARTITIONS) for value in await values(settings, topic, partition)]


async def first_lines(settings: Settings) -> None:
    for partition in range(PARTITIONS):
        await write(settings, [policy_changed(rulings().policy, MINUTES, partition, PARTITIONS)], partition=partition)


def replayed(log: list[bytes]) -> Counter[bytes]:
    refused: list[object] = []
    again = replay(Replay([("log", log)], key=rulings().privacy_key), refused.append, lambda *_: None)
    assert refused == []
    return Counter(alert.to_json() for alert in again)


@pytest.mark.parametrize(("old", "new"), [(ONE, OTHER), (OTHER, ONE)])
async def test_two_records_become_one_patient_across_partitions_and_a_replay_of_the_log_agrees(
    installation: Settings, old: str, new: str
) -> None:
    assert home(old) != home(new)
    await first_lines(installation)
    await accept(installation, old, alt(old, "e1", 200, MINUTES))
    await accept(installation, old, merge(new, old, "m", MINUTES + 0.001), new)
    await accept(installation, old, alt(old, "e2", 400, MINUTES + 0.002))
    async with office(installation, rulings()) as here:
        here.ledgers.assign(range(PARTITIONS))
        await until(lambda: here.failures or here.means.counts.revised.total() == 4)
        assert here.failures == []
    told = [decode(value) for value in await published(installation)]
    assert sorted((alert["patient_id"], alert["change"], alert["reason"] or "") for alert in told) == sorted(
        [(old, "opened", ""), (old, "resolved", "superseded"), (new, "opened", ""), (new, "worsened", "")]
    )
    log = await log_of(installation)
    assert replayed(log) == Counter(await published(installation))
    assert replayed(sorted(log, key=lambda line: -place(line))) == Counter(await published(installation))


def place(line: bytes) -> int:
    said = decode(line)
    partition = said.get("partition")
    return home(said["patient_id"]) if partition is None else int(partition)


async def test_records_that_are_merged_in_a_ring_across_partitions_are_judged_once_and_it_is_said(
    installation: Settings,
) -> None:
    assert len({home(record) for record in (ONE, OTHER, THIRD)}) == 3
    await first_lines(installation)
    for number, record in enumerate((ONE, OTHER, THIRD)):
        await accept(installation, record, alt(record, f"e{number}", 200, MINUTES))
    for number, (old, new) in enumerate([(ONE, OTHER), (OTHER, THIRD), (THIRD, ONE)], start=1):
        await accept(installation, old, merge(new, old, f"m{number}", MINUTES + number / 1000), new)
    async with office(installation, rulings()) as here:
        here.ledgers.assign(range(PARTITIONS))
        await settled(here)
        await accept(installation, THIRD, alt(THIRD, "late", 500, MINUTES + 0.01))
        await settled(here)
        assert here.failures == []
    told = [decode(value) for value in await published(installation)]
    last = {alert["alert_id"]: alert for alert in told}
    assert [(each["patient_id"], each["change"]) for each in last.values() if each["status"] == "firing"] == [
        (min(ONE, OTHER, THIRD), "worsened")
    ]
    names = TopicNames(installation.topics.prefix)
    notices = [decode(each) for each in await everywhere(installation, names.operations)]
    assert [notice["rule"] for notice in notices] == ["merge-ring"]
    assert replayed(await log_of(installation)) == Counter(await published(installation))


async def settled(here: Office) -> None:
    """Waits until what is handed over has gone round, and nothing more comes of it.

    What a record hands over is in the log before the ledger's position passes the record. So where every ledger stands
    at the end of its partition, and no partition has grown meanwhile, nothing is under way.
    """
    async with asyncio.timeout(SOON_S):
        ends: dict[int, int] = {}
        while not here.failures:
            before, ends = ends, await here.means.offsets.log_ends(range(PARTITIONS))
            if ends == before and ends == {each.partition: each.position for each in here.ledgers.tenures.values()}:
                return
            await asyncio.sleep(LOOK_S)
