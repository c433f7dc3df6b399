from datetime import UTC, datetime, timedelta

import pytest

from models.heartbeats import FeedReport
from streams.vigil.floods import NOTHING, Bounds, FeedWindow, Seen, rejected_flood, unmapped_flood

BOUNDS = Bounds(least=20, share=0.2)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("seen", "flood"),
    [
        (NOTHING, False),
        (Seen(rejected=19), False),
        (Seen(rejected=20), True),
        (Seen(accepted=80, rejected=20), True),
        (Seen(accepted=81, rejected=20), False),
        (Seen(accepted=40, unmapped=41, rejected=20), False),
        (Seen(accepted=10_000, rejected=2_000), False),
        (Seen(accepted=8_000, rejected=2_000), True),
    ],
)
def test_a_flood_is_many_rejected_and_a_large_share(seen: Seen, flood: bool) -> None:
    assert rejected_flood(seen, BOUNDS) is flood


@pytest.mark.parametrize(
    ("now", "usual", "flood"),
    [
        (Seen(accepted=0, unmapped=100), Seen(accepted=100, unmapped=900), True),
        (Seen(accepted=2, unmapped=98), Seen(accepted=100, unmapped=900), True),
        (Seen(accepted=3, unmapped=97), Seen(accepted=100, unmapped=900), False),
        (Seen(accepted=0, unmapped=99), Seen(accepted=100, unmapped=900), False),
        (Seen(accepted=0, unmapped=1_000), Seen(accepted=0, unmapped=9_000), False),
        (Seen(accepted=0, unmapped=20), Seen(accepted=100, unmapped=0), True),
        (Seen(accepted=0, unmapped=19), Seen(accepted=100, unmapped=0), False),
        (Seen(accepted=0, unmapped=100), Seen(accepted=50, unmapped=49), False),
        (Seen(accepted=0, rejected=100), Seen(accepted=100, unmapped=900), False),
    ],
)
def test_unknown_codes_are_a_flood_where_they_have_taken_the_place_of_what_used_to_be_accepted(
    now: Seen,
    usual: Seen,
    flood: bool,
) -> None:
    assert unmapped_flood(now, usual, BOUNDS) is flood


def test_what_is_older_than_the_window_is_what_is_usual() -> None:
    window = FeedWindow(5 * MINUTE)
    for minute in range(10):
        window.add(NOON + minute * MINUTE, Seen(accepted=1))
    window.forget(NOON + 9 * MINUTE)
    assert (window.of_late, window.usual) == (Seen(accepted=6), Seen(accepted=4))


def test_what_came_between_two_reports_is_their_difference() -> None:
    before, after = FeedReport(accepted=5, rejected=1, unmapped=2), FeedReport(accepted=9, rejected=1, unmapped=7)
    assert Seen.since(before, after) == Seen(accepted=4, rejected=0, unmapped=5)
