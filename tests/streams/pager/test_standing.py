from datetime import datetime, timedelta

from models.alerts import Alert
from streams.pager.pages import Delivery, Intent, page_of
from streams.pager.standing import ENDED_KEPT, LIFETIME, Post, Standing
from tests.streams.pager.fakes import MakeAlert


def delivery(intent: Intent, alert: Alert, paged: int) -> Delivery:
    return Delivery(intent, page_of(alert, lambda identifier: f"#{len(identifier)}"), paged)


def fired(posts: tuple[Post, ...]) -> list[str]:
    return [post.labels["revision"] for post in posts if post.ended_at is None]


def ended(posts: tuple[Post, ...]) -> list[str]:
    return [post.labels["revision"] for post in posts if post.ended_at is not None]


def test_an_alert_has_labels_without_identity(alert: MakeAlert, now: datetime) -> None:
    (post,) = Standing().take(delivery(Intent.PAGE, alert(rule="wrong-dose", subject="BAG-1"), 1), now)
    assert post.labels == {
        "alertname": "wrong-dose",
        "severity": "critical",
        "service": "natwatch",
        "alert_id": "a1",
        "revision": "1",
        "subject": "#5",
        "patient": "#8",
    }


def test_it_fires_until_its_lifetime_unless_it_ends(alert: MakeAlert, now: datetime) -> None:
    standing = Standing()
    (post,) = standing.take(delivery(Intent.PAGE, alert(), 1), now)
    assert post.body(now)["startsAt"] == "2026-03-01T08:00:00Z"
    assert post.body(now)["endsAt"] == "2026-03-01T10:00:00Z"
    assert timedelta(hours=1) == LIFETIME
    (over,) = standing.take(delivery(Intent.RESOLVE, alert("resolved", revision=2), 1), now)
    assert (over.labels, over.body(now)["endsAt"]) == (post.labels, "2026-03-01T09:00:00Z")


def test_what_holds_from_a_clock_ahead_of_ours_starts_no_later_than_it_ends(alert: MakeAlert, now: datetime) -> None:
    standing = Standing()
    standing.take(delivery(Intent.PAGE, alert(holds_from="2026-03-01T09:04:00Z"), 1), now)
    (over,) = standing.take(delivery(Intent.RESOLVE, alert("resolved", holds_from="2026-03-01T09:04:00Z"), 1), now)
    assert over.body(now)["startsAt"] == over.body(now)["endsAt"]


def test_a_worsening_is_a_new_label_set_and_ends_the_old_one(alert: MakeAlert, now: datetime) -> None:
    standing = Standing()
    standing.take(delivery(Intent.PAGE, alert(severity="warning"), 1), now)
    posts = standing.take(delivery(Intent.PAGE, alert("worsened", revision=2), 2), now)
    assert (fired(posts), ended(posts)) == (["2"], ["1"])


def test_an_update_and_an_easing_change_annotations_alone(alert: MakeAlert, now: datetime) -> None:
    standing = Standing()
    (paged,) = standing.take(delivery(Intent.PAGE, alert(), 1), now)
    eased = alert("eased", revision=2, severity="warning", summary="ALT 120 U/L", effect="review")
    (post,) = standing.take(delivery(Intent.UPDATE, eased, 1), now)
    assert post.labels == paged.labels
    notes = post.body(now)["annotations"]
    assert isinstance(notes, dict)
    assert (notes["summary"], notes["effect"], notes["severity"]) == ("ALT 120 U/L", "review", "warning")


def test_an_acknowledged_alert_ends_and_says_why(alert: MakeAlert, now: datetime) -> None:
    standing = Standing()
    standing.take(delivery(Intent.PAGE, alert(), 1), now)
    (post,) = standing.take(delivery(Intent.ACKNOWLEDGE, alert("acknowledged", revision=2), 1), now)
    notes = post.body(now)["annotations"]
    assert isinstance(notes, dict)
    assert notes["summary"].startswith("Acknowledged: ALT")


def test_an_end_is_owed_until_somebody_has_accepted_it(alert: MakeAlert, now: datetime) -> None:
    standing = Standing()
    standing.take(delivery(Intent.PAGE, alert(), 1), now)
    over = delivery(Intent.RESOLVE, alert("resolved", revision=2), 1)
    hours_later = now + timedelta(hours=3)
    assert standing.take(over, now) == standing.take(over, hours_later)
    standing.accepted("a1")
    assert standing.take(over, hours_later) == ()


def test_what_fires_is_said_again_and_what_ended_for_a_while(alert: MakeAlert, now: datetime) -> None:
    standing = Standing()
    standing.take(delivery(Intent.PAGE, alert(), 1), now)
    standing.take(delivery(Intent.PAGE, alert(alert_id="a2"), 1), now)
    standing.take(delivery(Intent.RESOLVE, alert("resolved", revision=2, alert_id="a2"), 1), now)
    standing.accepted("a2")
    assert [post.labels["alert_id"] for post in standing.again(now)] == ["a1", "a2"]
    assert [post.labels["alert_id"] for post in standing.again(now + ENDED_KEPT)] == ["a1"]


def test_after_a_restart_an_alert_stands_under_the_labels_that_were_found(alert: MakeAlert, now: datetime) -> None:
    before = Standing()
    (worsened,) = before.take(delivery(Intent.PAGE, alert("worsened", revision=4), 4), now)
    standing = Standing()
    standing.found(worsened.labels)
    standing.recall(delivery(Intent.UPDATE, alert("updated", revision=9, severity="warning"), 9))
    assert [post.labels for post in standing.again(now)] == [worsened.labels]


def test_after_a_restart_a_label_set_that_was_found_ends_with_its_alert(alert: MakeAlert, now: datetime) -> None:
    before = Standing()
    (post,) = before.take(delivery(Intent.PAGE, alert(), 1), now)
    standing = Standing()
    standing.found(post.labels)
    over = standing.take(delivery(Intent.RESOLVE, alert("resolved", revision=2), 2), now)
    assert [(one.labels, one.ended_at) for one in over] == [(post.labels, now)]


def test_labels_of_others_are_left_alone(now: datetime) -> None:
    standing = Standing()
    standing.found({"alertname": "DiskFull"})
    standing.found({"alertname": "DiskFull", "alert_id": "a1", "service": "storage"})
    assert standing.again(now) == ()
