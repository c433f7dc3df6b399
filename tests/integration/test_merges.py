from msgspec.json import decode

from models.settings import Settings
from streams import clock
from streams.replay.run import Replay, replay
from streams.topics import TopicNames, partition_of
from tests.integration.ledgers import office, until, values, write
from tests.streams.monitor.lines import NOON, alt, merge, rulings

OLD, NEW = "old", "new"
MINUTES = (clock.now() - NOON).total_seconds() / 60
OF_OLD, OF_NEW = partition_of(OLD, 4), partition_of(NEW, 4)


async def test_two_records_become_one_patient_across_partitions_and_a_replay_of_the_log_agrees(
    installation: Settings,
) -> None:
    assert OF_OLD != OF_NEW
    names = TopicNames(installation.topics.prefix)
    await write(installation, [alt(OLD, "e1", 200, MINUTES)], partition=OF_OLD)
    for partition in (OF_OLD, OF_NEW):
        await write(installation, [merge(NEW, OLD, "m", MINUTES + 0.001)], partition=partition)
    await write(installation, [alt(OLD, "e2", 400, MINUTES + 0.002)], partition=OF_OLD)
    async with office(installation, rulings()) as here:
        here.ledgers.assign([OF_OLD, OF_NEW])
        await until(lambda: here.failures or here.means.counts.revised.total() == 4)
        assert here.failures == []
    published = [value for place in (OF_OLD, OF_NEW) for value in await values(installation, names.alerts, place)]
    told = [(alert["patient_id"], alert["change"], alert["reason"]) for alert in map(decode, published)]
    assert told == [
        (OLD, "opened", None),
        (OLD, "resolved", "superseded"),
        (NEW, "opened", None),
        (NEW, "worsened", None),
    ]
    log = [
        line
        for place in (OF_OLD, OF_NEW)
        for value in await values(installation, names.patient_events, place)
        for line in value.split(b"\n")
    ]
    refused: list[object] = []
    again = replay(Replay([("log", log)], key=rulings().privacy_key), refused.append, lambda *_: None)
    assert refused == []
    assert sorted(alert.to_json() for alert in again) == sorted(published)
