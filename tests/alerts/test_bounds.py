"""What goes first when there is too much: what no rule asks for, what is over, then the oldest."""

from alerts.facts.entities import Kind
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
