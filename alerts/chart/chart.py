"""The patient's chart: what is known, arranged as rules read it."""

from bisect import bisect_left
from collections.abc import Mapping
from datetime import datetime
from itertools import islice

import msgspec

from alerts.chart.dose import Dose
from alerts.chart.infusion import Infusion
from alerts.chart.reading import Reading
from alerts.chart.results import Readings
from alerts.chart.shelf import EMPTY, Shelf
from alerts.chart.spells import Condition, Order
from alerts.chart.therapy import Therapy
from models.analytes import Analyte
from models.log import (
    Demographics,
    EdssScored,
    HoldCleared,
    InfusionStarted,
    LabResult,
    MriReported,
    ReactionObserved,
    RelapseReported,
    TherapyDiscontinued,
    TherapyStarted,
)

_TREATMENT_TESTS = (Analyte.NATALIZUMAB_ANTIBODY, Analyte.NATALIZUMAB_LEVEL)


class Chart(msgspec.Struct, frozen=True):
    """Every shelf is in order of time; what was retracted, replaced or removed is not on it.

    `since`: a rule may leave out findings that end at this instant or before it, or, where an alert of the rule is
    open, at the instant that `open_since` names or before it; None: it leaves out none.
    """

    readings: Readings = msgspec.field(default_factory=dict)
    infusions: Shelf[Infusion] = EMPTY
    doses: Shelf[Dose] = EMPTY
    conditions: Shelf[Condition] = EMPTY
    orders: Shelf[Order] = EMPTY
    reactions: Shelf[ReactionObserved] = EMPTY
    scans: Shelf[MriReported] = EMPTY
    scores: Shelf[EdssScored] = EMPTY
    relapses: Shelf[RelapseReported] = EMPTY
    markers: Shelf[TherapyStarted | TherapyDiscontinued] = EMPTY
    births: Shelf[Demographics] = EMPTY
    clearances: Shelf[HoldCleared] = EMPTY
    therapies: tuple[Therapy, ...] = ()
    given: Mapping[str, InfusionStarted] = msgspec.field(default_factory=dict)
    since: datetime | None = None
    open_since: Mapping[str, datetime] = msgspec.field(default_factory=dict)

    def of(self, analyte: Analyte) -> tuple[Reading, ...]:
        """The readings of an analyte that count, in order of collection."""
        return self.readings.get(analyte, ())

    def firm(self, analyte: Analyte) -> list[LabResult]:
        """The results of an analyte that the laboratory has confirmed, in order of collection."""
        return [reading.result for reading in self.of(analyte) if not reading.preliminary]

    def first_firm(self, analyte: Analyte, since: datetime) -> datetime | None:
        """When the first confirmed result from an instant on was collected."""
        readings = self.of(analyte)
        start = bisect_left(readings, since, key=lambda reading: reading.at)
        return next((each.at for each in islice(readings, start, None) if not each.preliminary), None)

    def given_from(self, preparation_id: str) -> InfusionStarted | None:
        """The start of the earliest infusion from this dose."""
        return self.given.get(preparation_id)

    @property
    def birth(self) -> Demographics | None:
        """What was last recorded about the patient's birth; of what was recorded together, the latest."""
        return max(self.births, key=lambda each: (each.known_at, each.occurred_at, each.key), default=None)

    @property
    def treated(self) -> bool:
        """Whether any therapy, its end too, dose, infusion or natalizumab test was ever seen."""
        tested = any(self.of(analyte) for analyte in _TREATMENT_TESTS)
        return tested or any((self.markers.in_order, self.infusions.in_order, self.doses.in_order))

    def with_infusion_only(self, name: str) -> "Chart":
        """The chart as if there were no other infusion."""
        return msgspec.structs.replace(self, infusions=self.infusions.only(name))

    def with_dose_only(self, name: str) -> "Chart":
        """The chart as if there were no other dose."""
        return msgspec.structs.replace(self, doses=self.doses.only(name))

    def over(self, rule: str, until: datetime | None) -> bool:
        """Whether a finding of the rule that ends then may be left out."""
        horizon = self.horizon(rule)
        return until is not None and horizon is not None and until <= horizon

    def horizon(self, rule: str) -> datetime | None:
        """Up to when it may leave findings out; None: nothing may be left out."""
        return None if self.since is None else self.open_since.get(rule, self.since)

    def therapy_at(self, instant: datetime) -> Therapy | None:
        """The therapy that the patient was on."""
        return next((each for each in self.therapies if each.start <= instant < each.end), None)
