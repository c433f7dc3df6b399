"""Which records were merged into which, and under which of them a patient is judged."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from models.log import PatientMerged

Said: TypeAlias = tuple[PatientMerged, ...]
"""The events that said the same merge, the first of them first."""

MOST_SAID = 8
"""How many of them are kept."""


@dataclass(frozen=True, slots=True)
class News:
    """What a merge changes.

    Attributes:
        said: the events that said it, this one included.
        asleep: records that are no longer judged, since others go on.
        awake: records that are judged again.
        handings: what is handed over now: from which record, to which.
        forwards: merges that the partition of a record has to know of now, since a ring may close there.
        ring: the records of a ring that it closes, sorted.
        corrects: the same event said another merge before.
    """

    said: Said
    asleep: tuple[str, ...] = ()
    awake: tuple[str, ...] = ()
    handings: tuple[tuple[str, str], ...] = ()
    forwards: tuple[tuple[str, str, PatientMerged], ...] = ()
    ring: tuple[str, ...] = ()
    corrects: bool = False


class Merges:
    """The merges that are known, and what follows from them.

    What is known of a prior record counts for its survivor, and so on along all merges, in whatever order they come. A
    record is judged if nothing goes on after it. Records that are merged in a ring are one patient, judged under the
    smallest id, unless a merge leads out of the ring. To see a ring, whoever keeps a record must know the merges of all
    records before it: so these are forwarded, from record to record.

    Args:
        known: those of before, by prior record and survivor.
    """

    def __init__(self, known: Mapping[tuple[str, str], Said]) -> None:
        self._said: dict[tuple[str, str], Said] = {}
        self._after: defaultdict[str, list[str]] = defaultdict(list)
        self._before: defaultdict[str, list[str]] = defaultdict(list)
        self._by_event: defaultdict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
        for (prior, survivor), said in known.items():
            self._keep(prior, survivor, said)
        self._asleep = {prior for prior in self._after if not self._leads(prior)}

    def is_asleep(self, patient_id: str) -> bool:
        """Whether another record goes on for this one."""
        return patient_id in self._asleep

    def survivors(self, patient_id: str) -> tuple[str, ...]:
        """The records into which this one was merged."""
        return tuple(self._after.get(patient_id, ()))

    def came_of(self, event: tuple[str, str]) -> bool:
        """Whether an event with this key said a merge."""
        return event in self._by_event

    def add(self, event: PatientMerged) -> News | None:
        """Notes a merge, and says what it changes; None where the same event said the same before."""
        prior, survivor = event.prior_patient_id, event.patient_id
        said = self._said.get((prior, survivor), ())
        if any(each.key == event.key for each in said):
            return None
        corrects = event.key in self._by_event
        if said:
            said = (*said, event)[:MOST_SAID]
            self._keep(prior, survivor, said)
            return News(said, corrects=corrects)
        ring_before = self._ring(prior)
        self._keep(prior, survivor, (event,))
        ring = self._ring(prior)
        slept = {record for record in ring if record in self._asleep}
        self._asleep -= ring
        self._asleep |= {record for record in ring if not self._leads(record)}
        asleep = sorted(record for record in ring & self._asleep if record not in slept)
        handings = [(record, to) for record in asleep for to in self.survivors(record)]
        if prior in slept & self._asleep:
            handings.append((prior, survivor))
        return News(
            said=(event,),
            asleep=tuple(asleep),
            awake=tuple(sorted(slept - self._asleep)),
            handings=tuple(handings),
            forwards=tuple(self._forwards(event)),
            ring=tuple(sorted(ring)) if len(ring) > len(ring_before) else (),
            corrects=corrects,
        )

    def _keep(self, prior: str, survivor: str, said: Said) -> None:
        if (prior, survivor) not in self._said:
            self._after[prior].append(survivor)
            self._before[survivor].append(prior)
        self._said[prior, survivor] = said
        for event in said:
            self._by_event[event.key].add((prior, survivor))

    def _leads(self, record: str) -> bool:
        ring = self._ring(record)
        return record == min(ring) and all(to in ring for each in ring for to in self.survivors(each))

    def _ring(self, record: str) -> set[str]:
        """The record, and all from which and to which merges lead."""
        return {record} | (_reached(record, self._after) & _reached(record, self._before))

    def _forwards(self, event: PatientMerged) -> Iterator[tuple[str, str, PatientMerged]]:
        """All merges of the prior record and those before it, for whoever comes after it: from whom, to whom, which."""
        prior = event.prior_patient_id
        upstream = {prior} | _reached(prior, self._before)
        told = [self._said[record, to][0] for record in sorted(upstream) for to in self.survivors(record)]
        for record in sorted({prior} | _reached(prior, self._after)):
            for to in self.survivors(record):
                yield from ((record, to, merge) for merge in told)


def _reached(start: str, along: Mapping[str, list[str]]) -> set[str]:
    """Where one comes to from a record, in one step or more."""
    reached: set[str] = set()
    ahead = list(along.get(start, ()))
    while ahead:
        record = ahead.pop()
        if record not in reached:
            reached.add(record)
            ahead.extend(along.get(record, ()))
    return reached
