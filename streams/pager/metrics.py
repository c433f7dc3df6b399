"""What the pager's counters and its state are called outside."""

from collections.abc import Iterator
from typing import Final

from models.findings import Severity
from models.settings import PagerKind
from models.terms import SetAside
from streams.metrics.described import Family, Label, counter, gauge, words
from streams.metrics.labels import ANY_RULE, RULE
from streams.pager.callbacks import Useless
from streams.pager.counters import Counters
from streams.pager.intents import Why
from streams.pager.pages import Intent
from streams.pager.progress import Progress
from streams.pager.retries import Reason

_RECEIVER = Label("receiver", "who is told", words((*PagerKind, *(f"shadow-{kind}" for kind in PagerKind))))
_INTENT = Label("intent", "what was asked of the receiver", (*Intent, "nothing"))
_ENDED = Label("reason", "how the attempt ended", tuple(Reason))

DECISIONS: Final = counter(
    "natwatch_pager_decisions_total",
    "Revisions of alerts that were decided upon, by what was asked of the receiver (or nothing) and why.",
    ANY_RULE, _INTENT, Label("why", "for which reason", tuple(Why)),
)  # fmt: skip
ATTEMPTS: Final = counter("natwatch_pager_attempts_total", "Attempts to deliver, by how they ended.", _RECEIVER, _ENDED)
RETRIES: Final = counter(
    "natwatch_pager_retries_total", "Attempts after which it is tried again, by how they ended.", _RECEIVER, _ENDED
)
SHADOWED: Final = counter(
    "natwatch_pager_shadowed_total",
    "Deliveries that shadow mode kept back.",
    ANY_RULE, Label("severity", "how soon somebody must act", tuple(Severity)), _INTENT,
)  # fmt: skip
ACKNOWLEDGEMENTS: Final = counter(
    "natwatch_pager_acknowledgements_total",
    "Acknowledgements that came back, by rule and coded reason: the measure of alerts that nobody needs.",
    RULE, Label("reason", "the code of why it was set aside", words(SetAside)),
)  # fmt: skip
CALLBACKS_REFUSED: Final = counter(
    "natwatch_pager_callbacks_refused_total",
    "Call-backs that led to no acknowledgement, by why.",
    Label("why", "why the call-back led to nothing", tuple(Useless)),
)
CANARIES: Final = counter(
    "natwatch_pager_canaries_total", "Revisions of canary alerts that came by: they are paged to nobody."
)
WAITING: Final = gauge("natwatch_pager_waiting", "Alerts that the receiver has still to be told of.")
METRICS: Final = (
    DECISIONS, ATTEMPTS, RETRIES, SHADOWED, ACKNOWLEDGEMENTS, CALLBACKS_REFUSED, CANARIES, WAITING,
)  # fmt: skip


def families(counters: Counters, progress: Progress) -> Iterator[Family]:
    """The counters as they stand, and how far the pager is."""
    yield DECISIONS.family(counters.decisions)
    yield ATTEMPTS.family(counters.attempts)
    yield RETRIES.family(counters.retries)
    yield SHADOWED.family(counters.shadowed)
    yield ACKNOWLEDGEMENTS.family(counters.acknowledgements)
    yield CALLBACKS_REFUSED.family({(why,): count for why, count in counters.callbacks_refused.items()})
    yield CANARIES.family(progress.canaries)
    yield WAITING.family(counters.waiting)
