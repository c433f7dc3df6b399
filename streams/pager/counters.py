"""What the pager counts, by names of closed sets alone."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Counters:
    """Totals since the pager began, which only grow, and how many alerts wait.

    Attributes:
        decisions: revisions of alerts that were decided upon, by rule, what was asked of the receiver, and why.
        attempts: to deliver, by receiver and how they ended.
        retries: attempts after which it is tried again, by receiver and how they ended.
        shadowed: deliveries that shadow mode kept back, by rule, severity and what would have been asked.
        acknowledgements: that came back, by rule and coded reason: the measure of alerts that nobody needs.
        callbacks_refused: call-backs that led to no acknowledgement, by why.
        waiting: alerts that the receiver has still to be told of, at present.
    """

    decisions: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    attempts: Counter[tuple[str, str]] = field(default_factory=Counter)
    retries: Counter[tuple[str, str]] = field(default_factory=Counter)
    shadowed: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    acknowledgements: Counter[tuple[str, str]] = field(default_factory=Counter)
    callbacks_refused: Counter[str] = field(default_factory=Counter)
    waiting: int = 0
