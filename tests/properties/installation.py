"""An installation in memory: a log of some partitions, and a worker that dies whenever the test likes."""

from collections import defaultdict
from collections.abc import Iterable
from copy import deepcopy

from msgspec.json import encode

from alerts.advance import Patient
from alerts.record import decode
from models.log import ClinicalEvent, PatientMerged, PolicyChanged, TimeReached
from models.log.lines import line_for
from models.policy import Policy
from streams.intake.rekey import packed
from streams.monitor.counts import Counts
from streams.monitor.ledger import Ledger
from streams.monitor.log_lines import LogRecord
from streams.monitor.position import Place
from streams.monitor.restored import Restored
from streams.monitor.turn import Turn
from streams.topics import partition_of
from tests.strategies.events import START
from tests.streams.monitor.lines import rulings


class Installation:
    """The log, and for each partition what its ledger has published.

    Attributes:
        log: the records of each partition.
        alerts: every revision that was published, as it stands on the topic.
        operations: every operations alert.
        counts: what became of the lines, those worked in twice included.
    """

    def __init__(self, partitions: int) -> None:
        self._partitions = partitions
        self.log: list[list[bytes]] = [[self._policy(number)] for number in range(partitions)]
        self.alerts: list[bytes] = []
        self.operations: list[bytes] = []
        self.counts = Counts()
        self._changelogs = [Restored() for _ in range(partitions)]
        self._ledgers: dict[int, Ledger] = {}

    def accept(self, event: ClinicalEvent | TimeReached) -> None:
        """Writes an event to the log, as intake does, or a deadline."""
        line = encode(event) if isinstance(event, TimeReached) else line_for(event, event.patient_id)
        of = [event.patient_id, *([event.prior_patient_id] if isinstance(event, PatientMerged) else [])]
        for partition in {self.home(patient_id) for patient_id in of}:
            self.log[partition].append(line)

    def home(self, patient_id: str) -> int:
        return partition_of(patient_id, self._partitions)

    def work(self, partition: int, *, records: int = 1, dies: bool = False) -> bool:
        """Works some records in, unless there are none; one that dies has passed lines on and published nothing."""
        ledger = self._ledgers.pop(partition, None) or self._take_over(partition)
        start = ledger.position.offset
        waiting = [LogRecord(start + n, value) for n, value in enumerate(self.log[partition][start:][:records])]
        for turn in ledger.work_in(waiting) if waiting else ():
            self._pass_on(turn)
            if dies:
                return True
            self._publish(partition, turn)
        self._ledgers[partition] = ledger
        return bool(waiting)

    def drain(self) -> None:
        """Works until nothing is left to do."""
        busy = True
        while busy:
            worked = [self.work(partition, records=8) for partition in range(self._partitions)]
            busy = any(worked)

    def die(self, partition: int) -> None:
        """The worker of a partition is gone; the next one takes over from the changelog."""
        self._ledgers.pop(partition, None)

    def patients(self) -> dict[str, Patient]:
        """All patients as the changelogs have them."""
        return {
            who: decode(record, kept.archives.get(who, b""))
            for kept in self._changelogs
            for who, record in kept.patients.items()
        }

    def lines(self, order: Iterable[int]) -> list[bytes]:
        """The lines of the log, partition after partition."""
        return [line for partition in order for value in self.log[partition] for line in value.split(b"\n")]

    def _take_over(self, partition: int) -> Ledger:
        return Ledger(
            Place(partition, self._partitions), deepcopy(self._changelogs[partition]), rulings(), self.counts, 2
        )

    def _pass_on(self, turn: Turn) -> None:
        by_partition: defaultdict[int, list[bytes]] = defaultdict(list)
        for partition, line in turn.passed_on:
            by_partition[partition].append(line)
        for partition, lines in by_partition.items():
            self.log[partition] += packed(lines)

    def _publish(self, partition: int, turn: Turn) -> None:
        self.alerts += [value or b"" for _, value in turn.alerts]
        self.operations += [alert.to_json() for alert in turn.operations]
        for key, value in turn.ledger:
            self._changelogs[partition].apply(key, value)

    def _policy(self, partition: int) -> bytes:
        policy = Policy()
        return encode(
            PolicyChanged(
                partition=partition,
                partitions=self._partitions,
                policy=policy.values(),
                policy_version=policy.version,
                accepted_at=START,
            )
        )
