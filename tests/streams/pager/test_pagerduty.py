import orjson
import pytest

from models.alerts import Alert
from streams.pager.pagerduty import blames_key, follow_up, trigger
from streams.pager.pages import Page, page_of
from tests.streams.pager.fakes import MakeAlert


def page(alert: Alert) -> Page:
    return page_of(alert, lambda identifier: f"#{len(identifier)}")


def test_an_incident_is_known_by_the_alert_and_names_nobody(alert: MakeAlert) -> None:
    event = trigger(page(alert(rule="wrong-dose", subject="BAG-SECRET")))
    assert event == {
        "event_action": "trigger",
        "dedup_key": "a1",
        "client": "natwatch",
        "payload": {
            "summary": "wrong-dose: ALT 182 U/L is 4.6 × ULN (39.6)",
            "source": "#8",
            "severity": "critical",
            "timestamp": "2026-03-01T08:05:00Z",
            "component": "preparation #10",
            "group": "#8",
            "class": "wrong-dose",
            "custom_details": {
                "alert_id": "a1",
                "revision": 1,
                "effect": "hold-therapy",
                "action": "Suspend natalizumab; repeat ALT/AST.",
                "authority": "Liver function: suspend at ALT or AST ≥ 3 × ULN",
                "holds_from": "2026-03-01T08:00:00Z",
                "due_at": None,
            },
        },
    }


def test_an_event_stays_within_what_pagerduty_takes(alert: MakeAlert) -> None:
    event = trigger(page(alert(summary="Ü" * 1024, action="Ü" * 1_000_000, authority="Ü" * 1_000_000)))
    payload = event["payload"]
    assert isinstance(payload, dict)
    assert len(payload["summary"]) == 1024
    assert len(orjson.dumps(event)) < 512 * 1024


@pytest.mark.parametrize("severity", ["critical", "warning"])
def test_severities_are_those_of_pagerduty(alert: MakeAlert, severity: str) -> None:
    payload = trigger(page(alert(severity=severity)))["payload"]
    assert isinstance(payload, dict)
    assert payload["severity"] == severity


def test_what_follows_carries_the_same_key(alert: MakeAlert) -> None:
    assert follow_up(page(alert()), "resolve") == {"event_action": "resolve", "dedup_key": "a1"}


@pytest.mark.parametrize(
    ("answer", "blamed"),
    [
        (b'{"status":"invalid event","errors":["Invalid routing key"]}', True),
        (b'{"status":"invalid event","errors":["\'routing_key\' is missing"]}', True),
        (b'{"status":"invalid event","errors":["\'payload.summary\' is missing or blank"]}', False),
        (b'{"errors":"none"}', False),
        (b"[]", False),
        (b"Bad Request", False),
    ],
)
def test_a_refused_key_is_told_from_a_refused_event(answer: bytes, *, blamed: bool) -> None:
    assert blames_key(answer) is blamed
