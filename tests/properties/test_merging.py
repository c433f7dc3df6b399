"""Merging commutes with every event: what is known under any number of a patient is judged, once, as one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.advance import Patient
from models.log import LogEvent
from models.policy import Policy
from streams.replay.ward import Ward
from tests.properties.histories import FACTS, shown
from tests.properties.merging import RECORDS, Course, courses

ONE_MERGE = st.just([("a", "b")])
CHAIN = st.permutations([("a", "b"), ("b", "c"), ("c", "d")])
RING = st.permutations([("b", "c"), ("c", "a"), ("a", "b")])


def run(course: Course, *more: LogEvent) -> dict[str, Patient]:
    failed: list[tuple[str, str]] = []
    ward = Ward(Policy(), b"", lambda *who: failed.append(who), overrides=False)
    for event in (*course.events, *more):
        ward.take(event)
    list(ward.run_to(course.end))
    assert failed == []
    return dict(ward.patients)


def check(course: Course) -> None:
    """The records that go on show what one patient would with all the events from the start; the others nothing."""
    patients = run(course)
    judged = course.judged()
    for record in RECORDS:
        found = shown(patients.get(record, Patient(record)))
        assert found == (shown(course.as_one(judged[record])) if record in judged else {}), record


@settings(max_examples=60)
@given(courses())
def test_any_merges_among_any_events(course: Course) -> None:
    check(course)


@settings(max_examples=10)
@pytest.mark.parametrize("kind", FACTS)
@given(data=st.data())
def test_a_merge_commutes_with_every_kind_of_event(kind: str, data: st.DataObject) -> None:
    check(data.draw(courses((kind, "therapy-started", "lab-result"), ONE_MERGE, most=6)))


@settings(max_examples=60)
@given(courses(merges=CHAIN))
def test_chains_in_any_order(course: Course) -> None:
    assert course.judged() == {"d": frozenset(RECORDS)}
    check(course)


@settings(max_examples=60)
@given(courses(merges=RING))
def test_a_ring_is_one_patient_under_the_smallest_id(course: Course) -> None:
    assert course.judged() == {"a": frozenset("abc"), "d": frozenset("d")}
    check(course)


@settings(max_examples=60)
@given(courses(), st.data())
def test_repeating_any_event_or_merge_changes_nothing(course: Course, data: st.DataObject) -> None:
    repeated = data.draw(st.lists(st.sampled_from(course.events), max_size=6))
    once, again = run(course), run(course, *repeated)
    assert {record: shown(patient) for record, patient in again.items()} == {
        record: shown(patient) for record, patient in once.items()
    }
