"""All patients of a replay, each under the policy of its partition."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

from alerts.advance import CannotJudgeError, Patient, Step, advance, change_policy, run_to
from alerts.judge import Judge
from alerts.merge import Handed, handed_over, handed_to, inherit, note, supersede, wake
from models.alerts import Alert
from models.log import ClinicalEvent, HandedOver, LogEvent, PatientMerged, PolicyChanged, SetAside, TimeReached
from models.policy import Policy, PolicyError
from streams.monitor.merges import Merges
from streams.topics.partitions import partition_of

Complaint = Callable[[str, str], None]
"""Told the rule that raised, and the patient on whom."""


class Ward:
    """Patients by id. What the monitor does for each partition, this does for all of them at once.

    The log has what merged records hand over and pass on as lines of their own. Among events that never were in a log
    it happens here, at once, also where policies change among them: a log begins with a worker's policy.

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
        self._merges: defaultdict[int, Merges] = defaultdict(lambda: Merges({}))
        self._partitions = 0
        self._is_log: bool | None = None
        self._here = 0
        self._overrides = overrides
        self._complain = complain

    @property
    def patients(self) -> Mapping[str, Patient]:
        """All patients that are known, by id."""
        return self._patients

    def is_merged(self, patient_id: str) -> bool:
        """Whether another record goes on for this one."""
        return self._merges_of(patient_id).is_asleep(patient_id)

    def goes_on_as(self, patient_id: str) -> tuple[str, ...]:
        """The records into which this one was merged, if it is not judged itself any more."""
        merges = self._merges_of(patient_id)
        return merges.survivors(patient_id) if merges.is_asleep(patient_id) else ()

    def take(self, event: LogEvent) -> Iterable[Alert]:
        """Take one line in, and give the revisions that it brings about."""
        if self._is_log is None:
            self._is_log = _begins_a_log(event)
        if isinstance(event, PolicyChanged):
            return list(self._under_new_policy(event))
        if isinstance(event, PatientMerged):
            return list(self._merge(event))
        self._here = self._home(event.patient_id)
        if isinstance(event, HandedOver):
            return self._inherit(event.event, more=True)
        if isinstance(event, SetAside):
            return self._inherit(event, more=False)
        return list(self._learn(event))

    def run_to(self, until: datetime) -> Iterator[Alert]:
        """Let every patient's clock run on, deadlines at that instant included."""
        for patient_id in list(self._patients):
            if not self.is_merged(patient_id):
                yield from self._run(patient_id, until)

    def _run(self, patient_id: str, until: datetime) -> tuple[Alert, ...]:
        patient = self._patients[patient_id]
        return self._keep(patient_id, lambda: run_to(patient, until, self.judge_of(patient_id)))

    def _under_new_policy(self, event: PolicyChanged) -> Iterator[Alert]:
        self._partitions, self._here = event.partitions, event.partition
        if self._overrides:
            return
        judge = Judge(Policy.from_values(event.policy), self._judge.key)
        for patient_id in list(self._patients):
            if self._home(patient_id) == event.partition and not self.is_merged(patient_id):
                yield from self._change(patient_id, event, judge)
        self._by_partition[event.partition] = judge

    def _change(self, patient_id: str, event: PolicyChanged, judge: Judge) -> tuple[Alert, ...]:
        patient = self._patients[patient_id]
        return self._keep(patient_id, lambda: change_policy(patient, event, self.judge_of(patient_id), judge))

    def _learn(self, event: ClinicalEvent | TimeReached) -> Iterator[Alert]:
        """What comes of an event under the record that goes on, whichever it came under."""
        ahead = deque([event])
        while ahead:
            each = ahead.popleft()
            patient = self._known(each.patient_id)
            if not self.is_merged(each.patient_id):
                yield from self._advance(patient, each)
            elif not isinstance(each, TimeReached):
                ahead.extend(handed_to(each, to) for to in self._noted(patient, each))

    def _advance(self, patient: Patient, event: ClinicalEvent | TimeReached) -> tuple[Alert, ...]:
        return self._keep(patient.patient_id, lambda: advance(patient, event, self.judge_of(patient.patient_id)))

    def _merge(self, event: PatientMerged) -> Iterator[Alert]:
        # The line of a merge stands in the partitions of both patients; those around it say which one this is.
        here = self._here if event.partition is None else event.partition
        self._is_log = self._is_log or (event.partition is not None and self._partitions > 0)
        news = self._merges[here if self._is_log else 0].add(event)
        if news is None:
            return
        for how, records in ((supersede, news.asleep), (wake, news.awake)):
            for patient_id in records:
                if patient_id in self._patients and (not self._is_log or self._home(patient_id) == here):
                    yield from self._merged(patient_id, event.accepted_at, how)
        for patient_id, to in () if self._is_log else news.handings:
            if patient_id in self._patients:
                yield from self._hand(handed_over(self._patients[patient_id], event.accepted_at), to)

    def _merged(
        self, patient_id: str, at: datetime, how: Callable[[Patient, datetime, Judge], Step]
    ) -> Iterable[Alert]:
        patient = self._patients[patient_id]
        return self._keep(patient_id, lambda: how(patient, at, self.judge_of(patient_id)))

    def _hand(self, handed: list[Handed], to: str) -> Iterator[Alert]:
        """What comes of what is handed over, under the record that goes on at the end."""
        ahead = deque([(handed, to)])
        while ahead:
            handed, to = ahead.popleft()
            if not self.is_merged(to):
                for number, each in enumerate(handed, start=1):
                    yield from self._inherit(handed_to(each, to), more=number < len(handed))
                continue
            new: dict[str, list[Handed]] = defaultdict(list)
            for each in handed:
                for survivor in self._noted(self._known(to), handed_to(each, to)):
                    new[survivor].append(each)
            ahead.extend((several, survivor) for survivor, several in new.items())

    def _inherit(self, event: Handed, *, more: bool) -> tuple[Alert, ...]:
        patient = self._known(event.patient_id)
        if self.is_merged(event.patient_id):
            self._noted(patient, event)
            return ()
        if not more and not isinstance(event, SetAside):
            return self._advance(patient, event)
        return self._keep(
            patient.patient_id, lambda: inherit(patient, event, self.judge_of(patient.patient_id), more=more)
        )

    def _noted(self, record: Patient, event: Handed) -> tuple[str, ...]:
        """Note what comes under a record that was merged, and give to whom it is passed on here."""
        self._patients[record.patient_id], is_new = note(record, event)
        survivors = self._merges_of(record.patient_id).survivors(record.patient_id)
        return survivors if is_new and not self._is_log else ()

    def _known(self, patient_id: str) -> Patient:
        return self._patients.get(patient_id) or Patient(patient_id)

    def _merges_of(self, patient_id: str) -> Merges:
        return self._merges[self._home(patient_id) if self._is_log else 0]

    def _home(self, patient_id: str) -> int:
        return partition_of(patient_id, self._partitions) if self._partitions else 0

    def judge_of(self, patient_id: str) -> Judge:
        """The rules under the policy that is in force for this patient."""
        return self._by_partition.get(self._home(patient_id), self._judge)

    def _keep(self, patient_id: str, step: Callable[[], Step]) -> tuple[Alert, ...]:
        try:
            patient, revisions, *_ = step()
        except CannotJudgeError as error:
            self._complain(error.rule, patient_id)
            patient, revisions = error.patient, error.revisions
        self._patients[patient_id] = patient
        return revisions


def _begins_a_log(event: LogEvent) -> bool:
    """Whether a worker wrote it as the first line of a partition: then it has the version that its policy has."""
    if not isinstance(event, PolicyChanged):
        return False
    try:
        return Policy.from_values(event.policy).version == event.policy_version
    except PolicyError:
        return False
