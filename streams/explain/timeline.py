"""The timeline: treatment, course, laboratory and findings under one another on one scale of time."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from html import escape
from itertools import groupby
from typing import Final

from models.findings import Finding, Severity
from streams.explain.course import course, treatment, up_to
from streams.explain.laboratory import laboratory
from streams.explain.rows import Bar, Mark, Row, strip
from streams.explain.scale import Scale, scale_of, written
from streams.explain.story import Story
from streams.pager.intents import loud

WIDTH: Final = 1100
_HEAD: Final = 30
_HEADING: Final = 26
_GRAVEST_FIRST: Final = {severity: place for place, severity in enumerate(Severity)}


def timeline_of(story: Story) -> str:
    """The timeline as SVG; empty where there is nothing to show."""
    if not (instants := list(_instants(story))):
        return ""
    scale = scale_of([*instants, story.until], story.policy.zone)
    parts: tuple[tuple[str, Iterator[Row]], ...] = (
        ("Treatment", treatment(story, scale)),
        ("Course", course(story, scale)),
        ("Laboratory", laboratory(story, scale)),
        ("What natwatch found", _found(story, scale)),
    )
    drawn, top = [], _HEAD
    for heading, rows in parts:
        for place, row in enumerate(rows):
            if not place:
                drawn.append(f'<text class="heading" x="0" y="{top + _HEADING - 8}">{heading}</text>')
                top += _HEADING
            drawn.append(_placed(row, top))
            top += row.height
    return (
        f'<svg viewBox="0 0 {WIDTH} {top + 4}" width="100%" role="img" aria-label="timeline">'
        f"{_ticks(scale, top)}{''.join(drawn)}{_now(story, scale, top)}</svg>"
    )


def _instants(story: Story) -> Iterator[datetime]:
    yield from (event.occurred_at for event in story.patient.facts.events())
    yield from (alert.changed_at for alert in story.alerts)


def _placed(row: Row, top: int) -> str:
    middle = row.height // 2 + 4
    unit = f'<text class="unit" x="8" y="{middle + 14}">{escape(row.unit)}</text>' if row.unit else ""
    name = f'<text x="8" y="{middle}">{escape(row.name)}</text>'
    return f'<g transform="translate(0 {top})">{name}{unit}{row.drawn}</g>'


def _ticks(scale: Scale, bottom: int) -> str:
    return "".join(
        f'<line class="tick" x1="{x:.1f}" x2="{x:.1f}" y1="{_HEAD - 8}" y2="{bottom}"/>'
        f'<text class="date" x="{x:.1f}" y="14">{escape(tick.text)}</text>'
        for tick in scale.ticks()
        for x in (scale.across(tick.at),)
    )


def _now(story: Story, scale: Scale, bottom: int) -> str:
    x = scale.across(story.until)
    line = f'<line class="now" x1="{x:.1f}" x2="{x:.1f}" y1="{_HEAD - 8}" y2="{bottom}"/>'
    return f"<g>{line}<title>told up to {written(story.until, scale.zone)}</title></g>"


def _found(story: Story, scale: Scale) -> Iterator[Row]:
    """A row for each rule that found something, the gravest first, then as they began; and what was heard of it."""
    shown = [finding for finding in story.findings if finding.holds_from <= story.until and _lasted(finding)]
    by_rule = [
        list(found) for _, found in groupby(sorted(shown, key=lambda each: each.rule), key=lambda each: each.rule)
    ]
    for found in sorted(by_rule, key=lambda found: min(_order(each) for each in found)):
        bars = [_bar(each, story, scale) for each in sorted(found, key=lambda each: (each.rank, each.holds_from))]
        yield strip(found[0].rule, scale, bars)
    heard = [
        Mark(
            alert.changed_at, alert.severity, f"{alert.rule}: {alert.summary}, {written(alert.changed_at, scale.zone)}"
        )
        for alert in story.alerts
        if loud(alert)
    ]
    if heard:
        yield strip("pages", scale, (), heard)


def _lasted(finding: Finding) -> bool:
    return finding.holds_until is None or finding.holds_until - finding.holds_from > timedelta(0)


def _order(finding: Finding) -> tuple[int, datetime]:
    return _GRAVEST_FIRST[finding.severity], finding.holds_from


def _bar(finding: Finding, story: Story, scale: Scale) -> Bar:
    end, goes_on = up_to(story, finding.holds_until)
    until = "" if goes_on else f" to {written(end, scale.zone)}"
    said = (
        f"{finding.rule} ({finding.subject}): {finding.summary}, from {written(finding.holds_from, scale.zone)}{until}"
    )
    return Bar(finding.holds_from, end, finding.severity, said, goes_on)
