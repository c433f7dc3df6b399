"""What the changelog of a partition says: the patients, the position, the policy in force."""

from dataclasses import dataclass, field

import msgspec

from alerts.record import belongs
from streams.monitor.merges import Said
from streams.monitor.position import (
    ARCHIVE_KEY,
    MERGE_KEY,
    POLICY_KEY,
    POSITION_KEY,
    TROUBLE_KEY,
    InForce,
    Standing,
    decode_standing,
)
from streams.monitor.troubles import Trouble


class LostStateError(Exception):
    """The changelog or the log does not hold what it must: starting would mean to start with less than is known."""


@dataclass(slots=True)
class Restored:
    """The latest value of every key of a changelog, as far as it was read."""

    patients: dict[str, bytes] = field(default_factory=dict)
    archives: dict[str, bytes] = field(default_factory=dict)
    standing: Standing | None = None
    in_force: InForce | None = None
    troubles: dict[str, Trouble] = field(default_factory=dict)
    merged: dict[tuple[str, str], Said] = field(default_factory=dict)

    def apply(self, key: bytes, value: bytes | None) -> None:
        """Takes in one record of the changelog; they come in the order in which they were written."""
        if key and key[:1] != b"\x00":
            self._apply_patient(key.decode(), value)
        elif key == POSITION_KEY and value is not None:
            self.standing = decode_standing(value)
        elif key == POLICY_KEY and value is not None:
            self.in_force = msgspec.json.decode(value, type=InForce)
        elif key.startswith(ARCHIVE_KEY) and value is not None:
            self.archives[key[len(ARCHIVE_KEY) :].decode()] = value
        elif key.startswith(TROUBLE_KEY):
            self._apply_trouble(key[len(TROUBLE_KEY) :].decode(), value)
        elif key.startswith(MERGE_KEY) and value is not None:
            prior, _, survivor = key[len(MERGE_KEY) :].decode().partition("\x00")
            self.merged[prior, survivor] = msgspec.json.decode(value, type=Said)
        else:
            raise LostStateError("the changelog holds a record that this release does not know")

    def _apply_patient(self, patient_id: str, value: bytes | None) -> None:
        if value is None:
            self.patients.pop(patient_id, None)
        else:
            self.patients[patient_id] = value

    def _apply_trouble(self, patient_id: str, value: bytes | None) -> None:
        if value is None:
            self.troubles.pop(patient_id, None)
        else:
            self.troubles[patient_id] = msgspec.json.decode(value, type=Trouble)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where the topics of a partition begin and end, at a take-over.

    Attributes:
        ledger_begin: the first offset of the changelog; compaction alone leaves it at 0.
        log_begin: the first offset of `patient-events`; it is kept for good, so 0.
        log_end: the next offset of `patient-events`.
    """

    ledger_begin: int
    log_begin: int
    log_end: int


def check_complete(restored: Restored, bounds: Bounds, group_position: int) -> None:
    """Holds what was read against what must be there.

    Args:
        restored: what was read.
        bounds: of the topics.
        group_position: the offset that the consumer group has committed for the partition of `patient-events`; 0
            where it has none.

    Raises:
        LostStateError: state or log is missing; says what, and what to do.
    """
    if bounds.ledger_begin > 0:
        raise LostStateError(
            "the beginning of patient-ledger was deleted: restore the topic; it must be compacted only"
        )
    if bounds.log_begin > 0:
        raise LostStateError("the beginning of patient-events was deleted; restore the topic, it is kept for good")
    standing = restored.standing
    if standing is None:
        if restored.patients or group_position:
            raise LostStateError(
                "patient-events was worked in, but patient-ledger says nothing of it: restore the topic"
            )
        return
    if standing.patients != len(restored.patients):
        raise LostStateError(
            f"patient-ledger holds {len(restored.patients)} patients of {standing.patients}: restore the topic"
        )
    torn = sum(not belongs(record, restored.archives.get(who, b"")) for who, record in restored.patients.items())
    if torn:
        raise LostStateError(f"patient-ledger holds only a part of {torn} patients: restore the topic")
    if standing.position.offset > bounds.log_end:
        raise LostStateError(
            f"patient-events ends at {bounds.log_end}, but {standing.position.offset} records of it were worked in: "
            "restore the topic"
        )
