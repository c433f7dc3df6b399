"""What stands at an Alertmanager: which label sets fire for which alert.

Alertmanager knows an alert by its labels. Ours are `alertname` (the rule), `severity`, `service`, `alert_id`, `patient`
and `subject` (pseudonyms), and `revision`: the revision that paged. So a worsening is a new label set, which is heard
even where the old one was silenced or lately notified, and a silence covers what was known when it was made; the old
set is ended in the same request. `severity` is a label, for routes, and stays that of the page when the alert eases or
is updated: neither may be heard. `effect` and what else can change are annotations.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from models.alerts import Status
from models.instants import to_text
from streams.pager.pages import Delivery, Intent, Page

Labels: TypeAlias = Mapping[str, str]

SERVICE = "natwatch"
LIFETIME = timedelta(hours=1)
"""For how long an alert fires unless it is sent again: nothing is resolved because we were away for some minutes."""
ENDED_KEPT = timedelta(minutes=15)
"""For how long the end of an alert is sent again, for an Alertmanager that was away."""


@dataclass(frozen=True, slots=True)
class Post:
    """One entry of a request: a label set that fires (`ended_at` none), or has ended."""

    labels: Labels
    page: Page
    ended_at: datetime | None = None

    def body(self, now: datetime) -> dict[str, object]:
        """As Alertmanager's API v2 takes it."""
        starts = min(self.page.holds_from, self.ended_at or now)
        return {
            "labels": dict(self.labels),
            "annotations": _annotations(self.page),
            "startsAt": to_text(starts),
            "endsAt": to_text(now + LIFETIME if self.ended_at is None else self.ended_at),
        }


class Standing:
    """The label sets of the alerts that this worker looks after."""

    def __init__(self) -> None:
        self._firing: dict[str, Post] = {}
        self._found: dict[str, list[Labels]] = {}
        self._owed: dict[str, tuple[Post, ...]] = {}
        self._ended: list[Post] = []

    def take(self, delivery: Delivery, now: datetime) -> tuple[Post, ...]:
        """What to send for a delivery, ends included that no Alertmanager has accepted yet."""
        page = delivery.page
        over = delivery.intent in {Intent.ACKNOWLEDGE, Intent.RESOLVE}
        fires = None if over else self._labels(delivery)
        ended = tuple(Post(labels, page, now) for labels in self._sets(page.alert_id) if labels != fires)
        owed = (*self._owed.get(page.alert_id, ()), *ended)
        self.forget(page.alert_id)
        if owed:
            self._owed[page.alert_id] = owed
        if fires is None:
            return owed
        self._firing[page.alert_id] = Post(fires, page)
        return (*owed, self._firing[page.alert_id])

    def accepted(self, alert_id: str) -> None:
        """One Alertmanager has the ends; the others hear of them with the next reminders."""
        self._ended.extend(self._owed.pop(alert_id, ()))

    def recall(self, delivery: Delivery) -> None:
        """An alert that was delivered before this worker looked after it stands as it was found, or as it would be."""
        page = delivery.page
        self._firing[page.alert_id] = Post(self._present(delivery), page)

    def ask_anew(self) -> None:
        """Whatever was found is about to be found again."""
        self._found.clear()

    def found(self, labels: Labels) -> None:
        """A label set that an Alertmanager says fires."""
        alert_id = labels.get("alert_id")
        if alert_id is None or labels.get("service") != SERVICE:
            return
        firing = self._firing.get(alert_id)
        if firing is None or firing.labels != labels:
            self._found.setdefault(alert_id, []).append(labels)

    def forget(self, alert_id: str) -> None:
        """Another worker looks after it."""
        self._firing.pop(alert_id, None)
        self._found.pop(alert_id, None)
        self._owed.pop(alert_id, None)

    def again(self, now: datetime) -> tuple[Post, ...]:
        """What must be said again: all that fires, and what has ended lately."""
        self._ended = [post for post in self._ended if post.ended_at is None or now - post.ended_at < ENDED_KEPT]
        return (*self._firing.values(), *self._ended)

    def _labels(self, delivery: Delivery) -> Labels:
        return labels_of(delivery.page, delivery.paged) if delivery.intent is Intent.PAGE else self._present(delivery)

    def _present(self, delivery: Delivery) -> Labels:
        firing = self._firing.get(delivery.page.alert_id)
        if firing is not None:
            return firing.labels
        found = self._found.get(delivery.page.alert_id)
        return max(found, key=_revision) if found else labels_of(delivery.page, delivery.paged)

    def _sets(self, alert_id: str) -> tuple[Labels, ...]:
        firing = self._firing.get(alert_id)
        return (*(() if firing is None else (firing.labels,)), *self._found.get(alert_id, ()))


def labels_of(page: Page, paged: int) -> Labels:
    """The identity of a page at an Alertmanager."""
    labels = {
        "alertname": page.rule,
        "severity": page.severity.value,
        "service": SERVICE,
        "alert_id": page.alert_id,
        "revision": str(paged),
        "subject": page.subject.name,
    }
    return labels if page.patient is None else {**labels, "patient": page.patient}


def _revision(labels: Labels) -> int:
    text = labels.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() else 0


def _annotations(page: Page) -> dict[str, str]:
    """What may change without being heard. An acknowledged alert ends over there, and says why in its summary."""
    taken = "Acknowledged: " if page.status is Status.ACKNOWLEDGED else ""
    notes = {
        "summary": f"{taken}{page.summary}",
        "action": page.action,
        "authority": page.authority,
        "effect": page.effect.value,
        "status": page.status.value,
        "severity": page.severity.value,
        "subject_kind": page.subject.kind.value,
        "holds_from": to_text(page.holds_from),
    }
    return notes if page.due_at is None else {**notes, "due_at": to_text(page.due_at)}
