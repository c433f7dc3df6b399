"""What is told of a record that was merged: where the patient goes on."""

from streams.explain.page import page_of
from streams.explain.rates import cohort_of
from streams.explain.story import Story, story_of
from streams.replay.run import Replay
from tests.streams.monitor.lines import alt, dose, merge

LINES = [alt("old", "e1", 200), merge("new", "old", "m", 1), alt("old", "e2", 400, 2)]


def told_of(patient_id: str) -> Story:
    story = story_of(patient_id, Replay([("events", LINES)]), lambda _: None, lambda *_: None)
    assert story is not None
    return story


def test_the_record_that_was_merged_says_where_the_patient_goes_on_and_finds_nothing() -> None:
    story = told_of("old")
    assert [moment.text for moment in story.moments() if moment.text.startswith("merged")] == [
        "merged: patient new goes on"
    ]
    assert story.findings == ()
    page = page_of(story)
    assert "look under patient new" in page
    assert "Therapy on hold" not in page


def test_the_one_that_goes_on_tells_all() -> None:
    story = told_of("new")
    assert story.goes_on_as == ()
    assert [event.event_id for event in story.patient.facts.events()] == ["e1", "e2"]
    assert "Therapy on hold" in page_of(story)


def test_a_patient_with_two_records_is_counted_once() -> None:
    lines = [dose("old", "d", -1), *LINES]
    assert cohort_of(Replay([("events", lines)]), lambda _: None, lambda *_: None).patients == 1
