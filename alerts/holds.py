"""When the patient was held, and why: no dose may be prepared or given then."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from models.findings import HOLDING, Effect, Finding


class Hold(NamedTuple):
    """One finding that holds the patient, from `start` up to, not including, `end`; no end: until further notice."""

    start: datetime
    end: datetime | None
    finding: Finding

    def holds_at(self, instant: datetime) -> bool:
        """Whether the patient was held for this reason."""
        return self.start <= instant and (self.end is None or instant < self.end)


def holds_of(findings: Iterable[Finding]) -> tuple[Hold, ...]:
    """All holds, in order of time. While the same finding still asks to stop an infusion it does not hold yet."""
    considered = tuple(findings)
    running: dict[tuple[str, str, tuple[int, int]], datetime] = {}
    for each in considered:
        if each.effect is Effect.STOP_INFUSION and each.holds_until is not None:
            about = each.rule, each.subject, each.rank
            running[about] = max(each.holds_until, running.get(about, each.holds_until))
    holds = []
    for finding in considered:
        if finding.effect in HOLDING:
            over = running.get((finding.rule, finding.subject, finding.rank))
            start = finding.holds_from if over is None else max(finding.holds_from, over)
            if finding.holds_until is None or start < finding.holds_until:
                holds.append(Hold(start, finding.holds_until, finding))
    return tuple(sorted(holds, key=lambda hold: (hold.start, hold.finding.rule, hold.finding.subject)))


def held_for(holds: Iterable[Hold], instant: datetime) -> tuple[Finding, ...]:
    """The findings for which the patient was held at an instant, by rule and subject."""
    found = {(hold.finding.rule, hold.finding.subject): hold.finding for hold in holds if hold.holds_at(instant)}
    return tuple(finding for _, finding in sorted(found.items()))


def released_at(holds: tuple[Hold, ...], instant: datetime) -> datetime | None:
    """When the hold as a whole that holds at `instant` ends; None while that is not known. `holds` are in order."""
    end = instant
    for hold in holds:
        if hold.start > end:
            break
        if hold.end is None:
            return None
        end = max(end, hold.end)
    return end
