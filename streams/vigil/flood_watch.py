"""Adds up what the intakes of all workers report of each feed, and tells a flood."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from time import monotonic
from typing import Final

from models.heartbeats import FeedReport, Heartbeat, IntakeReport
from streams.operations.catalogue import Operations
from streams.vigil.floods import Bounds, FeedWindow, Seen, rejected_flood, unmapped_flood
from streams.vigil.ground import Ground
from streams.vigil.standing import Found

_FORGOTTEN: Final = timedelta(hours=1)
"""A worker that has reported nothing for so long is gone."""
_NOTHING: Final = FeedReport(accepted=0, rejected=0, unmapped=0)


class FloodWatch:
    """The feeds, as all intakes together see them."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._began = monotonic()
        self._bounds = Bounds(ground.bounds.flood_parts, ground.bounds.flood_share)
        self._lives: dict[tuple[str, datetime], IntakeReport] = {}
        self._feeds: dict[str, FeedWindow] = {}

    def hear(self, beats: Iterable[tuple[Heartbeat, int]]) -> None:
        """Heartbeats came, reports of intakes among them."""
        for report, _ in beats:
            if isinstance(report, IntakeReport):
                self._take(report, self._ground.clock())

    def found(self) -> Iterator[Found]:
        """Which feeds are flooded, and which are known not to be."""
        window = self._ground.bounds.flood_window
        known = monotonic() - self._began > window.total_seconds()
        for topic, feed in self._feeds.items():
            feed.forget(self._ground.clock())
            now, usual = feed.of_late, feed.usual
            of_late = f"of {topic} within {window.total_seconds():.0f} s"
            if rejected_flood(now, self._bounds):
                wrong = f"{now.rejected} of {sum(now)} parts of messages {of_late} were rejected"
                yield Found(Operations.REJECTED_FLOOD.value, topic, wrong)
            elif known:
                yield Found(Operations.REJECTED_FLOOD.value, topic)
            if unmapped_flood(now, usual, self._bounds):
                wrong = f"{now.unmapped} parts of messages {of_late} have unknown codes; {now.accepted} were accepted"
                yield Found(Operations.UNMAPPED_FLOOD.value, topic, wrong)
            elif known:
                yield Found(Operations.UNMAPPED_FLOOD.value, topic)

    def _take(self, report: IntakeReport, now: datetime) -> None:
        life = report.worker, report.began
        last = self._lives.get(life)
        self._lives = {known: each for known, each in self._lives.items() if now - each.at < _FORGOTTEN}
        self._lives[life] = report
        for topic, feed in report.feeds.items():
            window = self._feeds.setdefault(topic, FeedWindow(self._ground.bounds.flood_window))
            if last is not None:
                window.add(now, Seen.since(last.feeds.get(topic, _NOTHING), feed))
            else:
                # What came before anybody listened is what is usual.
                window.know(Seen.since(_NOTHING, feed))
