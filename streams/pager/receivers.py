"""What a receiver of pages is."""

from collections.abc import Collection
from typing import Protocol

from streams.pager.pages import Delivery
from streams.pager.retries import Outcome


class Receiver(Protocol):
    """A console, an Alertmanager, a PagerDuty: something that wakes people."""

    @property
    def name(self) -> str:
        """By which it is known in logs, counters and operations alerts."""

    async def deliver(self, delivery: Delivery) -> Outcome:
        """Try once. A delivery may come again, under the same `(alert_id, paged)`."""

    async def recall(self, deliveries: Collection[Delivery]) -> None:
        """Take in what was delivered before a restart, or by another worker, and still stands."""

    async def forget(self, alert_ids: Collection[str]) -> None:
        """Leave these to the worker that has taken them over; they go on."""

    async def remind(self, *, alive: bool) -> None:
        """Say again what must not time out; called once every resend interval.

        Args:
            alive: alerts come through from end to end, so a dead man's switch may be held down.
        """
