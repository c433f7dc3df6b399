"""What must have come out: the log, read once from its beginning and judged line by line, with nothing in between."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from msgspec.structs import replace

from alerts.advance import Patient, advance, change_policy
from alerts.judge import Judge
from alerts.record import decode
from models.log import HandedOver, PolicyChanged, SetAside, TimeReached, decode_line
from models.policy import Policy
from streams.monitor.restored import Restored
from streams.topics import TopicNames


@dataclass
class Expected:
    """The alerts and the patients that follow from the log of some partitions."""

    alerts: list[bytes] = field(default_factory=list)
    patients: dict[str, Patient] = field(default_factory=dict)
    deadlines: int = 0

    def overdue(self, now: datetime) -> list[str]:
        """Whose deadline has passed without a line."""
        return [name for name, one in self.patients.items() if one.next_at is not None and one.next_at < now]


@dataclass(frozen=True)
class Found:
    """What stands in the topics, for a reader of what is committed.

    Attributes:
        whole: nothing else stood there, of a transaction of which such a reader does not see all parts yet.
    """

    log: Mapping[int, Sequence[bytes]]
    alerts: Sequence[bytes]
    ledgers: Mapping[int, Restored]
    whole: bool

    @property
    def worked_in(self) -> bool:
        """Whether every ledger stands at the end of its log."""
        return all(
            (standing := self.ledgers[partition].standing) is not None and standing.position.offset == len(values)
            for partition, values in self.log.items()
        )


def judge_log(log: Mapping[int, Sequence[bytes]], key: bytes) -> Expected:
    expected = Expected()
    for values in log.values():
        _judge_partition(values, key, expected)
    return expected


def _judge_partition(values: Iterable[bytes], key: bytes, expected: Expected) -> None:
    judge = Judge(Policy(), key)
    mine: dict[str, Patient] = {}
    for line in (line for value in values for line in value.split(b"\n")):
        event = decode_line(line)
        if isinstance(event, PolicyChanged):
            after = Judge(Policy.from_values(event.policy), key)
            steps = [change_policy(mine[name], event, judge, after) for name in sorted(mine)]
            judge = after
        elif isinstance(event, TimeReached) and event.patient_id not in mine:
            steps = []
        else:
            assert not isinstance(event, SetAside | HandedOver)
            steps = [advance(mine.get(event.patient_id, Patient(event.patient_id)), event, judge)]
        expected.deadlines += isinstance(event, TimeReached)
        for step in steps:
            mine[step.patient.patient_id] = step.patient
            expected.alerts.extend(alert.to_json() for alert in step.revisions)
    expected.patients |= mine


def differences(expected: Expected, found: Found) -> dict[str, int]:
    """How many alerts are missing, extra, doubled or out of order, and how many patients are not as they must be."""
    wanted, there = Counter(expected.alerts), Counter(found.alerts)
    kept = {
        name: _state(decode(record, ledger.archives.get(name, b"")))
        for ledger in found.ledgers.values()
        for name, record in ledger.patients.items()
    }
    states = {name: _state(patient) for name, patient in expected.patients.items()}
    return {
        "missing": (wanted - there).total(),
        "extra": len(there.keys() - wanted.keys()),
        "doubled": sum(count - 1 for count in there.values()),
        "out of order": int(_by_alert(expected.alerts) != _by_alert(found.alerts)),
        "wrong patients": sum(kept.get(name) != states.get(name) for name in kept.keys() | states.keys()),
    }


def _state(patient: Patient) -> tuple[object, ...]:
    """What is known and published; when to look again may be sooner than it need be."""
    published = replace(patient.published, opened_at=None, openings={})
    return {event.key: event for event in patient.facts.events()}, published, patient.clock


def _by_alert(values: Iterable[bytes]) -> dict[bytes, list[bytes]]:
    by_alert = defaultdict(list)
    for value in values:
        by_alert[value[:80]].append(value)
    return by_alert


async def read_all(bootstrap: str, names: TopicNames) -> Found:
    """Reads the log, the alerts and the changelogs from their beginning to where they end now."""
    log: dict[int, list[bytes]] = defaultdict(list)
    alerts: list[bytes] = []
    ledgers: dict[int, Restored] = defaultdict(Restored)
    records, ends = await _read(bootstrap, [names.patient_ledger, names.alerts, names.patient_events])
    for record in records:
        if record.topic == names.patient_events:
            log[record.partition].append(record.value or b"")
        elif record.topic == names.alerts:
            alerts.append(record.value or b"")
        else:
            ledgers[record.partition].apply(record.key or b"", record.value)
    async with AIOKafkaConsumer(bootstrap_servers=bootstrap) as hasty:
        whole = await hasty.end_offsets(list(ends)) == ends
    return Found(log, alerts, ledgers, whole)


async def _read(
    bootstrap: str, topics: Sequence[str]
) -> tuple[list[ConsumerRecord[bytes, bytes]], dict[TopicPartition, int]]:
    consumer = AIOKafkaConsumer(
        *topics,
        bootstrap_servers=bootstrap,
        isolation_level="read_committed",
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        fetch_max_wait_ms=20,
    )
    await consumer.start()
    try:
        places = [TopicPartition(t, p) for t in topics for p in consumer.partitions_for_topic(t) or ()]
        ends: dict[TopicPartition, int] = await consumer.end_offsets(places)
        read: list[ConsumerRecord[bytes, bytes]] = []
        while [place for place in places if await consumer.position(place) < ends[place]]:
            for records in (await consumer.getmany(timeout_ms=200)).values():
                read.extend(records)
        return read, ends
    finally:
        await consumer.stop()
