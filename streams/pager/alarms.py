"""Operations alerts about pages that do not arrive: `page-refused`, on the `operations` topic.

Subject is the receiver where nothing gets through (its key, its address, its silence), and the alert where only that
one was refused. What is about `page-refused` itself raises nothing: the alarm must not feed itself.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeAlias

from models.alerts import Alert, Status
from streams.clock import Clock
from streams.operations.alerts import opened, resolved
from streams.operations.catalogue import Operations
from streams.pager.retries import Reason

_KIND = Operations.PAGE_REFUSED.value
RULE = _KIND.rule

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
            if alarm is not None and not await self._publish(resolved(alarm, self._clock())):
                self._open.setdefault(subject, alarm)

    async def unreadable(self, where: str) -> None:
        """A record is no alert: somebody may not have been told."""
        summary = f"The record {where} is no alert that this pager can read; nobody was paged for it"
        await self._raise(where, summary, "Find out who wrote it, and look through the worklist.")

    async def _raise(self, subject: str, summary: str, action: str) -> None:
        if subject in self._open:
            return
        kind = replace(_KIND, action=action)
        alarm = opened(kind, subject, summary, self._clock())
        self._open[subject] = alarm
        if not await self._publish(alarm):
            self._open.pop(subject, None)
