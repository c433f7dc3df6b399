"""The receiver for Alertmanager, by its API v2; several of them each get everything.

An alert counts as delivered when one of them has accepted it: what fires is sent again to all of them every resend
interval, and what ended for a quarter of an hour, so one that was away has everything soon after it is back. What fires
over there is asked of them after a restart, not remembered: they alone know under which labels they were told.
"""

import asyncio
from collections.abc import Collection, Sequence
from datetime import timedelta

from models.instants import to_text
from streams.clock import Clock
from streams.pager.pages import Delivery
from streams.pager.posting import Poster
from streams.pager.retries import Kind, Outcome, Reason, reason_of
from streams.pager.standing import SERVICE, Labels, Standing

BATCH = 64
WATCHDOG = "natwatch-alive"
WATCHDOG_LIFETIME = timedelta(minutes=5)
_PREFERENCE = tuple(Reason)


class Alertmanager:
    """One or several Alertmanagers, by their addresses (`http://host:9093`, comma-separated).

    Args:
        poster: sends to them.
        urls: their addresses.
        clock: the wall clock.
        key: the bearer token, where one is needed.
        alive_for: how long, without another reminder, they are to believe that all is alive.
    """

    name = "alertmanager"

    def __init__(
        self, poster: Poster, urls: str, clock: Clock, key: str | None = None, alive_for: timedelta = WATCHDOG_LIFETIME
    ) -> None:
        self._poster = poster
        self._urls = addresses(urls, "alerts")
        self._headers = bearer(key)
        self._clock = clock
        self._alive_for = alive_for
        self._standing = Standing()
        self._unasked = set(self._urls)

    async def deliver(self, delivery: Delivery) -> Outcome:
        """Send the alert's label set, and the end of those that it had before."""
        now = self._clock()
        posts = self._standing.take(delivery, now)
        if not posts:
            return Outcome(Kind.ANSWERED, 200)
        outcomes = await self._post_all([post.body(now) for post in posts])
        best = min(outcomes, key=lambda outcome: _PREFERENCE.index(reason_of(outcome)))
        if reason_of(best) is Reason.ACCEPTED:
            self._standing.accepted(delivery.page.alert_id)
        return best

    async def recall(self, deliveries: Collection[Delivery]) -> None:
        """Ask each Alertmanager what fires, and look after what was delivered before."""
        self._standing.ask_anew()
        self._unasked = set(self._urls)
        await self._ask()
        for delivery in deliveries:
            self._standing.recall(delivery)

    async def forget(self, alert_ids: Collection[str]) -> None:
        """Stop sending these again; they fire on until their new owner does."""
        for alert_id in alert_ids:
            self._standing.forget(alert_id)

    async def remind(self, *, alive: bool) -> None:
        """Send everything that fires again; and the watchdog, whose absence is the alarm, if all is `alive`."""
        await self._ask()
        now = self._clock()
        bodies = [post.body(now) for post in self._standing.again(now)]
        if alive:
            bodies.insert(0, watchdog(to_text(now), to_text(now + self._alive_for)))
        for start in range(0, len(bodies), BATCH):
            await self._post_all(bodies[start : start + BATCH])

    async def _post_all(self, bodies: Sequence[object]) -> list[Outcome]:
        answers = await asyncio.gather(*(self._poster.post(url, bodies, self._headers) for url in self._urls))
        return [outcome for outcome, _ in answers]

    async def _ask(self) -> None:
        for url in sorted(self._unasked):
            alerts = await self._poster.get(url, {"filter": f'service="{SERVICE}"'}, self._headers)
            if isinstance(alerts, list):
                self._unasked.discard(url)
                for labels in filter(None, map(_labels, alerts)):
                    self._standing.found(labels)


def addresses(urls: str, what: str) -> tuple[str, ...]:
    """Where each of the Alertmanagers has its alerts, or its silences."""
    return tuple(f"{url.strip().rstrip('/')}/api/v2/{what}" for url in urls.split(",") if url.strip())


def bearer(key: str | None) -> dict[str, str]:
    """The header by which we are let in, where one is needed."""
    return {} if key is None else {"authorization": f"Bearer {key}"}


def watchdog(starts: str, ends: str) -> dict[str, object]:
    """The alert that always fires: a receiver over there must cry out when it stops."""
    return {
        "labels": {"alertname": WATCHDOG, "severity": "none", "service": SERVICE},
        "annotations": {"summary": "natwatch is alive, from its log to this pager; alarm when this stops"},
        "startsAt": starts,
        "endsAt": ends,
    }


def _labels(alert: object) -> Labels | None:
    labels = alert.get("labels") if isinstance(alert, dict) else None
    if not isinstance(labels, dict) or not all(isinstance(value, str) for value in labels.values()):
        return None
    return labels
