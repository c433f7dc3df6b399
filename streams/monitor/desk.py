"""The patients of one partition as they are being worked on, and the turn that comes of it."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from alerts.advance import CannotJudgeError, Patient, Step
from alerts.merge import Handed
from alerts.record import decode, next_at, recorded
from models.alerts import Alert
from models.log import ClinicalEvent, PatientMerged, TimeReached
from models.log.lines import line_for, more_follows
from streams.logs import Event, log
from streams.logs.surprises import kinds, trace
from streams.monitor.counts import Counts
from streams.monitor.deadlines import Deadline, Deadlines
from streams.monitor.position import ARCHIVE_KEY, POSITION_KEY, InForce, Place, Position, Standing, encode_standing
from streams.monitor.restored import Restored
from streams.monitor.rulings import Rulings
from streams.monitor.troubles import Troubles
from streams.monitor.turn import MOST_BYTES, MOST_PATIENTS, KeyValue, Revised, Turn
from streams.topics import partition_of

_GROWTH = 512
"""What a patient's record is taken to grow by, in bytes, before it is encoded."""


class Desk:
    """Patients, taken up by id and put back changed; what is to be published gathers until a turn is closed.

    Args:
        place: which partition it is of.
        restored: what the changelog says.
        rulings: how to name patients in public.
        counts: where to count.
        hot: how many decoded patients to keep at hand.

    Attributes:
        deadlines: of the patients, as of the last turn.
        in_force: the policy by which alerts are judged.
        cause: the offset of the record of the log that is being worked in.
        pseudonym: hides a patient's id from whoever reads logs and operations alerts.
    """

    def __init__(self, place: Place, restored: Restored, rulings: Rulings, counts: Counts, hot: int) -> None:
        self.in_force: InForce | None = restored.in_force
        self.cause = 0
        self._place = place
        self.pseudonym = rulings.pseudonym
        self._counts = counts
        self._records = restored.patients
        self._archives = restored.archives
        self._hot: dict[str, Patient] = {}
        self._most_hot = hot
        self._troubles = Troubles(restored.troubles, rulings.pseudonym)
        self._changed: dict[str, Patient] = {}
        self._bytes = 0
        self._handed: dict[str, list[bytes]] = {}
        self._told: list[tuple[int, bytes]] = []
        self._turn = Turn()
        instants = ((next_at(record), patient_id) for patient_id, record in self._records.items())
        self.deadlines = Deadlines(Deadline(due, patient_id) for due, patient_id in instants if due is not None)

    def __len__(self) -> int:
        return len(self._records)

    def names(self) -> set[str]:
        """The ids of all patients who are known."""
        return self._records.keys() | self._changed.keys()

    def known(self, patient_id: str) -> Patient | None:
        """A patient, to be put back with what has changed."""
        patient = self._changed.get(patient_id) or self._hot.pop(patient_id, None)
        return patient or self.as_kept(patient_id)

    def as_kept(self, patient_id: str) -> Patient | None:
        """A patient as of the last turn, for somebody who only looks."""
        record = self._records.get(patient_id)
        return None if record is None else decode(record, self._archives.get(patient_id, b""))

    def is_mine(self, patient_id: str) -> bool:
        """Whether the patient belongs to this partition."""
        return self._partition_of(patient_id) == self._place.partition

    def take(self, step: Step, at: datetime) -> None:
        """Puts a patient back, with revisions to publish, and counts what became of a line."""
        self._counts.outcomes[step.outcome] += 1
        self.put(step, at)

    def put(self, step: Step, at: datetime) -> None:
        """Puts a patient back, with revisions to publish, of which another line is the cause."""
        self._counts.facts_dropped += step.dropped
        self.change(step.patient, step.revisions)
        if step.patient.patient_id in self._troubles:
            self._notice(self._troubles.end(step.patient.patient_id, at))

    def fail(self, error: CannotJudgeError, at: datetime) -> None:
        """Puts a patient back on whom a rule raised, and says so."""
        self._counts.cannot_judge += 1
        log(
            Event.CANNOT_JUDGE,
            partition=self._place.partition,
            rule=error.rule,
            patient=self.pseudonym(error.patient.patient_id),
            errors=kinds(error),
            trace=trace(error),
        )
        self.change(error.patient, error.revisions)
        self._notice(self._troubles.begin(error.patient.patient_id, error.rule, at, self.policy_version))

    def change(self, patient: Patient, revisions: Iterable[Alert] = ()) -> None:
        """Puts a patient back, with revisions to publish, and counts nothing."""
        patient_id = patient.patient_id
        if patient_id not in self._changed:
            self._bytes += len(self._records.get(patient_id, b"")) + _GROWTH
        self._changed[patient_id] = patient
        for alert in revisions:
            value = alert.to_json()
            self._turn.alerts.append((alert.alert_id.encode(), value))
            self._turn.revised.append(Revised(alert, self.cause))
            self._bytes += len(value)
            self._counts.revise(alert)

    @property
    def policy_version(self) -> str:
        """Of the policy in force; empty where none ever was."""
        return self.in_force.policy_version if self.in_force else ""

    def keep(self, key: bytes, value: bytes) -> None:
        """Has something else kept in the changelog."""
        self._turn.ledger.append((key, value))

    def say(self, said: Alert) -> None:
        """Has an operations alert published."""
        self._turn.operations.append(said)

    def note_canary(self, event: ClinicalEvent | TimeReached) -> None:
        """Where it is a canary's result, has a heartbeat published with what comes of it."""
        self._turn.note_canary(event, self._place.partition, self._place.worker)

    def pass_on(self, event: Handed, to: str) -> None:
        """Has an event written to the log as one of another patient's, after what was handed over to them."""
        self.end_handing(to)
        self._turn.passed_on.append((self._partition_of(to), self._line(event, to)))

    def hand_over(self, handed: Iterable[Handed], to: str) -> None:
        """Has written to the log what belongs together: the other patient is looked at when all of it has come."""
        self._handed.setdefault(to, []).extend(self._line(each, to) for each in handed)

    def tell(self, merge: PatientMerged, about: str) -> None:
        """Has a merge written to the partition of a patient, unless it was written there when it was accepted."""
        there = self._partition_of(about)
        if there not in {self._partition_of(merge.patient_id), self._partition_of(merge.prior_patient_id)}:
            self._told.append((there, self._line(merge, merge.patient_id)))

    def end_handing(self, to: str) -> None:
        """What was handed over to a patient is complete."""
        if lines := self._handed.pop(to, None):
            there = self._partition_of(to)
            self._turn.passed_on += [*((there, more_follows(line)) for line in lines[:-1]), (there, lines[-1])]

    def _line(self, event: Handed, patient_id: str) -> bytes:
        line = line_for(event, patient_id)
        self._bytes += len(line)
        self._counts.passed_on += 1
        return line

    def _partition_of(self, patient_id: str) -> int:
        return partition_of(patient_id, self._place.partitions)

    def _notice(self, trouble: tuple[Alert, KeyValue] | None) -> None:
        if trouble is not None:
            said, kept = trouble
            self._turn.operations.append(said)
            self._turn.ledger.append(kept)

    @property
    def is_full(self) -> bool:
        """Whether it is time to close the turn."""
        return len(self._changed) >= MOST_PATIENTS or self._bytes >= MOST_BYTES

    def close(self, position: Position) -> Turn:
        """The turn that leads to the position, ready to be published."""
        for to in list(self._handed):
            self.end_handing(to)
        turn, self._turn = self._turn, Turn()
        turn.passed_on += self._told
        self._told = []
        for patient_id, patient in self._changed.items():
            self._hot[patient_id], record = recorded(patient)
            self._records[patient_id] = record.latest
            turn.ledger.append((patient_id.encode(), record.latest))
            if record.archive is not None:
                self._archives[patient_id] = record.archive
                turn.ledger.append((ARCHIVE_KEY + patient_id.encode(), record.archive))
            self.deadlines.arm(patient_id, patient.next_at)
        self._changed.clear()
        self._bytes = 0
        for patient_id in list(islice(self._hot, max(0, len(self._hot) - self._most_hot))):
            del self._hot[patient_id]
        standing = Standing(position=position, patients=len(self._records))
        turn.ledger.append((POSITION_KEY, encode_standing(standing)))
        turn.position = position
        return turn
