"""The story as one self-contained page: a timeline that one reads at a glance, and every moment below it."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from html import escape
from typing import Final, NamedTuple

from alerts.chart.dose import expiry_of
from models.alerts import Change
from models.findings import Severity
from models.instants import to_text
from streams.explain.story import Story

_WIDTH: Final = 1100
_LEFT: Final = 230
_ROW: Final = 20
_COLOURS: Final = {Severity.CRITICAL: "#c0212b", Severity.WARNING: "#d98a00", Severity.INFO: "#3b7dbb"}
_GIVEN: Final = "#4f8f55"
_KEPT: Final = "#9bbf9e"
_STYLE: Final = (
    "body{font:15px/1.45 system-ui,sans-serif;margin:2em auto;max-width:1150px;padding:0 1em;color:#1d2430}"
    "h1{font-size:1.3em}table{border-collapse:collapse;width:100%}td,th{padding:.25em .6em;text-align:left;"
    "vertical-align:top;border-bottom:1px solid #e3e6eb}td:first-child{white-space:nowrap;color:#5a6472}"
    ".critical{color:#c0212b;font-weight:600}.warning{color:#a86a00;font-weight:600}.info{color:#2d6396}"
    "text{font:12px system-ui,sans-serif;fill:#1d2430}"
)
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"


class _Bar(NamedTuple):
    """A stretch of time on a row of its name; without an end it is a mark."""

    row: str
    start: datetime
    end: datetime | None
    colour: str
    title: str


def page_of(story: Story) -> str:
    """The page, HTML; nothing in it is loaded from elsewhere, and nothing that was sent can act in it."""
    who = escape(story.patient.patient_id)
    rows = "".join(
        f'<tr><td>{to_text(moment.at)}</td><td>{moment.what}</td><td class="{escape(moment.severity)}">'
        f"{escape(moment.severity)}</td><td>{escape(moment.text)}</td></tr>"
        for moment in story.moments()
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}"><title>natwatch: {who}</title>'
        f"<style>{_STYLE}</style></head><body><h1>Patient {who}, up to {to_text(story.until)}</h1>"
        f"{_timeline(list(_bars(story)), story.until)}"
        f"<table><thead><tr><th>when</th><th>what</th><th>severity</th><th></th></tr></thead><tbody>{rows}</tbody>"
        "</table></body></html>"
    )


def _bars(story: Story) -> Iterator[_Bar]:
    yield from _given(story)
    yield from _measured(story)
    yield from _found(story)


def _given(story: Story) -> Iterator[_Bar]:
    for dose in story.chart.doses:
        expiry = expiry_of(dose, story.policy)
        if dose.prepared is not None and expiry is not None:
            yield _Bar("bags", dose.prepared.occurred_at, expiry, _KEPT, f"bag {dose.name}, keeps to {to_text(expiry)}")
    for infusion in story.chart.infusions:
        if infusion.started_at is not None:
            yield _Bar(
                "infusions", infusion.started_at, infusion.over_at(story.policy), _GIVEN, f"infusion {infusion.name}"
            )


def _measured(story: Story) -> Iterator[_Bar]:
    for analyte, readings in sorted(story.chart.readings.items()):
        for reading in readings:
            limit = "" if reading.upper is None else f", upper limit {reading.upper}"
            above = reading.upper is not None and reading.upper.value > reading.upper.limit
            value = reading.result.finding if reading.result.value is None else f"{reading.result.value:f}"
            said = f"{analyte} {value} {reading.result.unit or ''}{limit}"
            yield _Bar(analyte, reading.at, None, _COLOURS[Severity.WARNING] if above else _GIVEN, said)


def _found(story: Story) -> Iterator[_Bar]:
    for finding in sorted(story.findings, key=lambda each: (each.rule, each.holds_from)):
        if finding.holds_from <= story.until:
            end = min(finding.holds_until or story.until, story.until)
            yield _Bar(finding.rule, finding.holds_from, end, _COLOURS[finding.severity], finding.summary)
    for alert in story.alerts:
        if alert.severity is not Severity.INFO and alert.change in {Change.OPENED, Change.WORSENED}:
            yield _Bar("pages", alert.changed_at, None, _COLOURS[alert.severity], f"{alert.rule}: {alert.summary}")


def _timeline(bars: list[_Bar], until: datetime) -> str:
    if not bars:
        return ""
    start = min(bar.start for bar in bars)
    span = max(until, *(bar.end or bar.start for bar in bars)) - start or timedelta(seconds=1)
    rows = list(dict.fromkeys(bar.row for bar in bars))
    height = (len(rows) + 2) * _ROW

    def across(instant: datetime) -> float:
        return _LEFT + (instant - start) / span * (_WIDTH - _LEFT - 10)

    drawn = "".join(_drawn(bar, across, rows.index(bar.row)) for bar in bars)
    names = "".join(f'<text x="0" y="{(row + 1) * _ROW + 13}">{escape(name)}</text>' for row, name in enumerate(rows))
    ends = "".join(
        f'<text x="{left}" y="13">{to_text(at)}</text>' for left, at in ((_LEFT, start), (_WIDTH - 170, start + span))
    )
    return f'<svg viewBox="0 0 {_WIDTH} {height}" width="100%" role="img">{ends}{names}{drawn}</svg>'


def _drawn(bar: _Bar, across: Callable[[datetime], float], row: int) -> str:
    title = f"<title>{escape(bar.title)} ({to_text(bar.start)})</title>"
    top, left = (row + 1) * _ROW + 3, across(bar.start)
    if bar.end is None:
        return f'<circle class="mark" cx="{left:.1f}" cy="{top + 7}" r="5" fill="{bar.colour}">{title}</circle>'
    width = max(2.0, across(bar.end) - left)
    shape = f'x="{left:.1f}" y="{top}" width="{width:.1f}" height="14" rx="3" fill="{bar.colour}"'
    return f'<rect class="bar" {shape}>{title}</rect>'
