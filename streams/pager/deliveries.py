"""Tells the receiver: in order for each alert, different alerts side by side, for as long as it takes."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol, TypeAlias

from models.alerts import Alert, Status
from streams.pager.counters import Counters
from streams.pager.diary import write
from streams.pager.intents import Verdict, Waiting, judge, waiting
from streams.pager.pages import Delivery, Intent, page_of
from streams.pager.places import Lane, Place
from streams.pager.receivers import Receiver
from streams.pager.retries import Again, Done, GiveUp, Reason, decide, reason_of
from streams.pager.subjects import Pseudonym

Spawn: TypeAlias = Callable[[Coroutine[None, None, None]], asyncio.Task[None]]

SIDE_BY_SIDE = 8
"""Requests at one time: one alert that a receiver chokes on must not keep the others waiting."""


class Alarms(Protocol):
    """Tells the people who run this that pages do not arrive."""

    async def refused(self, alert: Alert, reason: Reason) -> None:
        """This very alert was refused for ever."""

    async def failing(self, reason: Reason) -> None:
        """The receiver takes nothing, and will not by itself."""

    async def accepted(self, alert_id: str) -> None:
        """The receiver took something of this alert."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What deliveries are handed from outside: chance, sleep, keys and limits."""

    pseudonym: Pseudonym
    jitter: Callable[[], float]
    sleep: Callable[[float], Awaitable[object]]
    not_before: datetime | None = None


class Deliveries:
    """Every alert that is still to be told has a task of its own; while it waits it holds no place in the queue."""

    def __init__(
        self, receiver: Receiver, alarms: Alarms, counters: Counters, surroundings: Surroundings, spawn: Spawn
    ) -> None:
        self._receiver = receiver
        self._alarms = alarms
        self._counters = counters
        self._around = surroundings
        self._spawn = spawn
        self._slots = asyncio.Semaphore(SIDE_BY_SIDE)
        self._open_at = 0.0
        self._tasks: dict[Place, set[asyncio.Task[None]]] = {}

    def offer(self, place: Place, alert: Alert, offset: int) -> None:
        """Take one record in: decide at once that there is nothing to tell, or see to it."""
        place.next_offset = offset + 1
        owed = waiting(alert)
        lane = place.lanes.get(alert.alert_id)
        if lane is not None:
            _join(lane, owed, offset)
            return
        verdict = self._judge(place, owed)
        if verdict.intent is None:
            self._settle(place, owed, verdict)
            return
        lane = place.lanes[alert.alert_id] = Lane(owed, offset)
        tasks = self._tasks.setdefault(place, set())
        task = self._spawn(self._tell(place, lane))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    def recall(self, place: Place, alert: Alert) -> None:
        """Take a record in that was settled before this worker had the partition."""
        verdict = self._judge(place, waiting(alert))
        place.tell(alert.alert_id, None if alert.status is Status.RESOLVED else verdict.then)
        match verdict.intent:
            case Intent.PAGE | Intent.UPDATE as intent:
                place.recalled[alert.alert_id] = self._delivery(alert, intent, verdict)
            case Intent.ACKNOWLEDGE | Intent.RESOLVE:
                place.recalled.pop(alert.alert_id, None)
            case None:
                pass

    async def idle(self, timeout_s: float) -> None:
        """Wait until nothing is owed, or the time is over."""
        tasks = [task for tasks in self._tasks.values() for task in tasks]
        if tasks:
            await asyncio.wait(tasks, timeout=timeout_s)

    async def leave(self, place: Place) -> None:
        """Stop telling what belongs to a partition; what was not settled will be told by its next owner."""
        tasks = self._tasks.pop(place, set())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        await self._receiver.forget(tuple(place.told))

    async def _tell(self, place: Place, lane: Lane) -> None:
        attempt = 0
        while True:
            verdict = self._judge(place, lane.now)
            step = await self._attempt(lane.now.alert, verdict, attempt + 1)
            if isinstance(step, Again):
                attempt += 1
                _owe_newest(lane)
                await self._around.sleep(step.after_s)
                continue
            attempt = 0
            self._settle(place, lane.now, verdict)
            if lane.after is None:
                del place.lanes[lane.now.alert.alert_id]
                return
            lane.now, lane.first, lane.after = lane.after, lane.after_first, None

    async def _attempt(self, alert: Alert, verdict: Verdict, attempt: int) -> Done | Again | GiveUp:
        if verdict.intent is None:
            return Done()
        delivery = self._delivery(alert, verdict.intent, verdict)
        async with self._slots:
            await self._throttle()
            outcome = await self._receiver.deliver(delivery)
        step = decide(outcome, attempt, self._around.jitter())
        self._counters.attempts[self._receiver.name, reason_of(outcome)] += 1
        if isinstance(step, Again):
            self._counters.retries[self._receiver.name, step.reason] += 1
        write(self._receiver.name, delivery, step, attempt)
        await self._react(alert, step)
        return step

    async def _react(self, alert: Alert, step: Done | Again | GiveUp) -> None:
        match step:
            case Done():
                await self._alarms.accepted(alert.alert_id)
            case GiveUp(reason):
                await self._alarms.refused(alert, reason)
            case Again(reason, after_s, alarm):
                if reason is Reason.THROTTLED:
                    self._open_at = asyncio.get_running_loop().time() + after_s
                if alarm:
                    await self._alarms.failing(reason)

    async def _throttle(self) -> None:
        wait = self._open_at - asyncio.get_running_loop().time()
        if wait > 0:
            await self._around.sleep(wait)

    def _judge(self, place: Place, owed: Waiting) -> Verdict:
        told = place.told.get(owed.alert.alert_id)
        return judge(owed, told, fresh=place.fresh, not_before=self._around.not_before)

    def _settle(self, place: Place, owed: Waiting, verdict: Verdict) -> None:
        alert = owed.alert
        place.tell(alert.alert_id, None if alert.status is Status.RESOLVED else verdict.then)
        self._counters.decisions[alert.rule, verdict.intent or "nothing", verdict.why] += 1

    def _delivery(self, alert: Alert, intent: Intent, verdict: Verdict) -> Delivery:
        return Delivery(intent, page_of(alert, self._around.pseudonym), verdict.then.paged or alert.revision)


def _join(lane: Lane, owed: Waiting, offset: int) -> None:
    """Put a newer revision behind the one that is being told; of those that wait there only the newest is kept."""
    if lane.after is None:
        lane.after, lane.after_first = owed, offset
    else:
        lane.after = lane.after.followed_by(owed)


def _owe_newest(lane: Lane) -> None:
    """After a failed attempt, of which nobody knows what arrived, tell the newest state instead."""
    lane.now = replace(lane.now, attempted=True)
    if lane.after is not None:
        lane.now, lane.after = lane.now.followed_by(lane.after), None
