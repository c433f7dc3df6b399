"""Workers that are killed while merged records hand over: the alerts are those that follow from the log."""

import asyncio
import random
from collections.abc import Iterator
from datetime import timedelta
from functools import cached_property
from itertools import cycle

from msgspec.json import encode
from msgspec.structs import replace

from models.log import PatientMerged, TimeReached, decode_line
from models.policy import Policy
from models.settings import KafkaSettings
from streams import clock
from streams.connection import client_arguments
from streams.embedded import EmbeddedKafka
from streams.logs import Pseudonyms
from streams.monitor.clients import Clients
from streams.monitor.first_lines import write_first_lines
from streams.monitor.probe import Point
from streams.monitor.rulings import Rulings, rules_version
from streams.replay.ward import Ward
from streams.topics import TopicNames, partition_of
from tests.faults.load import PARTITIONS, PATIENTS, Load
from tests.faults.oracle import Expected, Found, differences, read_all
from tests.faults.test_monitor_faults import NOTHING, SETTLE_S, working
from tests.faults.worker import KEY
from tests.faults.workers import Workers

SURVIVORS = 100
RINGS = 4
"""How many patients the others are merged into, one after the other; the first of those are merged in a ring too."""
_BUSY = 0.3
"""In what part of the fetches there is more than a merge."""
DEATHS = (Point.PASSED_ON, Point.ALERT_ACKNOWLEDGED, Point.PASSED_ON)


class MergingLoad(Load):
    """A load in which records turn out to be one patient all the time, some in chains and some in a ring."""

    def _accepted(self) -> Iterator[tuple[int, bytes]]:
        if self._random.random() < _BUSY:
            yield from super()._accepted()
        prior, survivor = next(self._merges)
        line = self._merge(f"patient {prior}", f"patient {survivor}")
        for partition in {partition_of(f"patient {number}", PARTITIONS) for number in (prior, survivor)}:
            yield partition, line

    @cached_property
    def _merges(self) -> Iterator[tuple[int, int]]:
        merges = [(number, number % SURVIVORS) for number in range(SURVIVORS, PATIENTS)]
        merges += [(number, (number + 1) % RINGS) for number in range(RINGS)]
        merges += [(number, number - RINGS) for number in range(RINGS, 2 * RINGS)]
        self._random.shuffle(merges)
        return cycle(merges)

    def _merge(self, prior: str, survivor: str) -> bytes:
        now = clock.now()
        event_id = f"merge {self._random.randrange(10**9)}"
        common = {"event_id": event_id, "patient_id": survivor, "occurred_at": now, "accepted_at": now}
        return encode({"type": "patient-merged", **common, "prior_patient_id": prior})


def judge(found: Found) -> Expected:
    """What follows from the log, as a replay of it says."""
    expected, failed = Expected(), list[object]()
    ward = Ward(Policy(), KEY, lambda *who: failed.append(who), overrides=False)
    for partition, values in found.log.items():
        for line in (line for value in values for line in value.split(b"\n")):
            event = decode_line(line)
            expected.deadlines += isinstance(event, TimeReached)
            if isinstance(event, PatientMerged):
                event = replace(event, partition=partition)
            expected.alerts.extend(alert.to_json() for alert in ward.take(event))
    assert failed == []
    expected.patients |= ward.patients
    return expected


async def first_lines(kafka: EmbeddedKafka, names: TopicNames) -> None:
    """The log begins with the policy, as in every installation: by that a replay knows it for a log."""
    clients = Clients(client_arguments(KafkaSettings(bootstrap=kafka.bootstrap)), names)
    await write_first_lines(clients, Rulings(Policy(), rules_version(), KEY, Pseudonyms("key")), clock.now)


async def settled(kafka: EmbeddedKafka, names: TopicNames, workers: Workers) -> Expected:
    began = asyncio.get_running_loop().time()
    while True:
        workers.supervise()
        found = await read_all(kafka.bootstrap, names)
        if found.whole and found.worked_in:
            expected = judge(found)
            if not expected.overdue(clock.now() - timedelta(seconds=3)):
                assert differences(expected, found) == NOTHING
                return expected
        waited = asyncio.get_running_loop().time() - began
        assert waited < SETTLE_S, f"never settled, worked in: {found.worked_in}\n{workers.last_words()}"
        await asyncio.sleep(1)


async def test_workers_killed_while_records_hand_over(
    kafka: EmbeddedKafka, names: TopicNames, workers: Workers, seed: int
) -> None:
    await first_lines(kafka, names)
    chance, stop = random.Random(seed), asyncio.Event()
    writing = asyncio.create_task(MergingLoad(kafka.bootstrap, names, seed).run(stop))
    for number in (1, 2):
        workers.start(number)
    there = await working(kafka, names, workers)
    for point in DEATHS:
        dying = {number: (point, str(chance.randint(1, 4))) for number in (1, 2)}
        for number, failpoint in dying.items():
            workers.kill(number)
            workers.start(number, *failpoint)
        for number, failpoint in dying.items():
            await asyncio.to_thread(workers.dies, number, *failpoint)
            workers.start(number)
        there = await working(kafka, names, workers, above=there)
    stop.set()
    await writing
    expected = await settled(kafka, names, workers)
    said = [alert for alert in expected.alerts if b'"superseded"' in alert]
    assert said
