"""What one Kafka transaction of a ledger carries."""

from dataclasses import dataclass, field
from typing import TypeAlias

from streams.monitor.position import Position

KeyValue: TypeAlias = tuple[bytes, bytes | None]

MOST_PATIENTS = 1_000
MOST_BYTES = 4 * 1024 * 1024


@dataclass(slots=True)
class Turn:
    """The outcome of some lines of the log: published together or not at all.

    Attributes:
        alerts: alert revisions by alert id, in the order in which they were made.
        ledger: the changed patients, the position and whatever else the ledger keeps; no value: no longer kept.
        operations: operations alerts by what they are about.
        passed_on: lines for other patients' partitions, to be in the log before the rest is published; may repeat.
        position: where the ledger stands afterwards.
    """

    alerts: list[KeyValue] = field(default_factory=list)
    ledger: list[KeyValue] = field(default_factory=list)
    operations: list[KeyValue] = field(default_factory=list)
    passed_on: list[tuple[int, bytes]] = field(default_factory=list)
    position: Position = field(default_factory=Position)
