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
        ahead = finding.holds_from if finding.holds_from > instant else finding.holds_until
        if ahead is not None and ahead > instant and (next_at is None or ahead < next_at):
            next_at = ahead
        if finding.holds_at(instant):
            holding.setdefault((finding.rule, finding.subject), []).append(finding)
    return Standing({key: tuple(sorted(found, key=_weight)) for key, found in holding.items()}, next_at)


def _weight(finding: Finding) -> tuple[object, ...]:
    urgency, grade = finding.rank
    return -urgency, -grade, finding.holds_from, _PRESSING[finding.effect], finding.summary
