"""What a worker keeps of one partition, and how it works the log into it."""

from collections.abc import Iterable, Iterator

import msgspec

from alerts.advance import CannotJudgeError, Outcome, Patient, advance, change_policy
from models.log import (
    AlertAcknowledged,
    ClinicalEvent,
    EventRetracted,
    HandedOver,
    PatientMerged,
    PolicyChanged,
    SetAside,
    TimeReached,
)
from streams.monitor.counts import Counts
from streams.monitor.deadlines import Deadlines
from streams.monitor.desk import Desk
from streams.monitor.log_lines import LogRecord, read_line
from streams.monitor.position import POLICY_KEY, InForce, Place, Position
from streams.monitor.registrar import Registrar
from streams.monitor.restored import Restored
from streams.monitor.rulings import Rulings
from streams.monitor.turn import Turn


class Ledger:
    """The patients of one partition, its position in the log, and its deadlines.

    It is changed by the log only. Whoever drives it publishes each turn that it hands out before asking for the next,
    and never uses it again when that fails.

    Args:
        place: which partition it keeps.
        restored: what the changelog says.
        rulings: by what to judge.
        counts: where to count.
        hot: how many decoded patients to keep at hand.
    """

    def __init__(self, place: Place, restored: Restored, rulings: Rulings, counts: Counts, hot: int = 1_000) -> None:
        self.position = restored.standing.position if restored.standing else Position()
        self.partition = place.partition
        self._rulings = rulings
        self._judge = rulings.judge(restored.in_force)
        self._counts = counts
        self._desk = Desk(place, restored, rulings, counts, hot)
        self._registrar = Registrar(self._desk, restored.merged, counts)

    def __len__(self) -> int:
        return len(self._desk)

    @property
    def deadlines(self) -> Deadlines:
        """Of its patients, as of the last turn."""
        return self._desk.deadlines

    @property
    def in_force(self) -> InForce | None:
        """The policy by which its patients are judged; none: the default policy, by rules of any version."""
        return self._desk.in_force

    def names(self) -> list[str]:
        """The ids of its patients, without records that were merged into others."""
        return [patient_id for patient_id in self._desk.names() if not self._registrar.is_asleep(patient_id)]

    def as_kept(self, patient_id: str) -> Patient | None:
        """A patient as of the last turn, for somebody who only looks."""
        return self._desk.as_kept(patient_id)

    def work_in(self, records: Iterable[LogRecord]) -> Iterator[Turn]:
        """Works records in, the first of which stands at the position, and hands out what is to be published.

        Raises:
            UnreadableLineError: a line is not understood; nothing of it or after it was worked in.
        """
        for record in records:
            yield from self._work_in(record)
            self._counts.records += 1
            self.position = Position(record.offset + 1)
        yield self._desk.close(self.position)

    def _work_in(self, record: LogRecord) -> Iterator[Turn]:
        if record.offset != self.position.offset:
            raise ValueError(f"record {record.offset} was handed to a ledger that stands at {self.position.offset}")
        self._desk.cause = record.offset
        lines = record.value.split(b"\n")
        for number in range(self.position.line, len(lines)):
            event = read_line(lines[number], self.partition, Position(record.offset, number))
            match event:
                case PolicyChanged():
                    yield from self._adopt(event)
                case PatientMerged():
                    self._registrar.merge(event, self._judge)
                case HandedOver() | SetAside():
                    self._registrar.inherit(event, self._judge)
                case _:
                    self._learn(event)
            self._counts.lines += 1
            self.position = Position(record.offset, number + 1)
            if self._desk.is_full:
                yield self._desk.close(self.position)

    def _learn(self, event: ClinicalEvent | TimeReached) -> None:
        if self._registrar.is_asleep(event.patient_id):
            if isinstance(event, TimeReached):
                self._counts.outcomes[Outcome.TIME_REACHED] += 1
            else:
                self._registrar.note(event)
            return
        patient = self._desk.known(event.patient_id)
        if patient is None:
            if isinstance(event, TimeReached):
                self._counts.deadlines_of_nobody += 1
                return
            patient = Patient(event.patient_id)
        if isinstance(event, EventRetracted):
            self._registrar.see(event, patient)
        self._desk.note_canary(event)
        try:
            step = advance(patient, event, self._judge)
        except CannotJudgeError as error:
            self._desk.fail(error, event.accepted_at)
        else:
            self._desk.take(step, event.accepted_at)
            if isinstance(event, AlertAcknowledged):
                self._counts.set_aside(event, step.revisions)

    def _adopt(self, event: PolicyChanged) -> Iterator[Turn]:
        """Looks at every patient again under the policy that a line brings, then goes on with it."""
        offset, line = self.position.offset, self.position.line
        brought = InForce(
            policy=event.policy, policy_version=event.policy_version, rules_version=self._rulings.rules_version
        )
        after = self._rulings.judge(brought)
        for patient_id in sorted(name for name in self._desk.names() if name > self.position.patient):
            patient = self._desk.known(patient_id)
            if patient is None or self._registrar.is_asleep(patient_id):
                continue
            try:
                step = change_policy(patient, event, self._judge, after)
            except CannotJudgeError as error:
                self._desk.fail(error, event.accepted_at)
            else:
                self._desk.take(step, event.accepted_at)
            self.position = Position(offset, line, patient_id)
            if self._desk.is_full:
                yield self._desk.close(self.position)
        self._judge, self._desk.in_force = after, brought
        self._desk.keep(POLICY_KEY, msgspec.json.encode(brought))
        self._counts.policies += 1
