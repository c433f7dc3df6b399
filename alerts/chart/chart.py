"""The patient's chart: what is known, arranged as rules read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from alerts.chart.dose import Dose
from alerts.chart.infusion import Infusion
from alerts.chart.results import Readings
from alerts.chart.shelf import Shelf
from alerts.chart.spells import Condition, Order
from alerts.chart.therapy import Therapy
from models.analytes import Analyte
from models.log import (
    Demographics,
    EdssScored,
    HoldCleared,
    LabResult,
    MriReported,
    ReactionObserved,
    RelapseReported,
    TherapyDiscontinued,
    TherapyStarted,
)

_TREATMENT_TESTS = (Analyte.NATALIZUMAB_ANTIBODY, Analyte.NATALIZUMAB_LEVEL)


@dataclass(frozen=True, slots=True)
class Chart:
    """Every shelf is in order of time; what was retracted, replaced or removed is not on it."""

    results: Mapping[str, tuple[LabResult, ...]] = field(default_factory=dict)
    readings: Readings = field(default_factory=dict)
    infusions: Shelf[Infusion] = field(default_factory=Shelf)
    doses: Shelf[Dose] = field(default_factory=Shelf)
    conditions: Shelf[Condition] = field(default_factory=Shelf)
    orders: Shelf[Order] = field(default_factory=Shelf)
    reactions: Shelf[ReactionObserved] = field(default_factory=Shelf)
    scans: Shelf[MriReported] = field(default_factory=Shelf)
    scores: Shelf[EdssScored] = field(default_factory=Shelf)
    relapses: Shelf[RelapseReported] = field(default_factory=Shelf)
    markers: Shelf[TherapyStarted | TherapyDiscontinued] = field(default_factory=Shelf)
    births: Shelf[Demographics] = field(default_factory=Shelf)
    clearances: Shelf[HoldCleared] = field(default_factory=Shelf)
    therapies: tuple[Therapy, ...] = ()
    given: Mapping[str, Infusion] = field(default_factory=dict)

    def of(self, analyte: Analyte) -> tuple[LabResult, ...]:
        """The readings of an analyte that count, in order of collection."""
        return self.readings.get(analyte, ())

    def firm(self, analyte: Analyte) -> tuple[LabResult, ...]:
        """Those of them that the laboratory has confirmed."""
        return tuple(result for result in self.of(analyte) if not result.preliminary)

    def given_from(self, preparation_id: str) -> Infusion | None:
        """The earliest infusion that was started from this dose."""
        return self.given.get(preparation_id)

    @property
    def birth(self) -> Demographics | None:
        """What was last recorded about the patient's birth."""
        return max(self.births, key=lambda each: (each.known_at, each.key), default=None)

    @property
    def treated(self) -> bool:
        """Whether any therapy, dose, infusion or natalizumab test was ever seen."""
        began = any(isinstance(marker, TherapyStarted) for marker in self.markers)
        tested = any(self.of(analyte) for analyte in _TREATMENT_TESTS)
        return began or tested or bool(self.infusions.in_order) or bool(self.doses.in_order)

    def therapy_at(self, instant: datetime) -> Therapy | None:
        """The therapy that the patient was on."""
        return next((each for each in self.therapies if each.start <= instant < each.end), None)
