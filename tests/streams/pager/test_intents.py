from datetime import UTC, datetime

import pytest

from streams.pager.intents import Told, Waiting, Why, judge, waiting
from streams.pager.pages import Intent
from tests.streams.pager.fakes import MakeAlert

NOBODY, PAGED, QUIET = None, Told(1, 1), Told(1, None)


def verdict(
    owed: Waiting, told: Told | None, *, fresh: bool = False, not_before: datetime | None = None
) -> tuple[Intent | None, Why]:
    found = judge(owed, told, fresh=fresh, not_before=not_before)
    return found.intent, found.why


@pytest.mark.parametrize(
    ("told", "change", "fields", "expected"),
    [
        (NOBODY, "opened", {}, (Intent.PAGE, Why.NEWS)),
        (NOBODY, "opened", {"severity": "warning"}, (Intent.PAGE, Why.NEWS)),
        (NOBODY, "opened", {"severity": "info"}, (None, Why.INFO)),
        (PAGED, "worsened", {}, (Intent.PAGE, Why.NEWS)),
        (QUIET, "worsened", {"severity": "warning"}, (Intent.PAGE, Why.NEWS)),
        (QUIET, "worsened", {"severity": "info"}, (None, Why.INFO)),
        (PAGED, "updated", {}, (Intent.UPDATE, Why.CHANGED)),
        (QUIET, "updated", {"severity": "info"}, (None, Why.INFO)),
        (PAGED, "eased", {"severity": "warning"}, (Intent.UPDATE, Why.CHANGED)),
        (PAGED, "eased", {"severity": "info"}, (Intent.RESOLVE, Why.EASED_TO_INFO)),
        (PAGED, "acknowledged", {}, (Intent.ACKNOWLEDGE, Why.ACKNOWLEDGED)),
        (QUIET, "acknowledged", {}, (None, Why.NEVER_PAGED)),
        (PAGED, "updated", {"status": "acknowledged"}, (Intent.ACKNOWLEDGE, Why.ACKNOWLEDGED)),
        (PAGED, "resolved", {}, (Intent.RESOLVE, Why.RESOLVED)),
        (QUIET, "resolved", {}, (None, Why.NEVER_PAGED)),
        (QUIET, "resolved", {"severity": "info"}, (None, Why.NEVER_PAGED)),
        (PAGED, "resolved", {"severity": "info"}, (Intent.RESOLVE, Why.RESOLVED)),
        (Told(2, 1), "worsened", {}, (None, Why.REPEAT)),
    ],
)
def test_the_table(
    alert: MakeAlert, told: Told | None, change: str, fields: dict[str, str], expected: tuple[Intent | None, Why]
) -> None:
    revision = 1 if change == "opened" else 2
    assert verdict(waiting(alert(change, revision=revision, **fields)), told) == expected


def test_the_key_of_a_page_is_the_revision_that_is_heard(alert: MakeAlert) -> None:
    worsened = judge(waiting(alert("worsened", revision=2)), PAGED, fresh=False, not_before=None)
    updated = judge(waiting(alert("updated", revision=3)), worsened.then, fresh=False, not_before=None)
    assert (worsened.then, updated.then) == (Told(2, 2), Told(3, 2))


def test_a_revision_lost_to_compaction_is_heard_late_rather_than_never(alert: MakeAlert) -> None:
    late = waiting(alert("updated", revision=4))
    assert verdict(late, Told(1, 1)) == (Intent.PAGE, Why.MISSED)
    assert verdict(late, None) == (Intent.PAGE, Why.MISSED)
    assert verdict(late, None, fresh=True) == (Intent.PAGE, Why.MISSED)
    owed = waiting(alert("updated", revision=2)).followed_by(late)
    assert verdict(owed, PAGED) == (Intent.PAGE, Why.NEWS)


def test_a_resolution_of_which_the_beginning_is_lost_takes_a_page_down_unless_the_topic_is_new(
    alert: MakeAlert,
) -> None:
    over = waiting(alert("resolved", revision=4))
    assert verdict(over, None) == (Intent.RESOLVE, Why.RESOLVED)
    assert verdict(over, None, fresh=True) == (None, Why.NEVER_PAGED)


@pytest.mark.parametrize("end", ["resolved", "acknowledged"])
def test_what_ended_or_was_taken_before_anybody_could_be_told_wakes_nobody(alert: MakeAlert, end: str) -> None:
    owed = waiting(alert()).followed_by(waiting(alert(end, revision=2)))
    assert verdict(owed, None) == (None, Why.NEVER_PAGED)


def test_a_page_that_is_owed_survives_an_update_and_keeps_its_key(alert: MakeAlert) -> None:
    owed = waiting(alert()).followed_by(waiting(alert("updated", revision=2)))
    found = judge(owed, None, fresh=False, not_before=None)
    assert (found.intent, found.then) == (Intent.PAGE, Told(2, 1))


def test_what_may_have_arrived_is_taken_down(alert: MakeAlert) -> None:
    owed = Waiting(alert("resolved", revision=2), since=1, loud=1, attempted=True)
    assert verdict(owed, None) == (Intent.RESOLVE, Why.RESOLVED)


def test_what_began_before_does_not_page_at_a_first_filling_unless_it_was_paged_already(alert: MakeAlert) -> None:
    start = datetime(2026, 3, 2, tzinfo=UTC)
    later = alert(holds_from="2026-03-02T00:00:00Z")
    updated = waiting(alert("updated", revision=2))
    assert verdict(waiting(alert()), None, not_before=start) == (None, Why.BEGAN_BEFORE)
    assert verdict(updated, QUIET, not_before=start) == (None, Why.BEGAN_BEFORE)
    assert verdict(updated, PAGED, not_before=start) == (Intent.UPDATE, Why.CHANGED)
    assert verdict(waiting(later), None, not_before=start) == (Intent.PAGE, Why.NEWS)
