"""One log line for each revision of an alert, once it is published: what is logged holds for every reader."""

from collections.abc import Callable

from models.canary import is_canary
from streams.logs import Event, log
from streams.monitor.turn import Turn
from streams.operations import diary

_CANARY = "canary"


def write(turn: Turn, partition: int, pseudonym: Callable[[str], str]) -> None:
    """Says what a turn has published, of a partition of the log."""
    for alert, cause in turn.revised:
        patient_id = alert.patient_id or ""
        log(
            Event.ALERT_REVISED,
            alert_id=alert.alert_id,
            revision=alert.revision,
            rule=alert.rule,
            severity=alert.severity.value,
            change=alert.change.value,
            why=alert.reason.value if alert.reason else None,
            patient=_CANARY if is_canary(patient_id) else pseudonym(patient_id),
            partition=partition,
            offset=cause,
        )
    for alert in turn.operations:
        diary.write(alert)
