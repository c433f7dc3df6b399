"""What a canary sends is taken in like a hospital's, breaches whatever the policy says, and leaves nothing behind."""

from datetime import UTC, datetime, timedelta

import pytest

from alerts.advance import Patient, advance
from alerts.judge import Judge
from alerts.record import encode
from models.alerts import Alert
from models.canary import is_canary
from models.decoded import DecodeContext
from models.events import line
from models.log import ClinicalEvent, decode_line
from models.policy import Policy
from streams.intake import canaries as intake
from streams.topics import partition_of
from streams.vigil.canary import canaries, introduction, result

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
STRICT = Policy.parse('[patients]\nscope = "treated"\n[liver]\nsuspend_multiple = 20\nsevere_multiple = 50\n')


def accepted(value: bytes, at: datetime) -> ClinicalEvent:
    """The event as intake writes it to the log."""
    (event,) = intake.decode(value, DecodeContext(now=at)).accepted
    found = decode_line(line(event, at))
    assert isinstance(found, ClinicalEvent)
    return found


def told(policy: Policy, days: int) -> tuple[list[Alert], Patient]:
    """A canary that breaches every hour and is well half an hour later."""
    who, judge = canaries(1)[0], Judge(policy)
    alerts: list[Alert] = []
    sent = [(NOON, value) for value in introduction(who, policy)]
    for hour in range(24 * days):
        for minutes, breaches in ((0, True), (30, False)):
            at = NOON + timedelta(hours=hour, minutes=minutes)
            sent.append((at, result(who, at, policy, breaches=breaches)))
    patient = Patient(who)
    for at, value in sent:
        step = advance(patient, accepted(value, at), judge)
        patient, alerts = step.patient, [*alerts, *step.revisions]
        assert not step.dropped
    return alerts, patient


@pytest.mark.parametrize("partitions", [1, 4, 12, 48])
def test_every_partition_of_the_log_has_a_canary_of_its_own(partitions: int) -> None:
    who = canaries(partitions)
    assert [partition_of(each, partitions) for each in who] == list(range(partitions))
    assert all(is_canary(each) for each in who)


@pytest.mark.parametrize("policy", [Policy(), STRICT], ids=["default", "strict"])
def test_a_canary_opens_one_alert_an_hour_and_it_is_soon_resolved(policy: Policy) -> None:
    alerts, _ = told(policy, days=1)
    assert [(alert.rule, alert.change) for alert in alerts] == 24 * [("liver-uln", "opened"), ("liver-uln", "resolved")]
    assert len({alert.alert_id for alert in alerts}) == 24
    assert [alert.holds_from for alert in alerts[::2]] == [NOON + timedelta(hours=hour) for hour in range(24)]


def test_a_canary_does_not_grow() -> None:
    assert len(encode(told(Policy(), days=30)[1])) == len(encode(told(Policy(), days=1)[1]))


@pytest.mark.parametrize(
    "value",
    [
        b'{"kind":"path","worker":"one","partition":0}',
        b"\xff",
        b"",
        b'{"type":"relapse-reported","event_id":"1","patient_id":"4711","occurred_at":"2026-03-01T12:00:00Z"}',
    ],
)
def test_nobody_but_a_canary_is_taken_in_from_the_topic_of_heartbeats(value: bytes) -> None:
    found = intake.decode(value, DecodeContext(now=NOON))
    assert (found.accepted, found.rejected) == ((), ())
