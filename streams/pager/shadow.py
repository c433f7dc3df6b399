"""Shadow mode: everything but the pages, to see what would have been heard before anybody is woken by it."""

from collections.abc import Collection

from streams.logs import Event, log
from streams.pager.counters import Counters
from streams.pager.pages import Delivery
from streams.pager.retries import Kind, Outcome


class Shadow:
    """Stands in for a receiver, accepts everything, and says what it would have sent.

    Leaving shadow mode pages nobody for what was decided in it; an Alertmanager is then told of all that still fires.
    """

    def __init__(self, instead_of: str, counters: Counters) -> None:
        self._name = instead_of
        self._counters = counters

    @property
    def name(self) -> str:
        """The receiver that it stands in for, marked."""
        return f"shadow-{self._name}"

    async def deliver(self, delivery: Delivery) -> Outcome:
        """Count it and log it."""
        page = delivery.page
        self._counters.shadowed[page.rule, page.severity, delivery.intent] += 1
        log(
            Event.PAGE_SHADOWED,
            receiver=self._name,
            rule=page.rule,
            severity=page.severity.value,
            intent=delivery.intent.value,
            alert_id=page.alert_id,
            revision=page.revision,
        )
        return Outcome(Kind.ANSWERED, 200)

    async def recall(self, deliveries: Collection[Delivery]) -> None:
        """Nothing stands anywhere."""

    async def forget(self, alert_ids: Collection[str]) -> None:
        """Nothing is kept."""

    async def remind(self, *, alive: bool) -> None:
        """Nobody is to be reminded."""
