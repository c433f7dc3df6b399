"""Operations alerts about pages that do not arrive: `page-refused`, on the `operations` topic.

Subject is the receiver where nothing gets through (its key, its address, its silence), and the alert where only that
one was refused. What is about `page-refused` itself raises nothing: the alarm must not feed itself.
"""

import hashlib
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeAlias

from models.alerts import Alert, Change, Status
from models.findings import Effect, End, Severity
from models.instants import to_text
from streams.clock import Clock
from streams.pager.retries import Reason

RULE = "page-refused"
AUTHORITY = "natwatch, about itself"

Publish: TypeAlias = Callable[[Alert], Awaitable[bool]]
"""Writes an operations alert to its topic; says whether the broker has it."""


class PageAlarms:
    """Opens an alarm once, and resolves it when the receiver takes something again.

    An alarm that cannot be published now is published at the next occasion: it never stands in the way of a page.
    """

    def __init__(self, receiver: str, publish: Publish, clock: Clock) -> None:
        self._receiver = receiver
        self._publish = publish
        self._clock = clock
        self._open: dict[str, Alert] = {}

    def seen(self, alert: Alert) -> None:
        """Take in an operations alert that came by: an alarm left open before a restart is one alarm."""
        if alert.rule != RULE:
            return
        if alert.status is Status.RESOLVED:
            self._open.pop(alert.subject, None)
        else:
            self._open[alert.subject] = alert

    async def refused(self, alert: Alert, reason: Reason) -> None:
        """This very alert was refused for ever."""
        if alert.rule == RULE:
            return
        summary = f"{self._receiver} refused a page of rule {alert.rule} ({reason}); it was not tried again"
        action = "Read the alert under this reference on the worklist, and act; then find out what was refused."
        await self._raise(alert.alert_id, summary, action)

    async def failing(self, reason: Reason) -> None:
        """The receiver takes nothing, and will not by itself."""
        summary = f"{self._receiver} takes no pages ({reason}); they wait, and are tried again"
        action = "Watch the worklist; check the address and the key of the pager, and the way to it."
        await self._raise(self._receiver, summary, action)

    async def accepted(self, alert_id: str) -> None:
        """The receiver took something of this alert: whatever was wrong is over."""
        for subject in (self._receiver, alert_id):
            alarm = self._open.pop(subject, None)
            if alarm is not None and not await self._publish(_resolved(alarm, self._clock())):
                self._open.setdefault(subject, alarm)

    async def unreadable(self, where: str) -> None:
        """A record is no alert: somebody may not have been told."""
        summary = f"The record {where} is no alert that this pager can read; nobody was paged for it"
        await self._raise(where, summary, "Find out who wrote it, and look through the worklist.")

    async def _raise(self, subject: str, summary: str, action: str) -> None:
        if subject in self._open:
            return
        alarm = _opened(subject, summary, action, self._clock())
        self._open[subject] = alarm
        if not await self._publish(alarm):
            self._open.pop(subject, None)


def _opened(subject: str, summary: str, action: str, now: datetime) -> Alert:
    return Alert(
        alert_id=hashlib.sha256("\0".join((RULE, subject, to_text(now))).encode()).hexdigest(),
        revision=1,
        rule=RULE,
        patient_id=None,
        subject=subject,
        status=Status.FIRING,
        severity=Severity.CRITICAL,
        effect=Effect.REVIEW,
        change=Change.OPENED,
        reason=None,
        holds_from=now,
        opened_at=now,
        changed_at=now,
        due_at=None,
        late_by_s=0.0,
        summary=summary,
        action=action,
        authority=AUTHORITY,
        evidence=(),
        policy_version="",
    )


def _resolved(alarm: Alert, now: datetime) -> Alert:
    return alarm.model_copy(
        update={
            "revision": alarm.revision + 1,
            "status": Status.RESOLVED,
            "change": Change.RESOLVED,
            "reason": End.CLEARED,
            "changed_at": now,
        }
    )
