"""Counts the cohort over what a worker's ledgers hold, so slowly that no event has to wait for it."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from time import perf_counter
from typing import Final, Protocol

from alerts.advance import Patient
from alerts.chart.revise import charted
from alerts.cohort import ASKED, NOBODY, Cohort, Member, counted, together
from alerts.judge import Judge, RuleFailedError
from models.canary import is_canary
from streams.clock import Clock
from streams.metrics.described import Family
from streams.monitor import cohort_metrics as metrics
from streams.monitor.ledger import Ledger
from streams.monitor.rulings import Rulings

_SLICE_S: Final = 0.002
"""It leaves the event loop to others after so long, or after one patient."""
_REST_S: Final = 0.2
"""So it takes a hundredth of the processor, and a clinic of some thousand patients takes it a few minutes."""
_AGAIN_S: Final = 60.0


class Holding(Protocol):
    """A partition of the log that is this worker's."""

    @property
    def partition(self) -> int:
        """Which one."""

    @property
    def ledger(self) -> Ledger | None:
        """What is kept of it; None while it is being taken over."""


class Census:
    """Goes from ledger to ledger, again and again; a ledger counts as it was when it was last gone through.

    Args:
        holdings: gives those that are this worker's now.
        rulings: by what the ledgers judge.
        clock: the wall clock.
        rest_s: how long it leaves the event loop to others.
    """

    def __init__(
        self,
        holdings: Callable[[], Sequence[Holding]],
        rulings: Rulings,
        clock: Clock,
        rest_s: float = _REST_S,
    ) -> None:
        self._holdings = holdings
        self._rulings = rulings
        self._clock = clock
        self._rest_s = rest_s
        self._counted: dict[int, tuple[datetime, Cohort]] = {}

    async def run(self) -> None:
        """Count until cancelled."""
        while True:
            await self.go_round()
            await asyncio.sleep(_AGAIN_S)

    async def go_round(self) -> None:
        """Count each ledger once."""
        for holding in self._holdings():
            if holding.ledger is not None:
                began_at = self._clock()
                self._counted[holding.partition] = began_at, await self._count(holding.ledger)

    def families(self) -> Iterator[Family]:
        """What was counted of the partitions that are this worker's now."""
        mine = {holding.partition for holding in self._holdings()}
        known = [counted for partition, counted in self._counted.items() if partition in mine]
        cohort = NOBODY
        for _, part in known:
            cohort = together(cohort, part)
        yield from metrics.families(cohort)
        yield metrics.COUNTED_AT.measured(min((began_at.timestamp() for began_at, _ in known), default=None))

    async def _count(self, ledger: Ledger) -> Cohort:
        judge = asking(self._rulings.judge(ledger.in_force))
        cohort, since = NOBODY, perf_counter()
        for patient_id in ledger.names():
            if not is_canary(patient_id) and (patient := ledger.as_kept(patient_id)) is not None:
                cohort = together(cohort, counted_alone(patient, judge))
            if perf_counter() - since > _SLICE_S:
                await asyncio.sleep(self._rest_s)
                since = perf_counter()
        return cohort


def asking(judge: Judge) -> Judge:
    """A judge that asks only the rules on which the counts rest."""
    return replace(judge, rules=tuple(rule for rule in judge.rules if rule.name in ASKED), rules_under_holds=())


def counted_alone(patient: Patient, judge: Judge) -> Cohort:
    """One patient's part in the counts; a rule that fails has found nothing."""
    if patient.clock is None:
        return NOBODY
    chart = charted(patient.facts, judge.policy)
    try:
        findings = judge.judged(chart).findings
    except RuleFailedError:
        findings = {}
    found = frozenset(rule for (rule, _), each in findings.items() if each)
    return counted([Member(chart, found, patient.clock)])
