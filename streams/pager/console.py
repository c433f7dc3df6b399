"""The receiver for a terminal: each page as if it had woken you."""

from collections.abc import Callable, Collection

from models.instants import to_text
from streams.pager.pages import Delivery, Intent, Page
from streams.pager.retries import Kind as Ended
from streams.pager.retries import Outcome
from streams.pager.subjects import Kind

_REFERENCE = 12
_ACCEPTED = Outcome(Ended.ANSWERED, 200)


class Console:
    """Writes a block for what is to be heard and a line for its end; updates are not worth one."""

    name = "console"

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write

    async def deliver(self, delivery: Delivery) -> Outcome:
        """Write it, unless it is an update."""
        if delivery.intent is not Intent.UPDATE:
            self._write(render(delivery))
        return _ACCEPTED

    async def recall(self, deliveries: Collection[Delivery]) -> None:
        """Nothing: what was written stays written."""

    async def forget(self, alert_ids: Collection[str]) -> None:
        """Nothing is kept."""

    async def remind(self, *, alive: bool) -> None:
        """Nothing times out on a terminal."""


def render(delivery: Delivery) -> str:
    """The text of a delivery, which ends with a line break: a block to act upon, or one line that closes it."""
    page = delivery.page
    heading = f"{to_text(page.changed_at)}  {page.rule}  {_about(page)}  [{page.alert_id[:_REFERENCE]}]"
    match delivery.intent:
        case Intent.PAGE:
            due = "" if page.due_at is None else f"\n          due {to_text(page.due_at)}"
            return f"{page.severity.upper():<9} {heading}\n          {page.summary}\n          > {page.action}{due}\n"
        case Intent.ACKNOWLEDGE:
            return f"taken     {heading}\n"
        case Intent.RESOLVE:
            return f"over      {heading}\n"
        case Intent.UPDATE:
            return f"changed   {heading}\n"


def _about(page: Page) -> str:
    whose = "" if page.patient is None else f"patient {page.patient}"
    return whose if page.subject.kind is Kind.PATIENT else f"{page.subject}  {whose}".rstrip()
