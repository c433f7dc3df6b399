"""A rule that raises: the patient's alerts stay as they are, and go on with the first event that mends it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from alerts.advance import CannotJudgeError, Outcome, Patient, advance
from alerts.chart.chart import Chart
from alerts.judge import Judge
from alerts.record import decode, encode
from alerts.rule import Rule
from alerts.rules import liver_uln
from models.analytes import Analyte
from models.findings import Finding
from models.log import EventRetracted, LabResult
from models.policy import Policy
from models.terms import LabStatus


def _cannot_bear_13(chart: Chart, _policy: Policy) -> Iterator[Finding]:
    if any(reading.result.value == Decimal(13) for reading in chart.of(Analyte.AST)):
        raise ArithmeticError
    yield from ()


FRAGILE = Rule("fragile", "nobody", frozenset({Analyte.AST}), _cannot_bear_13)
JUDGE = Judge(Policy(), rules=(*liver_uln.RULES, FRAGILE), rules_under_holds=())


def result(number: int, analyte: Analyte, value: int) -> LabResult:
    at = datetime(2026, 1, number, tzinfo=UTC)
    return LabResult(
        event_id=f"e{number}",
        patient_id="p",
        occurred_at=at,
        accepted_at=at,
        result_id=f"r{number}",
        status=LabStatus.FINAL,
        analyte=analyte,
        value=Decimal(value),
        unit="U/L",
    )


@pytest.mark.parametrize("restarted", [False, True])
def test_alerts_stay_while_a_rule_raises_and_go_on_with_the_event_that_mends_it(*, restarted: bool) -> None:
    opened = advance(Patient("p"), result(1, Analyte.ALT, 200), JUDGE)
    with pytest.raises(CannotJudgeError) as failed:
        advance(opened.patient, result(2, Analyte.AST, 13), JUDGE)
    patient = failed.value.patient
    assert failed.value.rule == "fragile"
    assert patient.published == opened.patient.published

    patient = decode(encode(patient)) if restarted else patient
    with pytest.raises(CannotJudgeError) as failed:
        advance(patient, result(3, Analyte.ALT, 20), JUDGE)
    patient = decode(encode(failed.value.patient)) if restarted else failed.value.patient
    at = datetime(2026, 1, 4, tzinfo=UTC)
    mended = advance(
        patient, EventRetracted(event_id="e4", patient_id="p", occurred_at=at, accepted_at=at, retracts="e2"), JUDGE
    )

    assert (mended.outcome, mended.patient.clock) == (Outcome.LEARNED, at)
    assert not mended.patient.published.alerts
    assert [(alert.patient_id, alert.rule, alert.change, alert.changed_at) for alert in mended.revisions] == [
        ("p", "liver-uln", "resolved", at)
    ]
