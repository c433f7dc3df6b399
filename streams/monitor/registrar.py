"""Records of one partition that are merged into others: what they hand over, and who is judged instead."""

from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from alerts.advance import CannotJudgeError, Outcome, Patient
from alerts.judge import Judge
from alerts.merge import Handed, handed_over, inherit, note, supersede, wake
from models.log import ClinicalEvent, EventRetracted, HandedOver, PatientMerged, SetAside
from streams.monitor.counts import Counts
from streams.monitor.desk import Desk
from streams.monitor.merges import Merges, News, Said
from streams.monitor.operations import merge_retracted, ring_of_merges
from streams.monitor.position import MERGE_KEY


class Registrar:
    """Keeps the merges of a partition.

    Args:
        desk: with the patients of the partition.
        known: the merges of before.
        counts: where to count.
    """

    def __init__(self, desk: Desk, known: Mapping[tuple[str, str], Said], counts: Counts) -> None:
        self._desk = desk
        self._merges = Merges(known)
        self._counts = counts
        self._receiving: set[str] = set()

    def is_asleep(self, patient_id: str) -> bool:
        """Whether another record goes on for this one, which is not judged any more."""
        return self._merges.is_asleep(patient_id)

    def merge(self, event: PatientMerged, judge: Judge) -> None:
        """Ends the alerts of records that are merged now, and hands over what is known of them, maybe to elsewhere."""
        news = self._merges.add(event)
        if news is None:
            self._counts.merges_ignored += 1
            return
        self._counts.outcomes[Outcome.MERGED] += 1
        key = b"\x00".join((event.prior_patient_id.encode(), event.patient_id.encode()))
        self._desk.keep(MERGE_KEY + key, msgspec.json.encode(news.said))
        for patient_id in news.asleep:
            if (record := self._mine(patient_id)) is not None:
                self._desk.put(supersede(record, event.accepted_at, judge), event.accepted_at)
        for patient_id in news.awake:
            if (record := self._mine(patient_id)) is not None:
                self._wake(record, event, judge)
        for patient_id, to in news.handings:
            if (record := self._mine(patient_id)) is not None:
                self._desk.hand_over(handed_over(record, event.accepted_at), to)
                self._desk.end_handing(to)
        for patient_id, to, merge in news.forwards:
            if self._desk.is_mine(patient_id):
                self._desk.tell(replace(merge, accepted_at=max(merge.accepted_at, event.accepted_at)), to)
        self._say(news, event)

    def note(self, event: Handed, *, more: bool = False) -> None:
        """Notes what comes under a record that was merged, and passes on what is new.

        Args:
            event: what comes.
            more: whether it was handed over with more that follows; that is handed on together too.
        """
        together = more or event.patient_id in self._receiving
        (self._receiving.add if more else self._receiving.discard)(event.patient_id)
        is_new = self._noted(event)
        for to in self._merges.survivors(event.patient_id):
            if is_new and together:
                self._desk.hand_over([event], to)
            elif is_new:
                self._desk.pass_on(event, to)
            if not more:
                self._desk.end_handing(to)

    def inherit(self, handed: HandedOver | SetAside, judge: Judge) -> None:
        """Takes in what another record hands over."""
        more = isinstance(handed, HandedOver)
        event: Handed = handed.event if isinstance(handed, HandedOver) else handed
        if self.is_asleep(event.patient_id):
            self.note(event, more=more)
            return
        record = self._desk.known(event.patient_id) or Patient(event.patient_id)
        try:
            step = inherit(record, event, judge, more=more)
        except CannotJudgeError as error:
            self._desk.fail(error, event.accepted_at)
        else:
            self._desk.take(step, event.accepted_at)

    def see(self, event: EventRetracted, record: Patient) -> None:
        """Says so where a merge is taken back, before the record knows of it: it cannot be undone."""
        if self._merges.came_of((event.source, event.retracts)) and record.facts.find(event.key) is None:
            self._say_retracted(event)

    def _noted(self, event: Handed) -> bool:
        """Notes what comes under a record that was merged, and says whether it is new."""
        record = self._desk.known(event.patient_id) or Patient(event.patient_id)
        if isinstance(event, EventRetracted):
            self.see(event, record)
        record, is_new = note(record, event)
        self._desk.change(record)
        self._counts.outcomes[Outcome.MERGED if is_new else Outcome.REPEATED] += 1
        return is_new

    def _mine(self, patient_id: str) -> Patient | None:
        return self._desk.known(patient_id) if self._desk.is_mine(patient_id) else None

    def _wake(self, record: Patient, event: PatientMerged, judge: Judge) -> None:
        try:
            step = wake(record, event.accepted_at, judge)
        except CannotJudgeError as error:
            self._desk.fail(error, event.accepted_at)
        else:
            self._desk.put(step, event.accepted_at)

    def _say(self, news: News, event: PatientMerged) -> None:
        if news.ring and self._desk.is_mine(news.ring[0]):
            who = self._desk.pseudonym(news.ring[0])
            self._desk.say(ring_of_merges(who, len(news.ring), event.accepted_at, self._desk.policy_version))
        survivor = self._mine(event.patient_id)
        if news.corrects or (survivor is not None and event.key in survivor.facts.void):
            self._say_retracted(event)

    def _say_retracted(self, event: ClinicalEvent) -> None:
        if self._desk.is_mine(event.patient_id):
            who = self._desk.pseudonym(event.patient_id)
            self._desk.say(merge_retracted(who, event.accepted_at, self._desk.policy_version))
