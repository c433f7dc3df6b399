from datetime import UTC, datetime, timedelta

from models.alerts import Alert
from streams.operations.alerts import opened
from streams.operations.catalogue import Operations
from streams.vigil.standing import Found, Standing

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LAG, PATH = Operations.CONSUMER_LAG.value, Operations.PATH_SILENT.value


def publish(standing: Standing, *found: Found, minute: int = 0) -> list[tuple[str, str, int]]:
    """What is published of what was found, as rule, change and revision."""
    owed = standing.owed(found, NOON + timedelta(minutes=minute))
    for alert in owed:
        standing.take(alert)
    return [(alert.rule, alert.change, alert.revision) for alert in owed]


def test_what_is_wrong_is_said_once_and_taken_back_once() -> None:
    standing, wrong, right = (
        Standing(),
        Found(LAG, "intake/lab-results", "They wait."),
        Found(LAG, "intake/lab-results"),
    )
    assert publish(standing, right) == []
    assert publish(standing, wrong, minute=1) == [("consumer-lag", "opened", 1)]
    assert publish(standing, wrong, minute=2) == []
    assert publish(standing, right, minute=3) == [("consumer-lag", "resolved", 2)]
    assert publish(standing, right, minute=4) == []


def test_what_nobody_knows_yet_stays_as_it_is() -> None:
    standing = Standing()
    publish(standing, Found(PATH, "monitor", "Silent."))
    assert publish(standing, Found(PATH, "intake")) == []


def test_whoever_keeps_the_vigil_next_goes_on_with_the_same_alert() -> None:
    old, new = Standing(), Standing()
    (alert,) = old.owed([Found(LAG, "pager/alerts", "They wait.")], NOON)
    new.take(alert)
    assert publish(new, Found(LAG, "pager/alerts", "They still wait."), minute=1) == []
    (over,) = new.owed([Found(LAG, "pager/alerts")], NOON + timedelta(minutes=2))
    assert (over.alert_id, over.revision, over.reason) == (alert.alert_id, 2, "cleared")
    assert (over.opened_at, over.changed_at) == (NOON, NOON + timedelta(minutes=2))


def test_what_others_say_on_operations_is_not_taken_back_here() -> None:
    standing = Standing()
    refused: Alert = opened(Operations.PAGE_REFUSED.value, "pagerduty", "It takes no pages.", NOON)
    standing.take(refused)
    assert publish(standing, Found(Operations.PAGE_REFUSED.value, "pagerduty")) == []


def test_an_alert_that_could_not_be_published_is_owed_again_and_once() -> None:
    standing, wrong = Standing(), Found(LAG, "monitor/patient-events", "They wait.")
    assert len(standing.owed([wrong], NOON)) == len(standing.owed([wrong], NOON)) == 1
