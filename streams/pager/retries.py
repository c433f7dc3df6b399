"""What to do after an attempt to deliver: a decision table, pure.

| outcome | what it says | decision |
|---|---|---|
| 2xx | the receiver has it | done |
| 429; any answer below with `Retry-After` | too fast | again, not before `Retry-After`, nor before the backoff |
| 408, 425, 5xx, no answer in time, reset, cannot be reached (refused, DNS) | it is in trouble | again, backoff |
| 401, 403, 407, a routing key that is refused | our key is wrong or revoked | again, slowly, and raise the alarm |
| 3xx, 404, 405, 410, an address that is none | our address is wrong | again, slowly, and raise the alarm |
| any other (400, 413, 422 …) | this very payload is refused | give up on it, and raise the alarm |

A wrong key or a wrong address says nothing about the alert: giving up would drop every page until somebody has mended a
setting, so those wait for it. A payload that is refused is refused for ever: it must not stand before the alert's next
revision. What is tried again is tried for ever, at intervals that stay below a bound; after `ALARM_AFTER` attempts the
alarm is raised for it as well.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum

FIRST_BACKOFF_S = 1.0
LONGEST_BACKOFF_S = 60.0
SLOWLY_S = 300.0
LONGEST_RETRY_AFTER = timedelta(minutes=10)
ALARM_AFTER = 6


class Kind(StrEnum):
    """How an attempt ended."""

    ANSWERED = "answered"
    TIMED_OUT = "timed-out"
    RESET = "reset"
    UNREACHABLE = "unreachable"
    BAD_ADDRESS = "bad-address"
    KEY_REFUSED = "key-refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of an attempt: an answer with its status and the wait it asks for, or none."""

    kind: Kind
    status: int = 0
    retry_after: timedelta | None = None


class Reason(StrEnum):
    """Why it was decided so, as it is counted."""

    ACCEPTED = "accepted"
    THROTTLED = "throttled"
    SERVER_ERROR = "server-error"
    TIMED_OUT = "timed-out"
    RESET = "reset"
    UNREACHABLE = "unreachable"
    NOT_LET_IN = "not-let-in"
    WRONG_ADDRESS = "wrong-address"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Done:
    """The receiver has accepted it."""

    reason: Reason = Reason.ACCEPTED


@dataclass(frozen=True, slots=True)
class Again:
    """Try again in `after_s` seconds; `alarm`, and tell the people who run this."""

    reason: Reason
    after_s: float
    alarm: bool


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Never again with this payload; tell the people who run this."""

    reason: Reason = Reason.REFUSED


_NO_ANSWER = {
    Kind.TIMED_OUT: Reason.TIMED_OUT,
    Kind.RESET: Reason.RESET,
    Kind.UNREACHABLE: Reason.UNREACHABLE,
    Kind.BAD_ADDRESS: Reason.WRONG_ADDRESS,
    Kind.KEY_REFUSED: Reason.NOT_LET_IN,
}
_BY_STATUS = {
    401: Reason.NOT_LET_IN,
    403: Reason.NOT_LET_IN,
    407: Reason.NOT_LET_IN,
    404: Reason.WRONG_ADDRESS,
    405: Reason.WRONG_ADDRESS,
    410: Reason.WRONG_ADDRESS,
    408: Reason.SERVER_ERROR,
    425: Reason.SERVER_ERROR,
    429: Reason.THROTTLED,
}
_BY_HUNDRED = {1: Reason.SERVER_ERROR, 2: Reason.ACCEPTED, 3: Reason.WRONG_ADDRESS, 4: Reason.REFUSED}


def decide(outcome: Outcome, attempt: int, jitter: float) -> Done | Again | GiveUp:
    """What to do after the `attempt`-th attempt (from 1) ended so; `jitter` is drawn from [0, 1)."""
    reason = reason_of(outcome)
    match reason:
        case Reason.ACCEPTED:
            return Done()
        case Reason.REFUSED:
            return GiveUp()
        case Reason.NOT_LET_IN | Reason.WRONG_ADDRESS:
            return Again(reason, SLOWLY_S * (1 + jitter) / 2, alarm=True)
        case _:
            asked = min(outcome.retry_after or timedelta(), LONGEST_RETRY_AFTER).total_seconds()
            return Again(reason, asked + backoff(attempt, jitter), alarm=attempt >= ALARM_AFTER)


def backoff(attempt: int, jitter: float) -> float:
    """Seconds to wait: exponential, with full jitter, so that many that failed together do not come back together."""
    return jitter * min(LONGEST_BACKOFF_S, FIRST_BACKOFF_S * 2.0 ** min(attempt - 1, 32))


def reason_of(outcome: Outcome) -> Reason:
    """The line of the table that an outcome falls under."""
    if outcome.kind is not Kind.ANSWERED:
        return _NO_ANSWER[outcome.kind]
    by_hundred = _BY_HUNDRED.get(outcome.status // 100, Reason.SERVER_ERROR)
    return _BY_STATUS.get(outcome.status, by_hundred)


def retry_after(header: str | None, now: datetime) -> timedelta | None:
    """The wait that a `Retry-After` header asks for, in seconds or as an HTTP date; none if it is not understood."""
    if header is None:
        return None
    text = header.strip()
    if text.isascii() and text.isdigit():
        return min(timedelta(seconds=int(text[:9])), LONGEST_RETRY_AFTER)
    try:
        instant = parsedate_to_datetime(text)
    except ValueError:
        return None
    if instant.tzinfo is None:
        return None
    return max(timedelta(), instant - now)
