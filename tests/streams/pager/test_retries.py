from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.pager.retries import (
    LONGEST_BACKOFF_S,
    LONGEST_RETRY_AFTER,
    SLOWLY_S,
    Again,
    Done,
    GiveUp,
    Kind,
    Outcome,
    Reason,
    backoff,
    decide,
    reason_of,
    retry_after,
)

NOW = datetime(2026, 3, 1, 9, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize("status", [200, 202, 204])
def test_what_is_accepted_is_done(status: int) -> None:
    assert decide(Outcome(Kind.ANSWERED, status), 1, 0.5) == Done()


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        (Outcome(Kind.ANSWERED, 429), Reason.THROTTLED),
        (Outcome(Kind.ANSWERED, 500), Reason.SERVER_ERROR),
        (Outcome(Kind.ANSWERED, 502), Reason.SERVER_ERROR),
        (Outcome(Kind.ANSWERED, 503), Reason.SERVER_ERROR),
        (Outcome(Kind.ANSWERED, 504), Reason.SERVER_ERROR),
        (Outcome(Kind.ANSWERED, 408), Reason.SERVER_ERROR),
        (Outcome(Kind.ANSWERED, 425), Reason.SERVER_ERROR),
        (Outcome(Kind.TIMED_OUT), Reason.TIMED_OUT),
        (Outcome(Kind.RESET), Reason.RESET),
        (Outcome(Kind.UNREACHABLE), Reason.UNREACHABLE),
    ],
)
def test_trouble_over_there_is_tried_again_and_becomes_an_alarm_when_it_lasts(outcome: Outcome, reason: Reason) -> None:
    assert decide(outcome, 1, 0.5) == Again(reason, 0.5, alarm=False)
    assert decide(outcome, 6, 0.5) == Again(reason, 16.0, alarm=True)


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        (Outcome(Kind.ANSWERED, 401), Reason.NOT_LET_IN),
        (Outcome(Kind.ANSWERED, 403), Reason.NOT_LET_IN),
        (Outcome(Kind.KEY_REFUSED), Reason.NOT_LET_IN),
        (Outcome(Kind.ANSWERED, 404), Reason.WRONG_ADDRESS),
        (Outcome(Kind.ANSWERED, 301), Reason.WRONG_ADDRESS),
        (Outcome(Kind.ANSWERED, 405), Reason.WRONG_ADDRESS),
        (Outcome(Kind.BAD_ADDRESS), Reason.WRONG_ADDRESS),
    ],
)
def test_a_wrong_setting_of_ours_waits_for_its_mending_and_is_an_alarm_at_once(
    outcome: Outcome, reason: Reason
) -> None:
    step = decide(outcome, 1, 0.0)
    assert step == Again(reason, SLOWLY_S / 2, alarm=True)


@pytest.mark.parametrize("status", [400, 409, 413, 415, 422])
def test_a_payload_that_is_refused_is_given_up(status: int) -> None:
    assert decide(Outcome(Kind.ANSWERED, status), 1, 0.5) == GiveUp(Reason.REFUSED)


def test_a_wait_that_is_asked_for_is_kept_and_bounded() -> None:
    minute = decide(Outcome(Kind.ANSWERED, 429, timedelta(seconds=60)), 1, 0.5)
    day = decide(Outcome(Kind.ANSWERED, 503, timedelta(days=1)), 1, 0.5)
    assert minute == Again(Reason.THROTTLED, 60.5, alarm=False)
    assert day == Again(Reason.SERVER_ERROR, LONGEST_RETRY_AFTER.total_seconds() + 0.5, alarm=False)


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        (None, None),
        ("120", timedelta(seconds=120)),
        (" 5 ", timedelta(seconds=5)),
        ("0", timedelta()),
        ("99999999999999999999", LONGEST_RETRY_AFTER),
        ("Sun, 01 Mar 2026 09:02:00 GMT", timedelta(minutes=2)),
        ("Sun, 01 Mar 2026 08:00:00 GMT", timedelta()),
        ("soon", None),
        ("-5", None),
        ("Sun, 99 Mar 2026 09:02:00 GMT", None),
        ("", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(header: str | None, wait: timedelta | None) -> None:
    assert retry_after(header, NOW) == wait


@given(st.integers(1, 10_000), st.floats(0, 1, exclude_max=True))
def test_the_backoff_never_leaves_its_bounds(attempt: int, jitter: float) -> None:
    assert 0 <= backoff(attempt, jitter) < LONGEST_BACKOFF_S


@given(st.sampled_from(Kind), st.integers(0, 999), st.integers(1, 50), st.floats(0, 1, exclude_max=True))
def test_every_outcome_has_a_decision_and_only_refusals_are_given_up(
    kind: Kind, status: int, attempt: int, jitter: float
) -> None:
    outcome = Outcome(kind, status)
    step = decide(outcome, attempt, jitter)
    assert isinstance(step, GiveUp) == (reason_of(outcome) is Reason.REFUSED)
    assert isinstance(step, Done) == (reason_of(outcome) is Reason.ACCEPTED)
