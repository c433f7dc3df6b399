"""What people say about alerts."""

from datetime import datetime
from typing import Final, NamedTuple

from msgspec.structs import replace

from alerts.judge import Judge
from alerts.published import Cover, Published
from alerts.reconcile import Look, Reconciled, reconcile
from alerts.standing import Standing
from models.findings import End
from models.log import AlertAcknowledged

COVERS: Final = 200
APPLIED: Final = 200
"""How many covers, and keys of acknowledgements, are kept; the oldest go first."""


class Acknowledged(NamedTuple):
    """What was published, and the id of the alert that the acknowledgement applies to; None: it was ignored."""

    published: Published
    alert_id: str | None


def acknowledge(published: Published, event: AlertAcknowledged) -> Acknowledged:
    """Apply an acknowledgement, once for each event id.

    It covers what is published at that moment, at its rank or lower, if that began no later than the acknowledgement.
    What is said about an alert that is not open, or of another patient, is ignored.
    """
    if event.key in published.acknowledged:
        return Acknowledged(published, None)
    published = replace(published, acknowledged=(*published.acknowledged, event.key)[-APPLIED:])
    alert = next((each for each in published.alerts.values() if each.alert_id == event.alert_id), None)
    if alert is None or alert.finding.holds_from > event.occurred_at:
        return Acknowledged(published, None)
    if alert.finding.ends is End.ACKNOWLEDGED:
        rule, subject = alert.about
        cover = Cover(rule, subject, alert.finding.rank, event.occurred_at)
        kept = sorted((*published.covers, cover), key=lambda each: each.at)[-COVERS:]
        published = replace(published, covers=tuple(kept))
    return Acknowledged(published, alert.alert_id)


def acknowledge_unjudged(published: Published, event: AlertAcknowledged, instant: datetime, judge: Judge) -> Reconciled:
    """Apply an acknowledgement to the alerts as they were published, without asking a rule what holds by now.

    What a person says about an alert must not be lost because a rule fails on the patient.
    """
    published, alert_id = acknowledge(published, event)
    as_they_were = Standing({about: (alert.finding,) for about, alert in published.alerts.items()}, None)
    look = Look(event.patient_id, instant, acknowledged=alert_id, said_at=event.occurred_at)
    return reconcile(published, as_they_were, {}, look, judge)
