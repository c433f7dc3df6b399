"""The receiver for PagerDuty, by its Events API v2.

`dedup_key` is the alert's id, so that a delivery that comes twice is one incident. What that means for each intent:

- A page that is not the first of its alert (it worsened) resolves the key, and triggers it again once that is accepted:
  PagerDuty notifies nobody of a trigger on an incident that is open, least of all on an acknowledged one, and a
  worsening must be heard. Both belong to one attempt, so nothing is left resolved: if the second fails, both come
  again.
- An update sends nothing: on an incident that is open it would only grow its log, and on one that a person has resolved
  over there it would page anew.
- Resolving or acknowledging a key that PagerDuty does not know does nothing there.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Literal

import orjson

from models.instants import to_text
from streams.pager.pages import Delivery, Intent, Page
from streams.pager.posting import Poster
from streams.pager.retries import Done, Kind, Outcome, decide

ENQUEUE = "https://events.pagerduty.com/v2/enqueue"
SUMMARY_LIMIT = 1024
DETAIL_LIMIT = 4096
SETTLE_S = 1.0
"""Between the two events of a repeated page: they are accepted in order, and worked off later."""
_BAD_REQUEST = 400


class PagerDuty:
    """One PagerDuty service, known by its routing key."""

    name = "pagerduty"

    def __init__(
        self, poster: Poster, routing_key: str, pause: Callable[[float], Awaitable[object]], url: str = ENQUEUE
    ) -> None:
        self._poster = poster
        self._key = routing_key
        self._pause = pause
        self._url = url

    async def deliver(self, delivery: Delivery) -> Outcome:
        """Send the event, or the two, that the intent asks for."""
        page = delivery.page
        match delivery.intent:
            case Intent.UPDATE:
                return Outcome(Kind.ANSWERED, 200)
            case Intent.ACKNOWLEDGE:
                return await self._send(follow_up(page, "acknowledge"))
            case Intent.RESOLVE:
                return await self._send(follow_up(page, "resolve"))
            case Intent.PAGE:
                return await self._page(delivery)

    async def recall(self, deliveries: Collection[Delivery]) -> None:
        """Nothing: PagerDuty remembers."""

    async def forget(self, alert_ids: Collection[str]) -> None:
        """Nothing is kept."""

    async def remind(self, *, alive: bool) -> None:
        """Nothing times out at PagerDuty."""

    async def _page(self, delivery: Delivery) -> Outcome:
        if delivery.paged > 1:
            outcome = await self._send(follow_up(delivery.page, "resolve"))
            if not isinstance(decide(outcome, 1, 0.0), Done):
                return outcome
            await self._pause(SETTLE_S)
        return await self._send(trigger(delivery.page))

    async def _send(self, event: Mapping[str, object]) -> Outcome:
        outcome, answer = await self._poster.post(self._url, {"routing_key": self._key, **event})
        if outcome.status == _BAD_REQUEST and blames_key(answer):
            return Outcome(Kind.KEY_REFUSED)
        return outcome


def trigger(page: Page) -> dict[str, object]:
    """The event that opens an incident, within PagerDuty's limits (1,024 characters of summary, 512 KB in all)."""
    return {
        "event_action": "trigger",
        "dedup_key": page.alert_id,
        "client": "natwatch",
        "payload": {
            "summary": f"{page.rule}: {page.summary}"[:SUMMARY_LIMIT],
            "source": page.patient or "natwatch",
            "severity": page.severity.value,
            "timestamp": to_text(page.changed_at),
            "component": str(page.subject),
            "group": page.patient or "operations",
            "class": page.rule,
            "custom_details": {
                "alert_id": page.alert_id,
                "revision": page.revision,
                "effect": page.effect.value,
                "action": page.action[:DETAIL_LIMIT],
                "authority": page.authority[:DETAIL_LIMIT],
                "holds_from": to_text(page.holds_from),
                "due_at": None if page.due_at is None else to_text(page.due_at),
            },
        },
    }


def follow_up(page: Page, action: Literal["acknowledge", "resolve"]) -> dict[str, object]:
    """The event that acknowledges or resolves the alert's incident."""
    return {"event_action": action, "dedup_key": page.alert_id}


def blames_key(answer: bytes) -> bool:
    """Whether a 400 is about the routing key, which is our setting, and not about the event."""
    try:
        fields = orjson.loads(answer)
    except orjson.JSONDecodeError:
        return False
    errors = fields.get("errors") if isinstance(fields, dict) else None
    texts = errors if isinstance(errors, list) else []
    return any("routing" in str(text).lower() and "key" in str(text).lower() for text in texts)
