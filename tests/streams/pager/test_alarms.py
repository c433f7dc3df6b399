from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from models.alerts import Alert, Status
from models.findings import Severity
from streams.pager.alarms import PageAlarms
from streams.pager.retries import Reason
from tests.streams.pager.fakes import MakeAlert

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def published() -> list[Alert]:
    return []


@pytest.fixture
def start(published: list[Alert]) -> Callable[[], PageAlarms]:
    async def publish(alert: Alert) -> bool:
        published.append(alert)
        return True

    return lambda: PageAlarms("pagerduty", publish, lambda: NOW)


@pytest.fixture
def page_alarms(start: Callable[[], PageAlarms]) -> PageAlarms:
    return start()


async def test_an_alarm_is_raised_once_and_ends_when_something_is_accepted(
    page_alarms: PageAlarms, published: list[Alert]
) -> None:
    await page_alarms.failing(Reason.NOT_LET_IN)
    await page_alarms.failing(Reason.NOT_LET_IN)
    await page_alarms.accepted("a9")
    await page_alarms.accepted("a9")
    assert [(one.revision, one.status, one.severity, one.subject) for one in published] == [
        (1, Status.FIRING, Severity.CRITICAL, "pagerduty"),
        (2, Status.RESOLVED, Severity.CRITICAL, "pagerduty"),
    ]
    assert len({one.alert_id for one in published}) == 1


async def test_a_refused_page_is_an_alarm_about_that_alert_until_it_is_accepted(
    page_alarms: PageAlarms, published: list[Alert], alert: MakeAlert
) -> None:
    await page_alarms.refused(alert(), Reason.REFUSED)
    await page_alarms.accepted("another")
    await page_alarms.accepted("a1")
    assert [(one.subject, one.status) for one in published] == [("a1", Status.FIRING), ("a1", Status.RESOLVED)]
    assert all("MRN-4711" not in one.to_json().decode() for one in published)


async def test_the_alarm_does_not_feed_itself(page_alarms: PageAlarms, published: list[Alert]) -> None:
    await page_alarms.failing(Reason.REFUSED)
    await page_alarms.refused(published[0], Reason.REFUSED)
    assert len(published) == 1


async def test_after_a_restart_an_alarm_that_is_still_open_is_one_alarm(
    start: Callable[[], PageAlarms], published: list[Alert]
) -> None:
    await start().failing(Reason.UNREACHABLE)
    (alarm,) = published
    restarted = start()
    restarted.seen(alarm)
    await restarted.failing(Reason.UNREACHABLE)
    await restarted.accepted("a9")
    assert [(one.alert_id, one.revision) for one in published] == [(alarm.alert_id, 1), (alarm.alert_id, 2)]


async def test_a_record_that_is_no_alert_is_an_alarm(page_alarms: PageAlarms, published: list[Alert]) -> None:
    await page_alarms.unreadable("alerts/0/17")
    assert published[0].subject == "alerts/0/17"


async def test_an_alarm_that_kafka_did_not_take_is_raised_and_ended_at_the_next_occasion() -> None:
    tries: list[tuple[int, bool]] = []
    there = iter([False, True, False, True])

    async def publish(alert: Alert) -> bool:
        tries.append((alert.revision, next(there)))
        return tries[-1][1]

    page_alarms = PageAlarms("pagerduty", publish, lambda: NOW)
    await page_alarms.failing(Reason.UNREACHABLE)
    await page_alarms.failing(Reason.UNREACHABLE)
    await page_alarms.accepted("a9")
    await page_alarms.accepted("a9")
    assert tries == [(1, False), (1, True), (2, False), (2, True)]
