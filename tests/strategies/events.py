"""Events as they come in, drawn so that they meet: few patients, few ids, instants on a coarse grid."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from hypothesis import strategies as st

from models.analytes import QUALITATIVE, UNITLESS, Analyte
from models.events import EVENT_TYPES, Event, check
from models.instants import to_text
from models.terms import (
    Comparator,
    ConditionKind,
    Finding,
    LabStatus,
    Mishandling,
    ReactionSeverity,
    Route,
    StopReason,
    Storage,
    Symptom,
)
from models.units import FACTORS

Fields = dict[str, object]
Drawn = st.SearchStrategy[Fields]

PATIENTS = ("patient-1", "patient-2", "patient-3")
START = datetime(2026, 1, 5, tzinfo=UTC)
DAYS = (0, 1, 28, 41, 42, 43, 84, 89, 90, 91, 179, 180, 364, 365)
MINUTES = (0, 30, 59, 60, 61, 120, 240, 480, 481, 1439)
RULES = ("liver-uln", "hypersensitivity", "active-infection", "concomitant-immunosuppressant", "pregnancy")
DRUGS: tuple[Fields, ...] = (
    {"atc": "L04AX01", "name": "Azathioprine"},
    {"rxnorm": "1256"},
    {"name": "Methylprednisolone", "atc": "H02AB04"},
)


def instants() -> st.SearchStrategy[datetime]:
    """Instants within a year, at and around the limits that rules have."""
    return st.builds(
        lambda day, minute: START + timedelta(days=day, minutes=minute), st.sampled_from(DAYS), st.sampled_from(MINUTES)
    )


def events(
    types: Collection[str] = tuple(EVENT_TYPES), patients: Collection[str] = PATIENTS
) -> st.SearchStrategy[Event]:
    """Accepted events of these types, of these patients."""
    return fields(types, patients).map(lambda drawn: check(drawn, None, timedelta(0)))


def fields(types: Collection[str] = tuple(EVENT_TYPES), patients: Collection[str] = PATIENTS) -> Drawn:
    """Messages that are accepted, as their decoded JSON: numbers as int, Decimal or text."""
    return st.sampled_from(sorted(types)).flatmap(lambda name: _message(name, sorted(patients)))


def _message(name: str, patients: list[str]) -> Drawn:
    common: Mapping[str, st.SearchStrategy[Any]] = {
        "type": st.just(name),
        "event_id": _ids("event", 12),
        "patient_id": st.sampled_from(patients),
        "occurred_at": _times(),
    }
    optional: Mapping[str, st.SearchStrategy[Any]] = {"recorded_at": _times(), "source": _words("lis", "ehr")}
    own = _merge(patients) if name == "patient-merged" else OWN_FIELDS[name]
    return st.tuples(st.fixed_dictionaries({**common}, optional={**optional}), own).map(_joined)


def _joined(parts: tuple[Fields, Fields]) -> Fields:
    drawn = parts[0] | parts[1]
    if "patient_id" in drawn and drawn.get("prior_patient_id") == drawn["patient_id"]:
        drawn["prior_patient_id"] = "patient-before"
    return drawn


def _merge(patients: list[str]) -> Drawn:
    return st.fixed_dictionaries({"prior_patient_id": st.sampled_from(patients)})


def _ids(prefix: str, count: int = 3) -> st.SearchStrategy[str]:
    return st.sampled_from([f"{prefix}-{number}" for number in range(1, count + 1)])


def _times() -> st.SearchStrategy[str]:
    return instants().map(to_text)


def _words(*words: str) -> st.SearchStrategy[str]:
    return st.sampled_from(words)


def _terms(terms: type[StrEnum]) -> st.SearchStrategy[str]:
    return st.sampled_from([term.value for term in terms])


def _numbers(*numbers: str) -> st.SearchStrategy[object]:
    guises: list[object] = []
    for number in numbers:
        guises += [Decimal(number), number, *([int(number)] if number.isdecimal() else [])]
    return st.sampled_from(guises)


def _own(required: Mapping[str, st.SearchStrategy[Any]], **optional: st.SearchStrategy[Any]) -> Drawn:
    return st.fixed_dictionaries({**required}, optional=optional)


@st.composite
def _lab_results(draw: st.DrawFn) -> Fields:
    analyte = draw(st.sampled_from(list(Analyte)))
    status = draw(st.sampled_from(list(LabStatus)))
    drawn: Fields = draw(
        _own({"result_id": _ids("result", 4), "status": st.just(status.value)}, version=st.integers(0, 3))
    )
    drawn["analyte"] = analyte.value
    needed = status not in {LabStatus.CANCELLED, LabStatus.ENTERED_IN_ERROR}
    qualitative = analyte in QUALITATIVE
    if qualitative and (needed or draw(st.booleans())):
        drawn["finding"] = draw(_terms(Finding))
    if FACTORS[analyte] and ((needed and not qualitative) or draw(st.booleans())):
        drawn |= draw(_measurements(analyte))
    return drawn


def _measurements(analyte: Analyte) -> Drawn:
    units = st.sampled_from(sorted(FACTORS[analyte]))
    value = {"value": _numbers("0", "0.9", "1", "1.00", "3", "16.9", "119.9", "120", "400", "1E+2")}
    limits = {"reference_low": _numbers("0", "0.5", "7"), "reference_high": _numbers("7", "39.6", "40")}
    comparator = {"comparator": _terms(Comparator)}
    if analyte in UNITLESS:
        return _own(value, **limits, **comparator, unit=st.one_of(units, st.just("")))
    return _own({**value, "unit": units}, **limits, **comparator)


_infusion = {"infusion_id": _ids("infusion")}
_preparation = {"preparation_id": _ids("preparation")}
_condition = {"condition_id": _ids("condition"), "kind": _terms(ConditionKind)}
_medication = st.tuples(_own({"order_id": _ids("order")}), st.sampled_from(DRUGS)).map(_joined)
_decision = {"by": _words("dr-who"), "reason": _words("benefit-outweighs", "discussed, see letter")}
_rate = _numbers("0", "60", "115", "115.5", "230")

OWN_FIELDS: Mapping[str, Drawn] = {
    "lab-result": _lab_results(),
    "infusion-started": _own(
        {**_infusion, "route": _terms(Route)},
        **_preparation,
        rate_ml_per_h=_rate,
        volume_ml=_numbers("100", "115"),
    ),
    "infusion-rate-changed": _own({**_infusion, "rate_ml_per_h": _rate}),
    "infusion-paused": _own(_infusion),
    "infusion-resumed": _own(_infusion),
    "infusion-stopped": _own(
        {**_infusion, "reason": _terms(StopReason)}, volume_infused_ml=_numbers("0", "57.5", "115")
    ),
    "observation-ended": _own(_infusion),
    "dose-prepared": _own(
        {
            **_preparation,
            "dose_mg": _numbers("150", "300"),
            "diluent": _words("sodium-chloride-0.9", "glucose-5"),
            "diluent_volume_ml": _numbers("0", "100", "100.0", "250"),
        },
        storage=_terms(Storage),
    ),
    "dose-moved": _own({**_preparation, "storage": _terms(Storage)}),
    "dose-mishandled": _own({**_preparation, "kind": _terms(Mishandling)}),
    "dose-discarded": _own(_preparation),
    "demographics": _own({"birth_date": _words("1959-07-01", "1988-02-29", "2008-03-02")}),
    "therapy-started": _own({}, reason=_words("relapsing-remitting")),
    "therapy-discontinued": _own({}, reason=_words("wish of the patient")),
    "condition-started": _own(_condition, code=_words("J06.9", "Z33.1")),
    "condition-resolved": _own(_condition, code=_words("J06.9", "Z33.1")),
    "medication-started": _medication,
    "medication-stopped": _medication,
    "reaction-observed": _own({"symptom": _terms(Symptom), "severity": _terms(ReactionSeverity)}),
    "mri-reported": _own({"gd_enhancing_lesions": st.integers(0, 2), "new_t2_lesions": st.integers(0, 2)}),
    "edss-scored": _own({"score": _numbers("0", "1.0", "2.5", "3", "5.5", "6.0", "10")}),
    "relapse-reported": _own({}),
    "hold-cleared": _own({"rule": st.sampled_from(RULES), **_decision}, subject=_words("alt", "patient", "order-1")),
    "alert-acknowledged": _own({"alert_id": _ids("alert"), **_decision}),
    "event-retracted": _own({"retracts": _ids("event", 12)}),
}
