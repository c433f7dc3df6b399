"""What one Kafka transaction of a ledger carries."""

from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from models.alerts import Alert
from models.canary import is_canary
from models.heartbeats import PathBeat
from models.log import ClinicalEvent, LabResult, TimeReached
from streams.monitor.position import Position

KeyValue: TypeAlias = tuple[bytes, bytes | None]

MOST_PATIENTS = 1_000
MOST_BYTES = 4 * 1024 * 1024


class Revised(NamedTuple):
    """A revision of an alert.

    Attributes:
        alert: the revision.
        cause: the offset of the record of the log by which it came.
    """

    alert: Alert
    cause: int


@dataclass(slots=True)
class Turn:
    """The outcome of some lines of the log: published together or not at all.

    Attributes:
        alerts: alert revisions by alert id, in the order in which they were made.
        revised: the same revisions, to be logged once they are published.
        ledger: the changed patients, the position and whatever else the ledger keeps; no value: no longer kept.
        operations: revisions of operations alerts.
        heartbeats: canaries whose results were worked in.
        passed_on: lines for other patients' partitions, to be in the log before the rest is published; may repeat.
        position: where the ledger stands afterwards.
    """

    alerts: list[KeyValue] = field(default_factory=list)
    revised: list[Revised] = field(default_factory=list)
    ledger: list[KeyValue] = field(default_factory=list)
    operations: list[Alert] = field(default_factory=list)
    heartbeats: list[PathBeat] = field(default_factory=list)
    passed_on: list[tuple[int, bytes]] = field(default_factory=list)
    position: Position = field(default_factory=Position)

    def note_canary(self, event: ClinicalEvent | TimeReached, partition: int, worker: str) -> None:
        """Where the event is a canary's result, the turn carries a heartbeat on."""
        if is_canary(event.patient_id) and isinstance(event, LabResult):
            sent_at, accepted_at = event.occurred_at, event.accepted_at
            beat = PathBeat(worker=worker, partition=partition, sent_at=sent_at, accepted_at=accepted_at)
            self.heartbeats.append(beat)
