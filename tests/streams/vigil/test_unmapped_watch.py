from datetime import UTC, datetime, timedelta

from models.alerts import Alert
from models.heartbeats import FeedReport, IntakeReport, Lookalike, decode, encode
from streams.operations.alerts import opened
from streams.operations.catalogue import Operations
from streams.vigil.unmapped_watch import UnmappedWatch

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ABOUT = Operations.UNMAPPED_ANALYTE.value


class Watch:
    """A watch with a clock that is pushed by hand."""

    def __init__(self) -> None:
        self.now = NOON
        self.watch = UnmappedWatch(lambda: self.now)

    def report(self, worker: str = "a", **at: datetime) -> None:
        lookalikes = {measure: Lookalike(at=when, code="GPT7") for measure, when in at.items()}
        feed = FeedReport(accepted=0, rejected=0, unmapped=len(at), lookalikes=lookalikes)
        report = decode(encode(IntakeReport(worker=worker, began=NOON, at=self.now, feeds={"hl7v2-messages": feed})))
        assert report is not None
        self.watch.hear([(report, 0)])

    def wrong(self) -> dict[str, str]:
        return {found.subject: found.wrong for found in self.watch.found()}


def test_a_result_that_looks_like_something_watched_is_said_with_its_code() -> None:
    watch = Watch()
    assert watch.wrong() == {}
    watch.report(alt=NOON)
    said = "A result of hl7v2-messages under the unknown code GPT7 looks like alt, and is not watched."
    assert watch.wrong() == {"hl7v2-messages/alt": said}


def test_it_is_over_a_day_after_the_last_one_that_any_worker_had() -> None:
    watch = Watch()
    watch.report("a", alt=NOON, tsh=NOON)
    watch.report("b", alt=NOON + DAY / 2)
    watch.report("a", alt=NOON)
    watch.now = NOON + DAY
    assert {subject: bool(wrong) for subject, wrong in watch.wrong().items()} == {
        "hl7v2-messages/alt": True,
        "hl7v2-messages/tsh": False,
    }
    watch.now = NOON + DAY * 1.5
    assert not any(watch.wrong().values())


def test_what_fired_before_this_worker_kept_watch_ends_a_day_later_unless_it_comes_again() -> None:
    watch = Watch()
    firing: Alert = opened(ABOUT, "hl7v2-messages/alt", "It was so.", NOON - DAY)
    watch.watch.take(firing)
    assert watch.wrong()["hl7v2-messages/alt"]
    watch.now = NOON + DAY
    assert not watch.wrong()["hl7v2-messages/alt"]
    watch.report(alt=watch.now)
    assert watch.wrong()["hl7v2-messages/alt"]
