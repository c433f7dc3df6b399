"""Keeping a chart up to date: only what was touched is arranged anew."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from msgspec.structs import replace

from alerts.chart.chart import Chart
from alerts.chart.dose import Dose, dose_of
from alerts.chart.infusion import Infusion, infusion_of
from alerts.chart.parts import Part, Reads
from alerts.chart.reading import Reading, reading_of
from alerts.chart.results import counting, rearranged
from alerts.chart.shelf import Shelf
from alerts.chart.spells import condition_of, order_of
from alerts.chart.therapy import Therapy, prolonged_from, therapies_of, with_start
from alerts.facts.entities import Entity, Kind
from alerts.facts.facts import Facts
from models.analytes import Analyte
from models.log import ClinicalEvent, InfusionStarted, LabResult
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
_ONLY: Final[Mapping[Analyte, Reads]] = {analyte: frozenset({analyte}) for analyte in Analyte}


class Changed(NamedTuple):
    """What of a chart is not as it was: its parts, and the infusions and doses that rules will see otherwise.

    `latest`: all that changed is one more confirmed result, collected after all others of its analyte.
    `prolonged_from`: up to when the last therapy would have held, had it not been prolonged; nothing else about
    therapies changed.
    """

    parts: Reads
    infusions: frozenset[str] = frozenset()
    doses: frozenset[str] = frozenset()
    latest: Reading | None = None
    prolonged_from: datetime | None = None

    def seen_at(self, instant: datetime) -> "Changed":
        """The same, as it is seen at an instant: a therapy that would have ended by then is changed."""
        if self.prolonged_from is None or instant < self.prolonged_from:
            return self
        return self._replace(parts=self.parts | {Part.THERAPIES}, prolonged_from=None)


class Revised(NamedTuple):
    """A chart, and what of it is not as it was."""

    chart: Chart
    changed: Changed


def revised(chart: Chart, known: Facts, facts: Facts, touched: Collection[Entity], policy: Policy) -> Revised:
    """The chart of what was known, after something else is known about the things that were touched."""
    if len(touched) == 1:
        (thing,) = touched
        if thing.kind is Kind.RESULT and (with_latest := _with_latest(chart, known, facts, thing, policy)):
            return with_latest
    by_kind: dict[Kind, list[str]] = {}
    for thing in touched:
        by_kind.setdefault(thing.kind, []).append(thing.name)
    after, parts = chart, set[Part | Analyte]()
    for kind, names in by_kind.items():
        if kind is Kind.RESULT:
            after = _with_results(after, _counting(known, names), _counting(facts, names), policy, parts)
        elif kind is not Kind.RETRACTION:
            after = _with_shelf(after, facts, kind, names)
            parts.add(_SHELVES[kind].part)
    if Kind.INFUSION not in by_kind and Kind.DOSE not in by_kind and Kind.THERAPY not in by_kind:
        return Revised(after, Changed(frozenset(parts)))
    return _settled(chart, after, by_kind, parts, policy)


def _with_latest(chart: Chart, known: Facts, facts: Facts, thing: Entity, policy: Policy) -> Revised | None:
    """The chart with a result that was not known and comes after all others of its analyte; None if it is not so."""
    versions = () if known.knows(thing) else counting(facts.about(thing))
    if len(versions) != 1 or versions[0].preliminary:
        return None
    (result,) = versions
    earlier = chart.of(result.analyte)
    if earlier and earlier[-1].at >= result.occurred_at:
        return None
    reading = reading_of(result, policy)
    readings = {**chart.readings, result.analyte: (*earlier, reading)}
    return Revised(replace(chart, readings=readings), Changed(_ONLY[result.analyte], latest=reading))


def _settled(
    before: Chart, after: Chart, by_kind: Mapping[Kind, list[str]], parts: set[Part | Analyte], policy: Policy
) -> Revised:
    """The chart with what follows from its infusions, doses and marks of the therapy."""
    infusions = [(before.infusions.get(name), after.infusions.get(name)) for name in by_kind.get(Kind.INFUSION, ())]
    doses = [(before.doses.get(name), after.doses.get(name)) for name in by_kind.get(Kind.DOSE, ())]
    prolonged: datetime | None = None
    begun = any(_begun(was) != _begun(now) for was, now in infusions)
    if begun:
        after = replace(after, given=_given(after.infusions))
    if begun or Kind.THERAPY in by_kind or any(_made(was) != _made(now) for was, now in doses):
        therapies = _with_one_start(before, after, by_kind, policy)
        if therapies is None:
            therapies = therapies_of(after.markers, after.doses, after.infusions, policy)
        if therapies != before.therapies:
            after = replace(after, therapies=therapies)
            prolonged = prolonged_from(before.therapies, therapies)
            parts |= {Part.THERAPIES} if prolonged is None else set()
    from_doses = {each.preparation_id for pair in infusions for each in pair if each is not None} if begun else ()
    made = by_kind.get(Kind.DOSE, ())
    into = [each.name for each in after.infusions if each.preparation_id in made] if made else []
    return Revised(
        after,
        Changed(
            frozenset(parts),
            infusions=frozenset((*by_kind.get(Kind.INFUSION, ()), *into)),
            doses=frozenset((*made, *(name for name in from_doses if name is not None))),
            prolonged_from=prolonged,
        ),
    )


def _with_one_start(
    before: Chart, after: Chart, by_kind: Mapping[Kind, list[str]], policy: Policy
) -> tuple[Therapy, ...] | None:
    """The therapies where all that is new is one infusion or one dose; else None."""
    if sum(len(by_kind.get(kind, ())) for kind in (Kind.INFUSION, Kind.DOSE, Kind.THERAPY)) != 1:
        return None
    for name in by_kind.get(Kind.INFUSION, ()):
        infusion = after.infusions.get(name)
        if before.infusions.get(name) is None and infusion is not None and infusion.start:
            if (dose := after.doses.get(infusion.preparation_id or "")) is not None and dose.discarded:
                return None
            return with_start(before.therapies, infusion.start.occurred_at, after.markers, policy, infused=True)
    for name in by_kind.get(Kind.DOSE, ()):
        dose = after.doses.get(name)
        if before.doses.get(name) is None and dose is not None and dose.prepared:
            return with_start(before.therapies, dose.prepared.occurred_at, after.markers, policy, infused=False)
    return None


def _begun(infusion: Infusion | None) -> tuple[object, ...] | None:
    """What of an infusion bears on the therapy, and on which dose it was given from."""
    return None if infusion is None else (infusion.start, infusion.preparation_id)


def _made(dose: Dose | None) -> tuple[object, ...] | None:
    """What of a dose bears on the therapy."""
    if dose is None or dose.prepared is None:
        return None
    return dose.prepared.occurred_at, dose.discarded is None


def charted(facts: Facts, policy: Policy) -> Chart:
    """The chart of everything that is known."""
    return revised(Chart(), Facts(), facts, list(facts.all()), policy).chart


def _counting(facts: Facts, names: list[str]) -> list[LabResult]:
    if not facts.of(Kind.RESULT):
        return []
    return [version for name in names for version in counting(facts.about(Entity(Kind.RESULT, name)))]


def _with_results(
    chart: Chart, old: list[LabResult], new: list[LabResult], policy: Policy, parts: set[Part | Analyte]
) -> Chart:
    if old == new:
        return chart
    parts.update(each.analyte for each in (*old, *new))
    return replace(chart, readings=rearranged(chart.readings, old, new, policy))


def _with_shelf(chart: Chart, facts: Facts, kind: Kind, names: list[str]) -> Chart:
    shelving = _SHELVES[kind]
    shelf: Shelf[Any] = getattr(chart, shelving.field)
    views = {name: shelving.view(name, facts.about(Entity(kind, name))) for name in names}
    change: dict[str, Any] = {shelving.field: shelf.revised(views, shelving.at)}
    return replace(chart, **change)


def _given(infusions: Shelf[Infusion]) -> Mapping[str, InfusionStarted]:
    """By dose, the start of the earliest infusion from it."""
    given: dict[str, InfusionStarted] = {}
    for infusion in sorted(infusions, key=lambda each: (each.started_at or each.seen_at, each.name), reverse=True):
        if infusion.start is not None and infusion.preparation_id is not None:
            given[infusion.preparation_id] = infusion.start
    return given
