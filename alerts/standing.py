"""Which findings hold at an instant, and when that can change next."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from models.findings import Effect, Finding

Subject = tuple[str, str]
"""What there is at most one open alert for: the rule, and the thing of the patient's that it is about."""

_PRESSING = {effect: place for place, effect in enumerate(Effect)}


class Standing(NamedTuple):
    """The findings that hold, by rule and subject, those that count most first; and the next instant that matters."""

    holding: Mapping[Subject, tuple[Finding, ...]]
    next_at: datetime | None


def open_at(findings: Iterable[Finding], instant: datetime) -> Standing:
    """The findings whose interval contains the instant, and the smallest bound that is still ahead.

    Of several on one rule and subject the most severe counts; of one rank the earliest; then the most pressing effect.
    """
    holding: dict[Subject, list[Finding]] = {}
    next_at: datetime | None = None
    for finding in findings:
        start, until = finding.holds_from, finding.holds_until
        if start > instant:
            ahead: datetime | None = start
        elif until is None or until > instant:
            ahead = until
            holding.setdefault((finding.rule, finding.subject), []).append(finding)
        else:
            continue
        if ahead is not None and (next_at is None or ahead < next_at):
            next_at = ahead
    return Standing({about: _by_weight(found) for about, found in holding.items()}, next_at)


def _by_weight(found: list[Finding]) -> tuple[Finding, ...]:
    return tuple(found) if len(found) == 1 else tuple(sorted(found, key=_weight))


def _weight(finding: Finding) -> tuple[object, ...]:
    urgency, grade = finding.rank
    return -urgency, -grade, finding.holds_from, _PRESSING[finding.effect], finding.summary
