"""Alerts as the monitor would publish them, and a receiver and alarms that do as they are told."""

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import TypeAlias

from models.alerts import Alert
from streams.pager.pages import Delivery, Intent
from streams.pager.retries import Kind, Outcome, Reason

MakeAlert: TypeAlias = Callable[..., Alert]

OPENED = {
    "alert_id": "a1",
    "revision": 1,
    "rule": "liver-uln",
    "patient_id": "MRN-4711",
    "subject": "alt",
    "status": "firing",
    "severity": "critical",
    "effect": "hold-therapy",
    "change": "opened",
    "reason": None,
    "holds_from": "2026-03-01T08:00:00Z",
    "opened_at": "2026-03-01T08:05:00Z",
    "changed_at": "2026-03-01T08:05:00Z",
    "due_at": None,
    "late_by_s": 300.0,
    "summary": "ALT 182 U/L is 4.6 × ULN (39.6)",
    "action": "Suspend natalizumab; repeat ALT/AST.",
    "authority": "Liver function: suspend at ALT or AST ≥ 3 × ULN",
    "evidence": [{"event_id": "e1", "at": "2026-03-01T08:00:00Z", "fact": "ALT 182 U/L"}],
    "policy_version": "p1",
}


def make_alert(change: str = "opened", **fields: object) -> Alert:
    """A revision: `change` decides the status, unless it is given."""
    status = change if change in {"acknowledged", "resolved"} else "firing"
    reason = "cleared" if status == "resolved" else None
    return Alert.model_validate({**OPENED, "change": change, "status": status, "reason": reason, **fields})


@dataclass
class FakeReceiver:
    """Answers from a list of outcomes for each alert, 200 when it is used up; a gate can hold every answer back."""

    answers: dict[str, list[Outcome]] = field(default_factory=dict)
    attempts: list[Delivery] = field(default_factory=list)
    accepted: list[Delivery] = field(default_factory=list)
    recalled: list[Delivery] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    reminders: list[bool] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    name: str = "fake"

    async def deliver(self, delivery: Delivery) -> Outcome:
        self.attempts.append(delivery)
        await self.gate.wait()
        answers = self.answers.get(delivery.page.alert_id)
        outcome = answers.pop(0) if answers else Outcome(Kind.ANSWERED, 200)
        if outcome.status == 200:
            self.accepted.append(delivery)
        return outcome

    async def recall(self, deliveries: Collection[Delivery]) -> None:
        self.recalled.extend(deliveries)

    async def forget(self, alert_ids: Collection[str]) -> None:
        self.forgotten.extend(alert_ids)

    async def remind(self, *, alive: bool) -> None:
        self.reminders.append(alive)

    def told(self, alert_id: str) -> list[tuple[int, Intent]]:
        return [(one.page.revision, one.intent) for one in self.accepted if one.page.alert_id == alert_id]


@dataclass
class FakeAlarms:
    refusals: list[tuple[str, Reason]] = field(default_factory=list)
    failures: list[Reason] = field(default_factory=list)

    async def refused(self, alert: Alert, reason: Reason) -> None:
        self.refusals.append((alert.alert_id, reason))

    async def failing(self, reason: Reason) -> None:
        self.failures.append(reason)

    async def accepted(self, alert_id: str) -> None:
        pass
