"""A year of visits as they come: mostly plain results, some late, some not; whoever is restarted says the same."""

from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from alerts.advance import Patient, advance, run_to
from alerts.record import decode, encode
from models.alerts import Alert
from models.analytes import Analyte
from models.log import ClinicalEvent, decode_line
from models.units import canonical_unit
from tests.properties.histories import JUDGE, PATIENT, clinical

BEGUN: Final = datetime(2026, 1, 5, 9, tzinfo=UTC)
LIMITS: Final = {
    Analyte.ALT: {"reference_high": "40"},
    Analyte.AST: {"reference_high": "40"},
    Analyte.TSH: {"reference_low": "0.4", "reference_high": "4"},
    Analyte.FREE_T4: {"reference_low": "9", "reference_high": "23"},
    Analyte.NEUTROPHILS: {"reference_low": "1.5", "reference_high": "7.5"},
    Analyte.LYMPHOCYTES: {"reference_high": "4.8"},
}


def event(kind: str, number: int, at: datetime, late: int = 0, **fields: object) -> ClinicalEvent:
    said = {"type": kind, "event_id": f"{kind}-{number}", "patient_id": PATIENT, "occurred_at": at, **fields}
    return clinical(decode_line(msgspec.json.encode({**said, "accepted_at": at + timedelta(hours=late)})))


@st.composite
def visits(draw: st.DrawFn) -> list[ClinicalEvent]:
    """Visits some weeks apart; at each some results, now and then preliminary, without limits, or weeks late."""
    events: list[ClinicalEvent] = []
    at = BEGUN
    for number in range(draw(st.integers(2, 14))):
        at += timedelta(days=draw(st.sampled_from((1, 14, 28, 28, 28, 80, 100, 200))))
        match draw(st.sampled_from(("infused", "infused", "begun", "ended", "seen"))):
            case "infused":
                drip = f"i{number}"
                events.append(event("infusion-started", number, at, infusion_id=drip, route="iv-infusion"))
                events.append(event("infusion-stopped", number, at, 1, infusion_id=drip, reason="completed"))
            case "begun":
                events.append(event("therapy-started", number, at))
            case "ended":
                events.append(event("therapy-discontinued", number, at))
            case _:
                pass
        measured = draw(st.lists(st.sampled_from(list(LIMITS)), max_size=4, unique=True))
        events.extend(draw(results(analyte, number, at)) for analyte in measured)
    return sorted(events, key=lambda each: each.accepted_at)


@st.composite
def results(draw: st.DrawFn, analyte: Analyte, number: int, at: datetime) -> ClinicalEvent:
    limits = draw(st.sampled_from((LIMITS[analyte], LIMITS[analyte], LIMITS[analyte], {})))
    return event(
        "lab-result",
        number,
        at,
        draw(st.sampled_from((0, 2, 2, 24 * 40))),
        result_id=f"{analyte}-{number}",
        source=analyte,
        analyte=analyte,
        status=draw(st.sampled_from(("final", "final", "preliminary"))),
        value=draw(st.sampled_from(("30", "2", "15", "3", "150", "410"))),
        unit=canonical_unit(analyte),
        reference_low=limits.get("reference_low"),
        reference_high=limits.get("reference_high"),
    )


def told(history: list[ClinicalEvent], end: datetime, *, restarted: bool) -> list[Alert]:
    patient, revisions = Patient(PATIENT), list[Alert]()
    for each in history:
        step = advance(patient, each, JUDGE)
        patient = decode(encode(step.patient)) if restarted else step.patient
        revisions.extend(step.revisions)
    return [*revisions, *run_to(patient, end, JUDGE).revisions]


@given(visits(), st.integers(0, 400))
def test_a_restart_at_every_visit_changes_nothing(history: list[ClinicalEvent], days: int) -> None:
    end = max(each.accepted_at for each in history) + timedelta(days=days) if history else BEGUN

    assert told(history, end, restarted=False) == told(history, end, restarted=True)
