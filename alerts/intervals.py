"""Cutting findings in time."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

import msgspec

from alerts.chart.therapy import Therapy
from models.findings import End, Finding


class Interval(NamedTuple):
    """From `start` up to, not including, `end`; no end: until further notice."""

    start: datetime
    end: datetime | None


def earliest(*instants: datetime | None) -> datetime | None:
    """The first of those that are known."""
    first: datetime | None = None
    for each in instants:
        if each is not None and (first is None or each < first):
            first = each
    return first


def united(intervals: Iterable[Interval]) -> Iterator[Interval]:
    """The same time in intervals that do not overlap, in order; empty ones vanish, those that only touch stay apart."""
    current: Interval | None = None
    for each in sorted(intervals, key=lambda each: each.start):
        if each.end is not None and each.end <= each.start:
            continue
        if current is None:
            current = each
        elif current.end is not None and each.start >= current.end:
            yield current
            current = each
        elif current.end is not None and (each.end is None or each.end > current.end):
            current = Interval(current.start, each.end)
    if current is not None:
        yield current


def on_therapy(findings: Iterable[Finding], therapies: tuple[Therapy, ...]) -> Iterator[Finding]:
    """The findings cut to the time on therapy; one that is cut short ends because the therapy ended."""
    for finding in findings:
        for therapy in therapies:
            start = max(finding.holds_from, therapy.start)
            until = finding.holds_until
            if until is None or therapy.end < until:
                if start < therapy.end:
                    yield msgspec.structs.replace(
                        finding, holds_from=start, holds_until=therapy.end, ends=End.THERAPY_ENDED
                    )
            elif start < until:
                yield msgspec.structs.replace(finding, holds_from=start)
