from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.events import check
from models.terms import SetAside
from streams.pager.callbacks import (
    Acknowledgement,
    Useless,
    from_pagerduty,
    from_silence,
    from_worklist,
)

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def webhook(event_type: str = "incident.acknowledged", **changes: object) -> dict[str, object]:
    event = {
        "id": "01ABC",
        "event_type": event_type,
        "resource_type": "incident",
        "occurred_at": "2026-03-01T09:00:00Z",
        "agent": {"id": "PXPGF42", "type": "user_reference", "summary": "Dr. A. Person"},
        "data": {"id": "PT4KHLK", "type": "incident", "incident_key": "a1", "status": "acknowledged"},
    }
    return {"event": {**event, **changes}}


def silence(**changes: object) -> dict[str, object]:
    matchers = [
        {"name": "alert_id", "value": "a1", "isRegex": False, "isEqual": True},
        {"name": "revision", "value": "1", "isRegex": False, "isEqual": True},
    ]
    return {
        "id": "s1",
        "status": {"state": "active"},
        "matchers": matchers,
        "createdBy": "ward 7",
        "comment": "expected: known since May",
        "startsAt": "2026-03-01T09:00:00.000Z",
        **changes,
    }


@pytest.mark.parametrize(
    ("event_type", "code"), [("incident.acknowledged", SetAside.TAKEN), ("incident.resolved", SetAside.HANDLED)]
)
def test_what_a_person_does_at_pagerduty_is_an_acknowledgement(event_type: str, code: SetAside) -> None:
    assert from_pagerduty(webhook(event_type)) == Acknowledgement("a1", "pagerduty:PXPGF42", code, AT, "01ABC")


@pytest.mark.parametrize(
    ("body", "useless"),
    [
        (webhook("incident.triggered"), Useless.OTHER_KIND),
        (webhook("pagey.ping"), Useless.OTHER_KIND),
        (webhook("incident.resolved", agent={"id": "S1", "type": "service_reference"}), Useless.NO_PERSON),
        (webhook("incident.resolved", agent=None), Useless.NO_PERSON),
        (webhook(data={}), Useless.MALFORMED),
        (webhook(occurred_at="yesterday"), Useless.MALFORMED),
        (webhook(id=None), Useless.MALFORMED),
        ({}, Useless.MALFORMED),
        ([], Useless.MALFORMED),
    ],
)
def test_what_no_person_does_or_nobody_can_read_is_none(body: object, useless: Useless) -> None:
    assert from_pagerduty(body) is useless


@pytest.mark.parametrize(
    ("comment", "code"),
    [
        ("expected: known since May", SetAside.EXPECTED),
        ("Not-relevant", SetAside.NOT_RELEVANT),
        ("data-error, sample mixed up", SetAside.DATA_ERROR),
        ("because", SetAside.SILENCED),
        ("", SetAside.SILENCED),
    ],
)
def test_the_first_word_of_a_silence_s_comment_may_be_a_code(comment: str, code: SetAside) -> None:
    found = from_silence(silence(comment=comment))
    assert found == Acknowledgement("a1", "alertmanager:ward 7", code, AT, "s1")


@pytest.mark.parametrize(
    "changes",
    [
        {"status": {"state": "expired"}},
        {"matchers": [{"name": "alertname", "value": "liver-uln", "isRegex": False, "isEqual": True}]},
        {"matchers": [{"name": "alert_id", "value": ".*", "isRegex": True, "isEqual": True}]},
        {"matchers": [{"name": "alert_id", "value": "a1", "isRegex": False, "isEqual": False}]},
    ],
)
def test_a_silence_that_does_not_name_one_alert_sets_none_aside(changes: dict[str, object]) -> None:
    assert from_silence(silence(**changes)) is Useless.OTHER_KIND


def test_a_worklist_says_it_in_our_words() -> None:
    body = {"id": "w1", "alert_id": "a1", "by": "nurse-3", "reason": "data-error", "at": "2026-03-01T10:00:00+01:00"}
    assert from_worklist(body) == Acknowledgement("a1", "nurse-3", SetAside.DATA_ERROR, AT, "w1")
    assert from_worklist({**body, "reason": "just because"}) is Useless.MALFORMED


def test_the_event_is_canonical_and_the_same_whenever_it_is_told_again() -> None:
    found = Acknowledgement("a1", "nurse-3", SetAside.TAKEN, AT, "w1")
    first, again = found.event("MRN-4711", AT), found.event("MRN-4711", AT + timedelta(hours=1))
    assert first == again
    assert check(first, AT, timedelta()).patient_id == "MRN-4711"


def test_a_clock_over_there_that_is_ahead_does_not_put_the_event_into_the_future() -> None:
    found = Acknowledgement("a1", "nurse-3", SetAside.TAKEN, AT + timedelta(hours=1), "w1")
    assert found.event("MRN-4711", AT)["occurred_at"] == "2026-03-01T09:00:00Z"


@given(JSON)
def test_no_body_whatever_raises(body: object) -> None:
    for read in (from_pagerduty, from_worklist, from_silence):
        assert read(body) in set(Useless)
        assert read({"event": body, "status": body, "matchers": body}) in set(Useless)
