"""One log line for each revision of an operations alert, once it is published."""

from models.alerts import Alert
from streams.logs import Event, log


def write(alert: Alert) -> None:
    """Say what is the case, or is over; the pager's lines have the same `alert_id`."""
    log(
        Event.OPERATIONS_ALERT,
        alert_id=alert.alert_id,
        revision=alert.revision,
        rule=alert.rule,
        about=alert.subject,
        severity=alert.severity.value,
        change=alert.change.value,
    )
