"""Keeping a chart up to date: only what was touched is arranged anew."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from msgspec.structs import replace

from alerts.chart.chart import Chart
from alerts.chart.dose import dose_of
from alerts.chart.infusion import Infusion, infusion_of
from alerts.chart.parts import Part, Reads
from alerts.chart.results import counting, rearranged
from alerts.chart.shelf import Shelf
from alerts.chart.spells import condition_of, order_of
from alerts.chart.therapy import therapies_of
from alerts.facts.entities import Entity, Kind
from alerts.facts.facts import Facts
from models.log import ClinicalEvent
from models.policy import Policy


class _Shelving(NamedTuple):
    """How things of one kind are arranged: the chart's field, the part, the view, and the view's place in time."""

    field: str
    part: Part
    view: Callable[[str, Any], Any]
    at: Callable[[Any], datetime]


def _only(_name: str, events: tuple[ClinicalEvent, ...]) -> ClinicalEvent | None:
    return events[0] if events else None


def _occurred(event: ClinicalEvent) -> datetime:
    return event.occurred_at


_SHELVES: Mapping[Kind, _Shelving] = {
    Kind.INFUSION: _Shelving("infusions", Part.INFUSIONS, infusion_of, lambda it: it.seen_at),
    Kind.DOSE: _Shelving("doses", Part.DOSES, dose_of, lambda it: it.seen_at),
    Kind.CONDITION: _Shelving("conditions", Part.CONDITIONS, condition_of, lambda it: it.onsets[0][0].occurred_at),
    Kind.ORDER: _Shelving("orders", Part.ORDERS, order_of, lambda it: it.starts[0][0].occurred_at),
    Kind.REACTION: _Shelving("reactions", Part.REACTIONS, _only, _occurred),
    Kind.SCAN: _Shelving("scans", Part.SCANS, _only, _occurred),
    Kind.SCORE: _Shelving("scores", Part.SCORES, _only, _occurred),
    Kind.RELAPSE: _Shelving("relapses", Part.RELAPSES, _only, _occurred),
    Kind.THERAPY: _Shelving("markers", Part.MARKERS, _only, _occurred),
    Kind.BIRTH: _Shelving("births", Part.BIRTH, _only, _occurred),
    Kind.CLEARANCE: _Shelving("clearances", Part.CLEARANCES, _only, _occurred),
}
_BEARING_ON_THERAPY = frozenset({Kind.INFUSION, Kind.DOSE, Kind.THERAPY})


class Revised(NamedTuple):
    """A chart, and the parts of it that are not as they were."""

    chart: Chart
    changed: Reads


def revised(chart: Chart, facts: Facts, touched: Iterable[Entity], policy: Policy) -> Revised:
    """The chart after something else is known about the things that were touched."""
    by_kind: dict[Kind, list[str]] = {}
    for thing in touched:
        by_kind.setdefault(thing.kind, []).append(thing.name)
    changed: Reads = frozenset()
    for kind, names in by_kind.items():
        if kind is Kind.RESULT:
            chart, parts = _with_results(chart, facts, names, policy)
            changed |= parts
        elif kind is not Kind.RETRACTION:
            chart = _with_shelf(chart, facts, kind, names)
            changed |= {_SHELVES[kind].part}
    if _BEARING_ON_THERAPY & by_kind.keys():
        therapies = therapies_of(chart.markers, chart.doses, chart.infusions, policy)
        if therapies != chart.therapies:
            chart = replace(chart, therapies=therapies)
            changed |= {Part.THERAPIES}
    return Revised(chart, changed)


def charted(facts: Facts, policy: Policy) -> Chart:
    """The chart of everything that is known."""
    everything = (Entity(kind, name) for kind, things in facts.things.items() for name in things)
    return revised(Chart(), facts, everything, policy).chart


def _with_results(chart: Chart, facts: Facts, names: list[str], policy: Policy) -> Revised:
    new = {name: counting(facts.about(Entity(Kind.RESULT, name))) for name in names}
    before = tuple(each for name in names for each in chart.results.get(name, ()))
    after = tuple(each for versions in new.values() for each in versions)
    if before == after:
        return Revised(chart, frozenset())
    results = {**chart.results, **new}
    for name, versions in new.items():
        if not versions:
            del results[name]
    readings = rearranged(chart.readings, before, after, policy)
    changed = frozenset(each.analyte for each in (*before, *after))
    return Revised(replace(chart, results=results, readings=readings), changed)


def _with_shelf(chart: Chart, facts: Facts, kind: Kind, names: list[str]) -> Chart:
    shelving = _SHELVES[kind]
    shelf: Shelf[Any] = getattr(chart, shelving.field)
    views = {name: shelving.view(name, facts.about(Entity(kind, name))) for name in names}
    change: dict[str, Any] = {shelving.field: shelf.revised(views, shelving.at)}
    chart = replace(chart, **change)
    return replace(chart, given=_given(chart.infusions)) if kind is Kind.INFUSION else chart


def _given(infusions: Shelf[Infusion]) -> Mapping[str, Infusion]:
    """By dose, the earliest infusion from it."""
    given: dict[str, Infusion] = {}
    started = (each for each in infusions if each.start is not None and each.preparation_id is not None)
    for infusion in sorted(started, key=lambda each: (each.started_at, each.name), reverse=True):
        given[infusion.preparation_id or ""] = infusion
    return given
