"""The rates of a clinic, counted over what ledgers hold, with canaries and merged records left out."""

from datetime import timedelta
from typing import NamedTuple

import pytest
from msgspec.json import encode

from models.canary import PREFIX
from streams.monitor.census import Census
from streams.monitor.counts import Counts
from streams.monitor.ledger import Ledger
from streams.monitor.log_lines import LogRecord
from streams.monitor.position import Place
from streams.monitor.restored import Restored
from tests.streams.monitor.lines import NOON, at, merge, rulings

TENTH_OF_A_YEAR = timedelta(days=365, hours=6) / 10 / timedelta(minutes=1)


class Holding(NamedTuple):
    partition: int
    ledger: Ledger | None


def event(kind: str, patient_id: str, number: int, minutes: float = 0, /, **fields: object) -> bytes:
    when = at(minutes)
    known = {"type": kind, "event_id": f"e{number}", "patient_id": patient_id, "occurred_at": when, "accepted_at": when}
    return encode({**known, **fields})


def ledger(partition: int, *lines: bytes) -> Holding:
    kept = Ledger(Place(partition, 2), Restored(), rulings(), Counts())
    for _ in kept.work_in([LogRecord(0, b"\n".join(lines))]):
        pass
    return Holding(partition, kept)


def treated(patient_id: str, *more: bytes) -> tuple[bytes, ...]:
    """On therapy for a tenth of a year."""
    return event("therapy-started", patient_id, 0, -TENTH_OF_A_YEAR), *more, event("relapse-reported", patient_id, 999)


async def counted(*holdings: Holding) -> dict[str, float]:
    """The gauges after each of these was gone through."""
    census = Census(lambda: holdings, rulings(), lambda: NOON, rest_s=0)
    await census.go_round()
    return {family.name: sample.value for family in census.families() for sample in family.samples}


def infection(patient_id: str, number: int) -> bytes:
    return event("condition-started", patient_id, number, -100, condition_id=f"c{number}", kind="infection")


def reaction(patient_id: str) -> bytes:
    return event("reaction-observed", patient_id, 5, -100, symptom="rash", severity="severe")


def antibody(patient_id: str, number: int, days_ago: int) -> bytes:
    lab = {"result_id": f"r{number}", "status": "final", "analyte": "natalizumab-antibody", "finding": "positive"}
    return event("lab-result", patient_id, number, -days_ago * 24 * 60, **lab)


def thyroid(patient_id: str) -> bytes:
    lab = {"result_id": "t", "status": "final", "analyte": "tsh", "value": "9", "unit": "mIU/L", "reference_high": "4"}
    return event("lab-result", patient_id, 7, -200, **lab)


async def test_what_all_ledgers_of_a_worker_hold_is_counted_together() -> None:
    gauges = await counted(
        ledger(0, *treated("a", infection("a", 1), infection("a", 2)), *treated("b", reaction("b"))),
        ledger(1, *treated("c", thyroid("c"), antibody("c", 1, 80), antibody("c", 2, 10)), *treated("d")),
    )
    assert gauges == {
        "natwatch_cohort_patients": 4,
        "natwatch_cohort_patient_years": pytest.approx(0.4),
        "natwatch_cohort_severe_reactions": 1,
        "natwatch_cohort_infections": 2,
        "natwatch_cohort_thyroiditis": 1,
        "natwatch_cohort_antibodies": 1,
        "natwatch_cohort_persistent_antibodies": 1,
        "natwatch_cohort_timestamp_seconds": NOON.timestamp(),
    }


async def test_a_canary_and_a_patient_who_was_never_treated_are_in_no_rate() -> None:
    canary = f"{PREFIX}1"
    gauges = await counted(ledger(0, *treated(canary, infection(canary, 1)), infection("a", 1), *treated("b")))
    assert gauges["natwatch_cohort_patients"] == 1
    assert gauges["natwatch_cohort_infections"] == 0


async def test_a_record_that_was_merged_into_another_is_not_counted_beside_it() -> None:
    gauges = await counted(ledger(0, *treated("a"), *treated("b"), merge("b", "a", "m", 1)))
    assert gauges["natwatch_cohort_patients"] == 1


async def test_a_partition_that_is_being_taken_over_is_left_out() -> None:
    gauges = await counted(ledger(0, *treated("a")), Holding(1, None))
    assert gauges["natwatch_cohort_patients"] == 1


async def test_a_patient_with_a_long_history_is_counted_from_all_that_is_kept() -> None:
    many = (infection("a", number) for number in range(1, 120))
    gauges = await counted(ledger(0, *treated("a", *many)))
    assert gauges["natwatch_cohort_infections"] == 119
