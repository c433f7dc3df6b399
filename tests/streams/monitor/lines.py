"""Lines of the log for the tests of ledgers, and the rulings by which they are judged."""

from datetime import UTC, datetime, timedelta

from msgspec.json import encode

from alerts.chart.chart import Chart
from alerts.chart.parts import Part
from alerts.judge import Judge
from alerts.rule import Rule
from models.findings import Finding
from models.log import PolicyChanged, TimeReached
from models.policy import Policy
from streams.monitor.rulings import Rulings

STRICT = Policy.parse("[liver]\nsuspend_multiple = 2")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def alt(patient_id: str, event_id: str, value: float, minutes: float = 0) -> bytes:
    """A result for ALT in U/L, with a limit of 40."""
    return encode(
        {
            "type": "lab-result",
            "event_id": event_id,
            "patient_id": patient_id,
            "occurred_at": at(minutes),
            "accepted_at": at(minutes),
            "result_id": f"result of {event_id}",
            "status": "final",
            "analyte": "alt",
            "value": str(value),
            "unit": "U/L",
            "reference_high": "40",
        }
    )


def dose(patient_id: str, event_id: str, minutes: float = 0) -> bytes:
    """A dose that was prepared and is kept at room temperature: it expires after 8 hours."""
    return encode(
        {
            "type": "dose-prepared",
            "event_id": event_id,
            "patient_id": patient_id,
            "occurred_at": at(minutes),
            "accepted_at": at(minutes),
            "preparation_id": f"bag of {event_id}",
            "dose_mg": "300",
            "diluent": "sodium-chloride-0.9",
            "diluent_volume_ml": "100",
            "storage": "room-temperature",
        }
    )


def time_reached(patient_id: str, minutes: float) -> bytes:
    return encode(TimeReached(patient_id=patient_id, due=at(minutes), accepted_at=at(minutes)))


def policy_changed(policy: Policy, minutes: float = 0, partition: int = 0, partitions: int = 1) -> bytes:
    return encode(
        PolicyChanged(
            partition=partition,
            partitions=partitions,
            policy=policy.values(),
            policy_version=policy.version,
            accepted_at=at(minutes),
        )
    )


def retraction(patient_id: str, event_id: str, retracts: str, minutes: float = 0) -> bytes:
    return encode(
        {
            "type": "event-retracted",
            "event_id": event_id,
            "patient_id": patient_id,
            "occurred_at": at(minutes),
            "accepted_at": at(minutes),
            "retracts": retracts,
        }
    )


def merge(patient_id: str, prior_patient_id: str, event_id: str, minutes: float = 0) -> bytes:
    return encode(
        {
            "type": "patient-merged",
            "event_id": event_id,
            "patient_id": patient_id,
            "occurred_at": at(minutes),
            "accepted_at": at(minutes),
            "prior_patient_id": prior_patient_id,
        }
    )


def rulings(policy: Policy | None = None, *, rules_version: str = "rules 1", broken: bool = False) -> Rulings:
    """Rulings by a policy; with a `broken` rule that raises on whoever has a dose."""

    def with_broken_rule(policy: Policy, key: bytes) -> Judge:
        rule = Rule("broken", "natwatch, about itself", frozenset({Part.DOSES}), _breaks_on_doses)
        return Judge(policy, key, rules=(*Judge(policy, key).rules, rule))

    return Rulings(
        policy=policy or Policy(),
        rules_version=rules_version,
        privacy_key=b"key",
        pseudonym=lambda patient_id: f"pseudonym of {len(patient_id)} letters",
        make_judge=with_broken_rule if broken else Judge,
    )


def _breaks_on_doses(chart: Chart, _: Policy) -> tuple[Finding, ...]:
    if chart.doses.in_order:
        raise ZeroDivisionError
    return ()
