from datetime import UTC, datetime, timedelta
from typing import TypeAlias

import orjson
import pytest

from models.terms import SetAside
from streams.pager.acknowledging import Acknowledging
from streams.pager.callbacks import Acknowledgement, Useless
from streams.pager.counters import Counters
from streams.pager.roster import OpenAlert, Roster
from tests.streams.pager.fakes import MakeAlert

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
Written: TypeAlias = list[tuple[bytes, dict[str, object]]]


@pytest.fixture
def written() -> Written:
    return []


@pytest.fixture
def roster(alert: MakeAlert) -> Roster:
    one = Roster()
    one.take(alert().to_json())
    return one


@pytest.fixture
def acknowledging(roster: Roster, written: Written, counters: Counters) -> Acknowledging:
    async def produce(key: bytes, value: bytes) -> None:
        written.append((key, orjson.loads(value)))

    return Acknowledging(roster, produce, counters, lambda: AT)


def said(alert_id: str = "a1", at: datetime = AT, by: str = "nurse-3") -> Acknowledgement:
    return Acknowledgement(alert_id, by, SetAside.EXPECTED, at, "w1")


async def test_it_becomes_an_event_of_the_patient_whose_alert_it_is(
    acknowledging: Acknowledging, written: Written
) -> None:
    assert await acknowledging.take(said()) is None
    ((key, event),) = written
    assert (key, event["patient_id"], event["alert_id"]) == (b"MRN-4711", "MRN-4711", "a1")
    assert (event["by"], event["reason"]) == ("nurse-3", "expected")


async def test_acknowledgements_are_counted_by_rule_and_reason(
    acknowledging: Acknowledging, counters: Counters
) -> None:
    await acknowledging.take(said())
    await acknowledging.take(said("another"))
    assert counters.acknowledgements["liver-uln", "expected"] == 1
    assert counters.callbacks_refused["unknown-alert"] == 1


@pytest.mark.parametrize(
    ("read", "useless"),
    [
        (said("another"), Useless.UNKNOWN_ALERT),
        (said(at=AT - timedelta(days=1)), Useless.STALE),
        (said(by="x" * 200), Useless.MALFORMED),
        (Useless.NO_PERSON, Useless.NO_PERSON),
    ],
)
async def test_what_leads_to_nothing_says_why(
    acknowledging: Acknowledging, written: Written, read: Acknowledgement | Useless, useless: Useless
) -> None:
    assert await acknowledging.take(read) is useless
    assert written == []


async def test_what_was_said_before_a_worsening_does_not_set_the_worsening_aside(
    acknowledging: Acknowledging, roster: Roster, alert: MakeAlert
) -> None:
    roster.take(alert("worsened", revision=2, changed_at="2026-03-01T09:30:00Z").to_json())
    assert await acknowledging.take(said()) is Useless.STALE
    roster.take(alert("updated", revision=3, changed_at="2026-03-01T11:00:00Z").to_json())
    assert await acknowledging.take(said(at=AT + timedelta(hours=1))) is None


def test_the_roster_holds_open_alerts_alone(roster: Roster, alert: MakeAlert) -> None:
    assert roster.find("a1") == OpenAlert("MRN-4711", "liver-uln", datetime(2026, 3, 1, 8, 5, tzinfo=UTC))
    roster.take(alert("resolved", revision=2).to_json())
    roster.take(alert(patient_id=None, alert_id="o1").to_json())
    roster.take(b"not an alert")
    roster.take(None)
    assert [roster.find(alert_id) for alert_id in ("a1", "o1")] == [None, None]
