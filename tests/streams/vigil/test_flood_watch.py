"""Reports of several intakes, added up."""

from datetime import UTC, datetime, timedelta

import pytest

from models.heartbeats import FeedReport, IntakeReport
from models.policy import Policy
from models.settings import Settings
from models.vigil import VigilSettings
from streams.vigil.flood_watch import FloodWatch
from streams.vigil.ground import Ground

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
FEED = "lab-results"


class Hall:
    """A vigil with a clock that is pushed by hand."""

    def __init__(self) -> None:
        self.now = NOON
        settings = Settings(vigil=VigilSettings(flood_window=5 * MINUTE, flood_parts=20, flood_share=0.2))
        self.watch = FloodWatch(Ground(settings, Policy(), 4, {}, lambda: self.now))

    def report(self, worker: str, began: datetime, *, minute: int, accepted: int = 0, rejected: int = 0) -> None:
        self.now = NOON + minute * MINUTE
        feed = FeedReport(accepted=accepted, rejected=rejected, unmapped=0)
        self.watch.hear([(IntakeReport(worker=worker, began=began, at=self.now, feeds={FEED: feed}), 0)])

    def floods(self) -> list[str]:
        return [found.operation.rule for found in self.watch.found() if found.wrong]


@pytest.fixture
def hall() -> Hall:
    return Hall()


def test_what_several_intakes_reject_is_one_flood(hall: Hall) -> None:
    for worker in ("one", "two"):
        hall.report(worker, NOON, minute=0)
        hall.report(worker, NOON, minute=1, rejected=10)
    assert hall.floods() == ["rejected-flood"]


def test_two_workers_of_one_name_are_two(hall: Hall) -> None:
    for life in (NOON, NOON + MINUTE):
        hall.report("clinic", life, minute=1)
    for life in (NOON, NOON + MINUTE):
        hall.report("clinic", life, minute=2, rejected=10)
    assert hall.floods() == ["rejected-flood"]


def test_what_was_rejected_before_anybody_listened_is_no_flood_now(hall: Hall) -> None:
    hall.report("one", NOON, minute=0, rejected=1_000)
    assert hall.floods() == []


def test_a_flood_ebbs_away_with_the_window(hall: Hall) -> None:
    hall.report("one", NOON, minute=0)
    hall.report("one", NOON, minute=1, rejected=100)
    hall.report("one", NOON, minute=5, rejected=100)
    assert hall.floods() == ["rejected-flood"]
    hall.report("one", NOON, minute=7, rejected=100)
    assert hall.floods() == []


def test_many_accepted_beside_them_are_no_flood(hall: Hall) -> None:
    hall.report("one", NOON, minute=0)
    hall.report("one", NOON, minute=1, accepted=1_000, rejected=100)
    assert hall.floods() == []
