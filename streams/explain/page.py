"""The story as one self-contained page: how the patient stands, a timeline, and every moment below it."""

from collections.abc import Iterator
from html import escape
from typing import Final

from alerts.holds import held_for, holds_of
from models.alerts import Alert, Status
from models.findings import Severity
from streams.explain.scale import written
from streams.explain.story import Moment, Story
from streams.explain.style import STYLE, legend
from streams.explain.timeline import timeline_of

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
_GRAVEST_FIRST: Final = {severity: place for place, severity in enumerate(Severity)}


def page_of(story: Story) -> str:
    """The page, HTML; nothing in it is loaded from elsewhere, and nothing that was sent can act in it."""
    who = escape(story.patient.patient_id)
    told = f"Told up to {written(story.until, story.policy.zone)}; times are those of {story.policy.zone.key}."
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}"><title>natwatch: {who}</title>'
        f'<style>{STYLE}</style></head><body><h1>Patient {who}</h1><p class="calm">{escape(told)}</p>'
        f"{''.join(_standing(story))}{_open(story)}<h2>Timeline</h2>{legend()}{timeline_of(story)}"
        f"<h2>Every moment</h2>{_moments(story)}</body></html>"
    )


def _standing(story: Story) -> Iterator[str]:
    """What one has to know first: whether the therapy is on hold, since when it goes on, and what was last given."""
    zone = story.policy.zone
    for other in story.goes_on_as:
        yield f'<p class="held">Merged into another record: look under patient {escape(other)}.</p>'
    for rule in sorted(story.failed):
        yield f'<p class="held">The rule {escape(rule)} failed on this patient: what it finds is not shown.</p>'
    if reasons := held_for(holds_of(story.findings), story.until):
        named = ", ".join(
            f"{each.rule} ({each.subject})" if each.subject != "patient" else each.rule for each in reasons
        )
        yield f'<p class="held">Therapy on hold: {escape(named)}</p>'
    therapy = story.chart.therapy_at(story.until)
    since = "Not on therapy" if therapy is None else f"On therapy since {written(therapy.start, zone)}"
    starts = [each.started_at for each in story.chart.infusions if each.started_at is not None]
    given = f"infusions given: {len(starts)}, the last on {written(max(starts), zone)}" if starts else "no infusion yet"
    yield f"<p>{since}; {given}.</p>"


def _open(story: Story) -> str:
    last = {alert.alert_id: alert for alert in story.alerts}
    still = [alert for alert in last.values() if alert.status is not Status.RESOLVED]
    if not still:
        return "<h2>Open alerts</h2><p>None.</p>"
    still.sort(key=lambda alert: (_GRAVEST_FIRST[alert.severity], alert.holds_from))
    rows = "".join(_alert(alert, story) for alert in still)
    head = "<th></th><th>alert</th><th>since</th><th>due</th><th>what to do</th>"
    return f"<h2>Open alerts ({len(still)})</h2><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _alert(alert: Alert, story: Story) -> str:
    zone = story.policy.zone
    due = "" if alert.due_at is None else written(alert.due_at, zone)
    taken = " (acknowledged)" if alert.status is Status.ACKNOWLEDGED else ""
    return (
        f'<tr><td class="word {alert.severity}">{alert.severity}</td>'
        f"<td>{escape(alert.summary)}{taken}<br>"
        f'<span class="calm">{escape(alert.rule)}</span></td>'
        f'<td class="when">{written(alert.holds_from, zone)}</td><td class="when">{due}</td>'
        f"<td>{escape(alert.action)}</td></tr>"
    )


def _moments(story: Story) -> str:
    rows = "".join(_moment(moment, story) for moment in story.moments())
    head = "<th>when</th><th>what</th><th></th><th></th>"
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _moment(moment: Moment, story: Story) -> str:
    severity = escape(moment.severity)
    return (
        f'<tr class="{moment.what}"><td class="when">{written(moment.at, story.policy.zone)}</td><td>{moment.what}</td>'
        f'<td class="word {severity}">{severity}</td><td>{escape(moment.text)}</td></tr>'
    )
