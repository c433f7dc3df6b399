"""Laboratory results: which version of each counts, and those of each analyte in order of collection."""

from collections.abc import Mapping, Sequence

from alerts.chart.reading import Reading, reading_of
from models.analytes import Analyte
from models.log import ClinicalEvent, LabResult
from models.policy import Policy

Readings = Mapping[Analyte, tuple[Reading, ...]]
"""By analyte, in order of collection; of one result that is only preliminary every version that can count."""


def counting(events: tuple[ClinicalEvent, ...]) -> tuple[LabResult, ...]:
    """The versions of one result that count: the highest final one, or all preliminary ones while there is no other.

    A preliminary version never takes the place of a final or corrected one; it does of one that was cancelled.
    """
    if len(events) == 1 and isinstance(only := events[0], LabResult):
        return () if only.removed else (only,)
    versions = [event for event in events if isinstance(event, LabResult)]
    firm = max((each for each in versions if not each.preliminary), key=lambda each: each.order, default=None)
    if firm is not None and not firm.removed:
        return (firm,)
    removed = -1 if firm is None else firm.version
    return tuple(each for each in versions if each.preliminary and each.version > removed)


def rearranged(readings: Readings, old: Sequence[LabResult], new: Sequence[LabResult], policy: Policy) -> Readings:
    """The readings with the versions `new` of some results in the place of the versions `old`."""
    changed = dict(readings)
    gone = set(map(id, old))
    for analyte in {each.analyte for each in (*old, *new)}:
        kept = [each for each in changed.get(analyte, ()) if id(each.result) not in gone]
        kept.extend(reading_of(each, policy) for each in new if each.analyte is analyte)
        kept.sort(key=lambda each: (each.result.occurred_at, each.result.key))
        changed[analyte] = tuple(kept)
    return changed
