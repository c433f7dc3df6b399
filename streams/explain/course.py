"""Treatment and course on a timeline: therapies, infusions, doses, conditions, orders, reactions, scans and scores."""

from collections.abc import Iterator
from datetime import datetime

from alerts.chart.dose import expiry_of
from alerts.holds import holds_of
from models.terms import ConditionKind
from streams.explain.rows import Bar, Mark, Point, Row, curve, strip
from streams.explain.scale import Scale, written
from streams.explain.story import Story


def treatment(story: Story, scale: Scale) -> Iterator[Row]:
    """On therapy, on hold, infusions, doses; rows that would be empty are left out."""
    yield from _rows(scale, ("on therapy", _therapies(story, scale)), ("on hold", _holds(story, scale)))
    yield from _rows(scale, ("infusions", _infusions(story, scale)), ("doses kept", _doses(story, scale)))


def course(story: Story, scale: Scale) -> Iterator[Row]:
    """What befell the patient: conditions, other drugs, reactions, relapses, scans, scores."""
    chart = story.chart
    for kind in ConditionKind:
        yield from _rows(scale, ("other conditions" if kind is ConditionKind.OTHER else kind, _spells(story, kind)))
    yield from _rows(scale, ("orders", _orders(story)))
    marks = (
        (
            "reactions",
            [Mark(each.occurred_at, "warning", f"{each.symptom}, {each.severity}") for each in chart.reactions],
        ),
        ("relapses", [Mark(each.occurred_at, "warning", "relapse") for each in chart.relapses]),
        ("MRI", list(_scans(story))),
    )
    for name, shown in marks:
        if shown:
            dated = (mark._replace(title=f"{mark.title}, {written(mark.at, scale.zone)}") for mark in shown)
            yield strip(name, scale, (), dated)
    if scores := list(chart.scores):
        points = [
            Point(each.occurred_at, each.score, "neutral", f"EDSS {each.score:f}", f"{each.score:f}") for each in scores
        ]
        yield curve("EDSS", "", scale, points, [])


def _rows(scale: Scale, *named: tuple[str, Iterator[Bar]]) -> Iterator[Row]:
    for name, bars in named:
        if shown := [bar for bar in bars if bar.start <= scale.end]:
            yield strip(name, scale, [_dated(bar, scale) for bar in shown])


def _dated(bar: Bar, scale: Scale) -> Bar:
    until = "" if bar.goes_on else f" to {written(bar.end, scale.zone)}"
    return bar._replace(title=f"{bar.title}, from {written(bar.start, scale.zone)}{until}")


def up_to(story: Story, end: datetime | None) -> tuple[datetime, bool]:
    """The end of a bar, and whether what it shows went on when the story was told."""
    return (story.until, True) if end is None or end > story.until else (end, False)


def _therapies(story: Story, _scale: Scale) -> Iterator[Bar]:
    for therapy in story.chart.therapies:
        end, goes_on = up_to(story, therapy.end)
        ended = "" if goes_on else ", lapsed" if therapy.lapsed else ", discontinued"
        yield Bar(therapy.start, end, "good", f"on therapy{ended}", goes_on)


def _holds(story: Story, _scale: Scale) -> Iterator[Bar]:
    for hold in holds_of(story.findings):
        end, goes_on = up_to(story, hold.end)
        yield Bar(hold.start, end, "critical", f"{hold.finding.effect}: {hold.finding.rule}", goes_on)


def _infusions(story: Story, _scale: Scale) -> Iterator[Bar]:
    for infusion in story.chart.infusions:
        if infusion.started_at is not None:
            end, goes_on = up_to(story, infusion.over_at(story.policy))
            yield Bar(infusion.started_at, end, "given", f"infusion {infusion.name}", goes_on)


def _doses(story: Story, _scale: Scale) -> Iterator[Bar]:
    for dose in story.chart.doses:
        expiry = expiry_of(dose, story.policy)
        if dose.prepared is not None and expiry is not None:
            given = story.chart.given_from(dose.name)
            used = None if given is None else given.occurred_at
            end = min(each for each in (expiry, used, dose.discarded_at) if each is not None)
            yield Bar(dose.prepared.occurred_at, max(end, dose.prepared.occurred_at), "kept", f"dose {dose.name}")


def _spells(story: Story, kind: ConditionKind) -> Iterator[Bar]:
    for condition in story.chart.conditions:
        for onset, over in condition.onsets:
            if onset.kind is kind:
                end, goes_on = up_to(story, over)
                yield Bar(onset.occurred_at, end, "neutral", f"{kind} {condition.name}", goes_on)


def _orders(story: Story) -> Iterator[Bar]:
    for order in story.chart.orders:
        for start, over in order.starts:
            end, goes_on = up_to(story, over)
            drug = start.name or start.atc or start.rxnorm or ""
            yield Bar(start.occurred_at, end, "neutral", f"order {drug}", goes_on, drug)


def _scans(story: Story) -> Iterator[Mark]:
    for scan in story.chart.scans:
        lesions = f"{scan.gd_enhancing_lesions} gadolinium-enhancing, {scan.new_t2_lesions} new T2 lesions"
        active = scan.gd_enhancing_lesions + scan.new_t2_lesions > 0
        yield Mark(scan.occurred_at, "warning" if active else "good", f"MRI: {lesions}")
