"""All patients of a replay, each under the policy of its partition."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

import msgspec

from alerts.advance import CannotJudgeError, Patient, Step, advance, change_policy, run_to
from alerts.judge import Judge
from alerts.merge import handed_over, inherit, supersede
from models.alerts import Alert
from models.log import ClinicalEvent, LogEvent, PatientMerged, PolicyChanged, TimeReached
from models.policy import Policy
from streams.monitor.merges import Merges
from streams.topics.partitions import partition_of

Complaint = Callable[[str, str], None]
"""Told the rule that raised, and the patient on whom."""


class Ward:
    """Patients by id. What the monitor does for each partition, this does for all of them at once.

    Args:
        policy: The policy in force from the beginning.
        key: The secret that makes alert ids unreadable.
        overrides: Whether `policy` stays in force whatever `policy-changed` lines say.
        complain: Told when a rule raises; that patient's alerts stay as they are.
    """

    def __init__(self, policy: Policy, key: bytes, complain: Complaint, *, overrides: bool) -> None:
        self._patients: dict[str, Patient] = {}
        self._judge = Judge(policy, key)
        self._by_partition: dict[int, Judge] = {}
        self._merges = Merges({})
        self._partitions = 0
        self._overrides = overrides
        self._complain = complain

    @property
    def patients(self) -> Mapping[str, Patient]:
        """All patients that are known, by id."""
        return self._patients

    def take(self, event: LogEvent) -> tuple[Alert, ...]:
        """Take one line in, and give the revisions that it brings about."""
        if isinstance(event, PolicyChanged):
            return () if self._overrides else tuple(self._under_new_policy(event))
        if isinstance(event, PatientMerged):
            return tuple(self._merge(event))
        if (survivor := self._merges.into(event.patient_id)) is not None:
            return self._pass_on(event, survivor)
        patient = self._patients.get(event.patient_id, Patient(event.patient_id))
        return self._keep(event.patient_id, lambda: advance(patient, event, self.judge_of(event.patient_id)))

    def run_to(self, until: datetime) -> Iterator[Alert]:
        """Let every patient's clock run on, deadlines at that instant included."""
        for patient_id in list(self._patients):
            yield from self._run(patient_id, until)

    def _run(self, patient_id: str, until: datetime) -> tuple[Alert, ...]:
        patient = self._patients[patient_id]
        return self._keep(patient_id, lambda: run_to(patient, until, self.judge_of(patient_id)))

    def _under_new_policy(self, event: PolicyChanged) -> Iterator[Alert]:
        self._partitions = event.partitions
        judge = Judge(Policy.from_values(event.policy), self._judge.key)
        for patient_id in list(self._patients):
            mine = partition_of(patient_id, event.partitions) == event.partition
            if mine and self._merges.into(patient_id) is None:
                yield from self._change(patient_id, event, judge)
        self._by_partition[event.partition] = judge

    def _merge(self, event: PatientMerged) -> Iterator[Alert]:
        """What a merge brings about; the log has what is handed over as lines of its own."""
        prior_id, survivor = event.prior_patient_id, event.patient_id
        if self._merges.add(event) is None or prior_id not in self._patients:
            return
        prior = self._patients[prior_id]
        yield from self._keep(prior_id, lambda: supersede(prior, event, self.judge_of(prior_id)))
        if not self._partitions:
            yield from self._inherit(self._last(survivor), handed_over(prior.facts, event.accepted_at), event)

    def _inherit(self, survivor: str, handed: list[ClinicalEvent], event: PatientMerged) -> tuple[Alert, ...]:
        patient = self._patients.get(survivor, Patient(survivor))
        return self._keep(survivor, lambda: inherit(patient, handed, event, self.judge_of(survivor)))

    def _last(self, survivor: str) -> str:
        """The record that goes on at the end of a chain of merges."""
        while (further := self._merges.into(survivor)) is not None:
            survivor = further
        return survivor

    def _pass_on(self, event: ClinicalEvent | TimeReached, survivor: str) -> tuple[Alert, ...]:
        if self._partitions or isinstance(event, TimeReached):
            return ()
        return self.take(msgspec.structs.replace(event, patient_id=survivor))

    def _change(self, patient_id: str, event: PolicyChanged, judge: Judge) -> tuple[Alert, ...]:
        patient = self._patients[patient_id]
        return self._keep(patient_id, lambda: change_policy(patient, event, self.judge_of(patient_id), judge))

    def judge_of(self, patient_id: str) -> Judge:
        """The rules under the policy that is in force for this patient."""
        if not self._partitions:
            return self._judge
        return self._by_partition.get(partition_of(patient_id, self._partitions), self._judge)

    def _keep(self, patient_id: str, step: Callable[[], Step]) -> tuple[Alert, ...]:
        try:
            patient, revisions, *_ = step()
        except CannotJudgeError as error:
            self._complain(error.rule, patient_id)
            patient, revisions = error.patient, error.revisions
        self._patients[patient_id] = patient
        return revisions
