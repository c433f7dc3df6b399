"""The facts as the rules see them, and what they say."""

from datetime import datetime

import msgspec

from alerts.chart.chart import Chart
from alerts.judged import NOT_JUDGED, Judged
from alerts.published import Published
from models.findings import Finding


class View(msgspec.Struct, frozen=True):
    """The facts as the rules see them, and what they say; it can be worked out from the facts at any time.

    `live` are at least the findings that hold or will hold at or after the patient's clock; `published`: what holds of
    them was looked at, so that while none changes nothing is to be published before the next instant that matters.
    """

    chart: Chart
    judged: Judged
    live: tuple[Finding, ...]
    published: bool = False


NOTHING_SEEN = View(Chart(), NOT_JUDGED, ())


def view_of(chart: Chart, judged: Judged, clock: datetime | None) -> View:
    """What the rules say about a chart, from the instant `clock` on."""
    live = tuple(
        finding
        for findings in judged.findings.values()
        for finding in findings
        if clock is None or finding.holds_until is None or finding.holds_until > clock
    )
    return View(chart, judged, live)


def looked_at_from(chart: Chart, published: Published, clock: datetime | None) -> Chart:
    """The chart, told what ended so long ago that it can change neither an alert to come nor why an open one ends."""
    open_since: dict[str, datetime] = {}
    for alert in published.alerts.values():
        rule, since = alert.finding.rule, alert.finding.holds_from
        open_since[rule] = min(since, open_since.get(rule, since))
    return msgspec.structs.replace(chart, since=clock, open_since=open_since)
