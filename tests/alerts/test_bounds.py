"""What goes first when there is too much: what no rule asks for, what is over, then the oldest."""

from alerts.facts.entities import Kind, entity_of
from alerts.facts.facts import Facts
from alerts.facts.learn import learn
from tests.alerts.labs import lab
from tests.alerts.story import Told, event_of, on

HOURS = [divmod(minute, 60) for minute in range(201)]


def kept(*story: Told) -> set[str]:
    """The names of the results, conditions and orders that are kept of a story."""
    facts = Facts()
    for number, told in enumerate(story, start=1):
        facts = learn(facts, event_of(told, number)).facts
    return {name for kind in (Kind.RESULT, Kind.CONDITION, Kind.ORDER) for name in facts.of(kind)}


def test_of_too_many_results_of_an_analyte_the_oldest_goes_and_none_of_another() -> None:
    older = lab("2025-12-01", "ast", "30", result_id="ast")
    many = [lab(f"{hour:02}:{minute:02}", "alt", "30", result_id=f"{hour}:{minute}") for hour, minute in HOURS]
    left = kept(older, *many[::-1])
    assert len(left) == 201
    assert "ast" in left
    assert "0:0" not in left


def test_of_too_many_conditions_one_that_is_over_goes_before_an_older_one_that_goes_on() -> None:
    many = [
        on(f"{hour:02}:{minute:02}", "condition-started", condition_id=f"{hour}:{minute}") for hour, minute in HOURS
    ]
    over = on("23:00", "condition-resolved", condition_id="2:30")
    left = kept(*many[:-1], over, many[-1])
    assert len(left) == 200
    assert "0:0" in left
    assert "2:30" not in left


def test_of_too_many_conditions_those_of_no_rule_go_before_one_that_is_over() -> None:
    others = [
        on(f"{hour:02}:{minute:02}", "condition-started", condition_id=f"{hour}:{minute}", kind="other")
        for hour, minute in HOURS
    ]
    left = kept(on("00:00", "condition-started"), on("00:01", "condition-resolved"), *others)
    assert len(left) == 200
    assert "condition" in left


def test_of_too_many_orders_those_of_drugs_on_no_list_go_first() -> None:
    others = [
        on(f"{hour:02}:{minute:02}", "medication-started", order_id=f"{hour}:{minute}", name="paracetamol")
        for hour, minute in HOURS
    ]
    left = kept(on("00:00", "medication-started", name="Azathioprine 50 mg"), *others)
    assert len(left) == 200
    assert "order" in left


def born(at: str) -> Told:
    return on(at, "demographics", birth_date="1980-01-01")


def test_what_goes_and_what_came_are_both_told_and_all_else_stays_as_it_was() -> None:
    facts, events = Facts(), [event_of(born(f"09:{minute:02}"), minute) for minute in range(11)]
    taken_back = event_of(on("10:00", "event-retracted", retracts="e5"), 100)
    for event in [*events[:-1], taken_back]:
        facts = learn(facts, event).facts
    learned = learn(facts, events[-1])
    assert learned.dropped == 1
    assert learned.touched == {entity_of(events[0]), entity_of(events[-1])}
    assert set(learned.facts.events()) == {*events[1:], taken_back}
    assert learned.facts.count == len(events)
    assert learned.facts.void == {events[5].key}
    again = learn(learned.facts, events[-1])
    assert (again.facts, again.touched) == (learned.facts, frozenset())


def test_a_retraction_that_was_something_else_after_all_takes_nothing_back() -> None:
    taken_back = on("09:00", "event-retracted", retracts="e1", event_id="e2")
    after_all = on("09:00", "relapse-reported", event_id="e2", recorded_at="10:00")
    facts = learn(learn(Facts(), event_of(born("08:00"), 1)).facts, event_of(taken_back)).facts
    assert facts.void == {event_of(born("08:00"), 1).key}
    learned = learn(facts, event_of(after_all))
    assert not learned.facts.void
    assert entity_of(event_of(born("08:00"), 1)) in learned.touched
