"""Histories of several records, some of which turn out to be one patient."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import product
from typing import Final, NamedTuple

import msgspec
from hypothesis import strategies as st

from alerts.advance import Patient
from models.events import line
from models.log import ClinicalEvent, PatientMerged, decode_line
from tests.properties.histories import FACTS, clinical, later, lived
from tests.strategies.events import events

RECORDS: Final = ("a", "b", "c", "d")
ALL: Final = "all records of one patient"
ANY_MERGES: Final = st.lists(
    st.sampled_from([(prior, survivor) for prior, survivor in product(RECORDS, RECORDS) if prior != survivor]),
    max_size=5,
)


class Course(NamedTuple):
    """Events and merges in the order in which they are accepted, and an instant after all of them."""

    events: tuple[ClinicalEvent, ...]
    end: datetime

    @property
    def merges(self) -> list[tuple[str, str]]:
        """From which record to which."""
        return [(each.prior_patient_id, each.patient_id) for each in self.events if isinstance(each, PatientMerged)]

    def reaching(self, record: str) -> frozenset[str]:
        """The record, and all that were merged into it, directly or not."""
        reached = {record}
        while more := {prior for prior, survivor in self.merges if survivor in reached} - reached:
            reached |= more
        return frozenset(reached)

    def judged(self) -> dict[str, frozenset[str]]:
        """The records that go on, each with all that it stands for."""
        ring = {one: {other for other in RECORDS if self._one(one, other)} for one in RECORDS}
        left = {prior for prior, survivor in self.merges if survivor not in ring[prior]}
        return {one: self.reaching(one) for one in RECORDS if one == min(ring[one]) and not ring[one] & left}

    def _one(self, one: str, other: str) -> bool:
        return one in self.reaching(other) and other in self.reaching(one)

    def of(self, records: Iterable[str]) -> list[ClinicalEvent]:
        """The events of these records, as those of one patient from the start."""
        return [
            msgspec.structs.replace(each, patient_id=ALL)
            for each in self.events
            if not isinstance(each, PatientMerged) and each.patient_id in records
        ]

    def as_one(self, records: Iterable[str]) -> Patient:
        """What a patient is at the end who had all the events from the start."""
        return later(lived(self.of(records), Patient(ALL))[0], self.end)[0]


@st.composite
def courses(
    draw: st.DrawFn,
    types: Sequence[str] = FACTS,
    merges: st.SearchStrategy[list[tuple[str, str]]] = ANY_MERGES,
    most: int = 16,
) -> Course:
    """Events of some records, most accepted soon, and merges at any place among them."""
    drawn = draw(st.lists(events(types, RECORDS), min_size=1, max_size=most))
    late = draw(st.lists(st.sampled_from((0, 0, 1, 60, 1500)), min_size=len(drawn), max_size=len(drawn)))
    accepted = sorted(
        ((event.occurred_at + timedelta(hours=hours), event) for event, hours in zip(drawn, late, strict=True)),
        key=lambda each: each[0],
    )
    course = [clinical(decode_line(line(event, at))) for at, event in accepted]
    for number, pair in enumerate(draw(merges)):
        place = draw(st.integers(0, len(course)))
        at = course[min(place, len(course) - 1)].accepted_at
        course.insert(place, merge(*pair, f"merge {number}", at))
    return Course(tuple(course), max(event.accepted_at for event in course) + timedelta(days=1))


def merge(prior: str, survivor: str, event_id: str, at: datetime) -> PatientMerged:
    return PatientMerged(
        event_id=event_id, patient_id=survivor, prior_patient_id=prior, occurred_at=at, accepted_at=at, source="adt"
    )
