"""One log line for each attempt to deliver."""

from streams.logs import Event, log
from streams.pager.pages import Delivery
from streams.pager.retries import Again, Done, GiveUp


def write(receiver: str, delivery: Delivery, step: Done | Again | GiveUp, attempt: int) -> None:
    """Say how the attempt ended and what follows."""
    page = delivery.page
    match step:
        case Done():
            log(
                Event.PAGE_TOLD,
                receiver=receiver,
                rule=page.rule,
                severity=page.severity.value,
                intent=delivery.intent.value,
                alert_id=page.alert_id,
                revision=page.revision,
            )
        case GiveUp(reason):
            log(
                Event.PAGE_REFUSED,
                receiver=receiver,
                rule=page.rule,
                alert_id=page.alert_id,
                revision=page.revision,
                why=reason.value,
            )
        case Again(reason, after_s):
            log(
                Event.PAGE_NOT_TAKEN,
                receiver=receiver,
                rule=page.rule,
                alert_id=page.alert_id,
                revision=page.revision,
                why=reason.value,
                attempt=attempt,
                after_s=round(after_s, 3),
            )
