"""Merges in the worker: partitions that work at their own pace, and die while they hand over, end as one patient."""

import random
from collections import Counter
from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.json import decode

from alerts.advance import Patient
from models.log import AlertAcknowledged, TimeReached
from models.log.lines import line_for
from streams.monitor.counts import Counts
from streams.replay.run import Replay, replay
from tests.properties.histories import shown
from tests.properties.installation import Installation
from tests.properties.merging import RECORDS, Course, courses
from tests.streams.monitor.lines import rulings

PARTITIONS = 4
UNHEARD = 0.7
ENDED_BY_A_PERSON = {
    "dose-mishandled",
    "expired-dilution-infused",
    "infused-while-held",
    "infusion-too-short",
    "observation-too-short",
    "prohibited-route",
    "reaction-late",
    "wrong-diluent",
    "wrong-diluent-volume",
    "wrong-dose",
}
CHAINS = st.permutations([("a", "c"), ("c", "d"), ("d", "b")])
RINGS = st.permutations([("c", "d"), ("d", "a"), ("a", "b"), ("b", "c")])


def lived(course: Course, chance: random.Random) -> Installation:
    """The installation after the course, worked on by fits and starts, and with every clock at its end."""
    here = Installation(PARTITIONS)
    for event in course.events:
        for each in (event, *acknowledgements(here, event.accepted_at, chance)):
            here.accept(each)
        for _ in range(chance.randrange(3)):
            here.work(chance.randrange(PARTITIONS), records=chance.randint(1, 3), dies=chance.random() < 0.2)
        if chance.random() < 0.2:
            here.die(chance.randrange(PARTITIONS))
    here.drain()
    for record in here.patients():
        here.accept(TimeReached(patient_id=record, due=course.end, accepted_at=course.end))
    here.drain()
    return here


def acknowledgements(here: Installation, at: datetime, chance: random.Random) -> list[AlertAcknowledged]:
    """Now and then somebody acknowledges an alert that was published, be it open or not."""
    if not here.alerts or chance.random() < UNHEARD:
        return []
    alert = decode(chance.choice(here.alerts))
    return [
        AlertAcknowledged(
            event_id=f"acknowledgement {len(here.alerts)}",
            patient_id=alert["patient_id"],
            occurred_at=at,
            accepted_at=at,
            alert_id=alert["alert_id"],
            by="dr-who",
            reason="seen",
        )
    ]


def check(course: Course, chance: random.Random) -> Installation:
    here = lived(course, chance)
    judged, patients = course.judged(), here.patients()
    for record in RECORDS:
        found = shown(patients.get(record, Patient(record)))
        wanted = shown(course.as_one(judged[record])) if record in judged else {}
        assert lasting(found) == lasting(wanted), record
    assert accounted_for(here.counts) == here.counts.lines
    again = replayed(here.lines(chance.sample(range(PARTITIONS), PARTITIONS)), course)
    assert again == Counter(here.alerts)
    return here


def accounted_for(counts: Counts) -> int:
    """The lines of which it is known what became of them."""
    return counts.outcomes.total() + counts.merges_ignored + counts.deadlines_of_nobody + counts.policies


def lasting(opened: dict[tuple[str, str], tuple[object, ...]]) -> dict[tuple[str, str], tuple[object, ...]]:
    """What is open and cannot be ended by an acknowledgement."""
    return {about: what for about, what in opened.items() if about[0] not in ENDED_BY_A_PERSON}


def replayed(lines: list[bytes], course: Course) -> Counter[bytes]:
    refused: list[object] = []
    what = Replay([("log", lines)], course.end, key=rulings().privacy_key)
    alerts = replay(what, refused.append, lambda *who: refused.append(who))
    assert refused == []
    return Counter(alert.to_json() for alert in alerts)


@settings(max_examples=60)
@given(courses(), st.randoms(use_true_random=False))
def test_any_merges_while_workers_die(course: Course, chance: random.Random) -> None:
    check(course, chance)


@settings(max_examples=30)
@given(courses(merges=CHAINS), st.randoms(use_true_random=False))
def test_a_worker_in_no_haste_says_what_a_replay_of_the_hospital_s_events_says(
    course: Course, chance: random.Random
) -> None:
    here = Installation(PARTITIONS)
    sent = []
    for event in course.events:
        for each in (event, *acknowledgements(here, event.accepted_at, chance)):
            here.accept(each)
            here.drain()
            sent.append(line_for(each, each.patient_id))
    for record in here.patients():
        here.accept(TimeReached(patient_id=record, due=course.end, accepted_at=course.end))
    here.drain()
    assert replayed(sent, course) == Counter(here.alerts)


@settings(max_examples=30)
@given(courses(merges=RINGS), st.randoms(use_true_random=False))
def test_a_ring_across_partitions_is_one_patient_and_is_said(course: Course, chance: random.Random) -> None:
    here = check(course, chance)
    said = [decode(each) for each in here.operations]
    assert {(each["rule"], each["patient_id"]) for each in said} == {("merge-ring", None)}
