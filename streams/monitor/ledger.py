"""What a worker keeps of one partition, and how it works the log into it."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

import msgspec

from alerts.advance import CannotJudgeError, Patient, Step, advance, change_policy
from alerts.merge import handed_over, note, supersede
from alerts.record import decode, encode, next_at
from models.alerts import Alert
from models.canary import is_canary
from models.log import AlertAcknowledged, ClinicalEvent, EventRetracted, PatientMerged, PolicyChanged, TimeReached
from models.log.lines import line_for
from streams.logs import Event, log
from streams.logs.surprises import kinds, trace
from streams.monitor.counts import Counts
from streams.monitor.deadlines import Deadline, Deadlines
from streams.monitor.log_lines import LogRecord, read_line
from streams.monitor.merges import Merges
from streams.monitor.operations import merge_retracted
from streams.monitor.position import (
    MERGE_KEY,
    POLICY_KEY,
    POSITION_KEY,
    InForce,
    Place,
    Position,
    Standing,
    encode_standing,
)
from streams.monitor.restored import Restored
from streams.monitor.rulings import Rulings
from streams.monitor.troubles import Troubles
from streams.monitor.turn import MOST_BYTES, MOST_PATIENTS, KeyValue, Turn
from streams.topics import partition_of

_GROWTH = 512
"""What a patient's record is taken to grow by, in bytes, before it is encoded."""


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
        self.in_force = restored.in_force
        self.partition, self._partitions = place
        self._rulings = rulings
        self._judge = rulings.judge(restored.in_force)
        self._counts = counts
        self._records = restored.patients
        self._hot: dict[str, Patient] = {}
        self._most_hot = hot
        self._merges = Merges(restored.merged)
        self._troubles = Troubles(restored.troubles, rulings.pseudonym)
        self._changed: dict[str, Patient] = {}
        self._bytes = 0
        self._turn = Turn()
        instants = ((next_at(record), patient_id) for patient_id, record in self._records.items())
        self.deadlines = Deadlines(Deadline(due, patient_id) for due, patient_id in instants if due is not None)

    def __len__(self) -> int:
        return len(self._records)

    def work_in(self, records: Iterable[LogRecord]) -> Iterator[Turn]:
        """Works records in, the first of which stands at the position, and hands out what is to be published.

        Raises:
            UnreadableLineError: a line is not understood; nothing of it or after it was worked in.
        """
        for record in records:
            yield from self._work_in(record)
            self._counts.records += 1
            self.position = Position(record.offset + 1)
        yield self._close()

    def _work_in(self, record: LogRecord) -> Iterator[Turn]:
        if record.offset != self.position.offset:
            raise ValueError(f"record {record.offset} was handed to a ledger that stands at {self.position.offset}")
        lines = record.value.split(b"\n")
        for number in range(self.position.line, len(lines)):
            event = read_line(lines[number], self.partition, Position(record.offset, number))
            if isinstance(event, PolicyChanged):
                yield from self._adopt(event)
            elif isinstance(event, PatientMerged):
                self._merge(event)
            else:
                self._learn(event)
            self._counts.lines += 1
            self.position = Position(record.offset, number + 1)
            if self._full:
                yield self._close()

    def _learn(self, event: ClinicalEvent | TimeReached) -> None:
        if (survivor := self._merges.into(event.patient_id)) is not None:
            self._pass_on(event, survivor)
            return
        patient = self._known(event.patient_id)
        if patient is None:
            if isinstance(event, TimeReached):
                self._counts.deadlines_of_nobody += 1
                return
            patient = Patient(event.patient_id)
        try:
            step = advance(patient, event, self._judge)
        except CannotJudgeError as error:
            self._fail(error, event.accepted_at)
        else:
            self._take(step, event.accepted_at)
            if isinstance(event, AlertAcknowledged):
                rules = (alert.rule for alert in step.revisions if alert.alert_id == event.alert_id)
                self._counts.overrides.update((rule, event.reason) for rule in rules)
            if isinstance(event, EventRetracted) and self._merges.came_of(event.retracts):
                who = self._rulings.pseudonym(event.patient_id)
                self._turn.operations.append(merge_retracted(who, event.accepted_at, self._version))

    def _adopt(self, event: PolicyChanged) -> Iterator[Turn]:
        """Looks at every patient again under the policy that a line brings, then goes on with it."""
        offset, line = self.position.offset, self.position.line
        brought = InForce(
            policy=event.policy, policy_version=event.policy_version, rules_version=self._rulings.rules_version
        )
        after = self._rulings.judge(brought)
        known = self._records.keys() | self._changed.keys()
        for patient_id in sorted(patient_id for patient_id in known if patient_id > self.position.patient):
            patient = self._known(patient_id)
            if patient is None or self._merges.into(patient_id) is not None:
                continue
            try:
                step = change_policy(patient, event, self._judge, after)
            except CannotJudgeError as error:
                self._fail(error, event.accepted_at)
            else:
                self._take(step, event.accepted_at)
            self.position = Position(offset, line, patient_id)
            if self._full:
                yield self._close()
        self._judge, self.in_force = after, brought
        self._turn.ledger.append((POLICY_KEY, msgspec.json.encode(brought)))
        self._counts.policies += 1

    def _merge(self, event: PatientMerged) -> None:
        """Hands over what is known of a prior record, whose alerts end; its survivor may be in another partition."""
        prior_id, survivor = event.prior_patient_id, event.patient_id
        if (merge := self._merges.add(event)) is None:
            self._counts.merges_ignored += 1
            return
        self._turn.ledger.append((MERGE_KEY + prior_id.encode(), msgspec.json.encode(merge)))
        prior = self._known(prior_id)
        if prior is not None:
            self._take(supersede(prior, event, self._judge), event.accepted_at)
            for known in handed_over(prior.facts, event.accepted_at):
                self._hand(known, survivor)

    def _pass_on(self, event: ClinicalEvent | TimeReached, survivor: str) -> None:
        if not isinstance(event, TimeReached):
            prior, is_new = note(self._known(event.patient_id) or Patient(event.patient_id), event)
            self._change(prior, ())
            if is_new:
                self._hand(event, survivor)

    def _hand(self, event: ClinicalEvent, survivor: str) -> None:
        line = line_for(event, survivor)
        self._turn.passed_on.append((partition_of(survivor, self._partitions), line))
        self._bytes += len(line)
        self._counts.passed_on += 1

    def _known(self, patient_id: str) -> Patient | None:
        patient = self._changed.get(patient_id) or self._hot.pop(patient_id, None)
        if patient is None and (record := self._records.get(patient_id)) is not None:
            patient = decode(record)
        return patient

    def _take(self, step: Step, at: datetime) -> None:
        self._counts.outcomes[step.outcome] += 1
        self._counts.facts_dropped += step.dropped
        self._change(step.patient, step.revisions)
        if step.patient.patient_id in self._troubles:
            self._notice(self._troubles.end(step.patient.patient_id, at))

    def _fail(self, error: CannotJudgeError, at: datetime) -> None:
        self._counts.cannot_judge += 1
        log(
            Event.CANNOT_JUDGE,
            partition=self.partition,
            rule=error.rule,
            patient=self._rulings.pseudonym(error.patient.patient_id),
            errors=kinds(error),
            trace=trace(error),
        )
        self._change(error.patient, error.revisions)
        self._notice(self._troubles.begin(error.patient.patient_id, error.rule, at, self._version))

    def _change(self, patient: Patient, revisions: Iterable[Alert]) -> None:
        patient_id = patient.patient_id
        if patient_id not in self._changed:
            self._bytes += len(self._records.get(patient_id, b"")) + _GROWTH
        self._changed[patient_id] = patient
        for alert in revisions:
            value = alert.to_json()
            self._turn.alerts.append((alert.alert_id.encode(), value))
            self._bytes += len(value)
            if not is_canary(patient_id):
                self._counts.revised[alert.rule, alert.change] += 1

    @property
    def _version(self) -> str:
        return self.in_force.policy_version if self.in_force else ""

    def _notice(self, trouble: tuple[KeyValue, KeyValue] | None) -> None:
        if trouble is not None:
            said, kept = trouble
            self._turn.operations.append(said)
            self._turn.ledger.append(kept)

    @property
    def _full(self) -> bool:
        return len(self._changed) >= MOST_PATIENTS or self._bytes >= MOST_BYTES

    def _close(self) -> Turn:
        """The turn that leads to the position, ready to be published."""
        turn, self._turn = self._turn, Turn()
        for patient_id, patient in self._changed.items():
            record = encode(patient)
            self._records[patient_id] = record
            self._hot[patient_id] = patient
            self.deadlines.arm(patient_id, patient.next_at)
            turn.ledger.append((patient_id.encode(), record))
        self._changed.clear()
        self._bytes = 0
        for patient_id in list(islice(self._hot, max(0, len(self._hot) - self._most_hot))):
            del self._hot[patient_id]
        standing = Standing(position=self.position, patients=len(self._records))
        turn.ledger.append((POSITION_KEY, encode_standing(standing)))
        turn.position = self.position
        return turn
