"""Results that look like something that is watched, under codes that nobody knows, as all intakes report them."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Final

from models.alerts import Alert, Status
from models.heartbeats import Heartbeat, IntakeReport, Lookalike
from streams.clock import Clock
from streams.operations.catalogue import Operations
from streams.vigil.standing import Found

_ABOUT: Final = Operations.UNMAPPED_ANALYTE.value
_OVER: Final = timedelta(days=1)
"""So long after the last such result it is over: laboratories send every day."""


class UnmappedWatch:
    """The last lookalike of each feed, by what it looks like.

    Args:
        clock: the wall clock.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last: dict[str, Lookalike] = {}

    def take(self, alert: Alert) -> None:
        """Something fires already: it came no later than now, as far as is known here."""
        if alert.rule == _ABOUT.rule and alert.status is not Status.RESOLVED:
            self._last.setdefault(alert.subject, Lookalike(at=self._clock(), code=""))

    def hear(self, beats: Iterable[tuple[Heartbeat, int]]) -> None:
        """Heartbeats came, reports of intakes among them."""
        for report, _ in beats:
            if isinstance(report, IntakeReport):
                for topic, feed in report.feeds.items():
                    for measure, lookalike in feed.lookalikes.items():
                        self._note(f"{topic}/{measure}", lookalike)

    def found(self) -> Iterator[Found]:
        """What comes under unknown codes, and what does so no more."""
        now = self._clock()
        for subject, lookalike in self._last.items():
            topic, _, measure = subject.partition("/")
            code = f"the unknown code {lookalike.code}" if lookalike.code else "a code that is not known"
            wrong = f"A result of {topic} under {code} looks like {measure}, and is not watched."
            yield Found(_ABOUT, subject, wrong if now - lookalike.at < _OVER else "")

    def _note(self, subject: str, lookalike: Lookalike) -> None:
        known = self._last.get(subject)
        if known is None or known.at < lookalike.at:
            self._last[subject] = lookalike
