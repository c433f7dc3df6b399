"""What holds for any history: the invariants of facts, deadlines, differences and records."""

import random
from datetime import timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from alerts.advance import Patient, advance
from alerts.chart.revise import charted
from alerts.facts.bounds import RESULTS_OF_AN_ANALYTE, THINGS, VERSIONS
from alerts.record import decode, encode, next_at, recorded
from alerts.standing import open_at
from models.alerts import Alert, Change, Status
from models.log import ClinicalEvent
from tests.properties.histories import FACTS, JUDGE, PATIENT, YEAR, histories, later, learned, lived, said, shown

ACKNOWLEDGED = (*FACTS, "alert-acknowledged")


@given(histories(), st.randoms(use_true_random=False))
def test_any_order_and_any_repetition_gives_the_same_facts(history: list[ClinicalEvent], chance: random.Random) -> None:
    shuffled = history + chance.choices(history, k=len(history))
    chance.shuffle(shuffled)

    assert said(learned(shuffled)) == said(learned(history))
    assert learned(shuffled).void == learned(history).void


@given(histories(), st.randoms(use_true_random=False))
def test_any_order_gives_the_same_open_findings_at_the_same_instant(
    history: list[ClinicalEvent], chance: random.Random
) -> None:
    end = max(event.accepted_at for event in history) + timedelta(days=1)
    shuffled = chance.sample(history, k=len(history))

    assert shown(later(lived(shuffled)[0], end)[0]) == shown(later(lived(history)[0], end)[0])


@given(histories(), st.floats(min_value=0.01, max_value=0.99))
def test_between_two_instants_that_matter_nothing_changes(history: list[ClinicalEvent], part: float) -> None:
    patient, _ = lived(history)
    for _ in range(5):
        if patient.next_at is None or patient.clock is None:
            return
        between = patient.clock + (patient.next_at - patient.clock) * part
        if patient.clock < between < patient.next_at:
            patient, nothing = later(patient, between)
            assert nothing == []
        assert patient.next_at is not None
        patient, _ = later(patient, patient.next_at)


@given(histories(ACKNOWLEDGED))
def test_what_was_published_and_the_differences_give_what_holds(history: list[ClinicalEvent]) -> None:
    patient, revisions = lived(history)
    patient, more = later(patient, max(event.accepted_at for event in history) + YEAR)

    last = {alert.alert_id: alert for alert in [*revisions, *more]}
    still = {(alert.rule, alert.subject) for alert in last.values() if alert.status is not Status.RESOLVED}
    assert patient.view is not None
    assert patient.clock is not None
    standing = open_at(patient.view.live, patient.clock)
    assert still == {about for about, found in standing.holding.items() if not patient.published.covered(found[0])}


@given(histories(ACKNOWLEDGED))
def test_revisions_of_an_alert_count_up_from_opened_and_end_with_resolved(history: list[ClinicalEvent]) -> None:
    _, revisions = lived(history)

    by_id: dict[str, list[Alert]] = {}
    for alert in revisions:
        by_id.setdefault(alert.alert_id, []).append(alert)
    for course in by_id.values():
        assert [alert.revision for alert in course] == list(range(1, len(course) + 1))
        assert [alert.change is Change.OPENED for alert in course] == [True] + [False] * (len(course) - 1)
        assert all(alert.status is not Status.RESOLVED for alert in course[:-1])
        assert len({(alert.rule, alert.subject, alert.opened_at) for alert in course}) == 1


@given(histories(ACKNOWLEDGED))
def test_a_restart_after_each_event_changes_no_byte(history: list[ClinicalEvent]) -> None:
    _, live = lived(history)
    patient = Patient(PATIENT)
    restarted: list[Alert] = []
    for event in history:
        step = advance(decode(encode(patient)), event, JUDGE)
        patient = step.patient
        restarted.extend(step.revisions)
        assert next_at(encode(patient)) == patient.next_at

    assert [alert.to_json() for alert in restarted] == [alert.to_json() for alert in live]


@given(histories(ACKNOWLEDGED))
def test_what_is_kept_in_two_parts_comes_back_whole(history: list[ClinicalEvent]) -> None:
    patient, archive = Patient(PATIENT), b""
    for event in history:
        patient, record = recorded(advance(patient, event, JUDGE).patient)
        archive = archive if record.archive is None else record.archive
        kept = decode(record.latest, archive)
        assert said(kept.facts) == said(patient.facts)
        assert kept.facts.void == patient.facts.void
        said_now, said_before = (replace(each.published, opened_at=None, openings={}) for each in (kept, patient))
        assert said_now == said_before
        assert (kept.clock, kept.next_at) == (patient.clock, patient.next_at)
        patient = kept if len(said(kept.facts)) % 2 else patient


@given(histories())
def test_what_is_kept_up_to_date_is_what_would_be_worked_out_anew(history: list[ClinicalEvent]) -> None:
    patient, _ = lived(history)

    assert patient.view is not None
    anew = charted(patient.facts, JUDGE.policy)
    for part in anew.__struct_fields__:
        if part not in {"since", "open_since", "readings", "results"}:
            assert getattr(patient.view.chart, part) == getattr(anew, part), part
    assert {analyte: found for analyte, found in patient.view.chart.readings.items() if found} == {
        analyte: found for analyte, found in anew.readings.items() if found
    }


NAMES = ("result_id", "infusion_id", "preparation_id", "condition_id", "order_id")
MOST_THINGS = max(*THINGS.values(), RESULTS_OF_AN_ANALYTE)


@settings(max_examples=2)
@pytest.mark.parametrize("kind", FACTS)
@given(data=st.data())
def test_facts_are_bounded_whatever_arrives(kind: str, data: st.DataObject) -> None:
    one = data.draw(histories((kind,), most=1))[0]
    name = next((name for name in NAMES if hasattr(one, name)), None)

    many = [
        msgspec.structs.replace(
            one,
            event_id=f"e{number}",
            occurred_at=one.occurred_at + timedelta(minutes=number),
            **({} if name is None else {name: f"thing-{number}"}),
        )
        for number in range(MOST_THINGS + 20)
    ]

    kept = list(learned(many).events())
    assert len(kept) <= MOST_THINGS
    assert many[-1] in kept
    assert said(learned(many)) == said(learned(many[::-1]))


@settings(max_examples=5)
@given(histories(("infusion-rate-changed",), most=1))
def test_what_is_known_of_one_thing_is_bounded(history: list[ClinicalEvent]) -> None:
    one = history[0]
    many = [
        msgspec.structs.replace(one, event_id=f"e{number}", occurred_at=one.occurred_at + timedelta(minutes=number))
        for number in range(VERSIONS + 20)
    ]

    assert len(list(learned(many).events())) == VERSIONS
