"""Orders of other medicines, and what a patient is said to take."""

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from models.rejections import IgnoredKind, Reason, Rejected
from streams.intake.fhir.identity import Origin, origin_of
from streams.intake.fhir.medicines import medicine_of
from streams.intake.fhir.outcomes import MISTAKEN, Json, NotOursError, Outcome, demand_one
from streams.intake.fhir.resources import MedicationRequest, MedicationStatement
from streams.intake.fhir.surroundings import Surroundings
from streams.intake.fhir.times import Moment, end, first, since, start

_ORDERED: Final = "active"
_ACTIVE: Final = frozenset({_ORDERED, "on-hold", "recorded"})
_OVER: Final = frozenset({"completed", "stopped", "cancelled"})
_NOT_YET: Final = frozenset({"draft", "intended", "unknown", "not-taken"})


def requests(raw: Json, around: Surroundings) -> Iterator[Outcome]:
    """What an order comes to: its start, its end, or their retraction.

    What a patient reports to take is written as a plan that is reported. An order of which nobody knows whether it
    still holds counts as one that does.
    """
    medicine = _other_medicine(raw, around)
    said = msgspec.convert(raw, MedicationRequest)
    taken = said.intent == "plan" and (said.reported_boolean or said.reported_reference is not None)
    if said.do_not_perform or (said.intent in {"proposal", "plan", "option"} and not taken):
        raise NotOursError(IgnoredKind.NO_RESULT)
    origin = origin_of(raw, said, said.subject, around)
    began = first(Moment(said.authored_on, "authoredOn"), origin.said)
    yield from _course(_ORDERED if said.status == "unknown" else said.status, origin, began, origin.said, medicine)


def statements(raw: Json, around: Surroundings) -> Iterator[Outcome]:
    """What a statement comes to: that a medicine is taken, that it no longer is, or the retraction of both."""
    medicine = _other_medicine(raw, around)
    said = msgspec.convert(raw, MedicationStatement)
    origin = origin_of(raw, said, said.subject, around)
    demand_one("effective", said.effective_date_time, said.effective_period)
    dated = (
        start(said.effective_period, "effectivePeriod"),
        Moment(said.effective_date_time, "effectiveDateTime"),
        Moment(said.date_asserted, "dateAsserted"),
    )
    began = since(*dated, origin.stated) if said.status in _ACTIVE else first(*dated)
    over = end(said.effective_period, "effectivePeriod")
    yield from _course(said.status, origin, began, first(over, origin.said), medicine)


def _other_medicine(raw: Json, around: Surroundings) -> Mapping[str, object]:
    medicine = medicine_of(raw, around)
    if medicine.is_natalizumab or medicine.is_vaccine:
        raise NotOursError(IgnoredKind.UNSUPPORTED, medicine.code)
    return medicine.named


def _course(
    status: str | None, origin: Origin, began: Moment, over: Moment, medicine: Mapping[str, object]
) -> Iterator[Outcome]:
    fields = {"order_id": origin.name, **medicine}
    if status == MISTAKEN:
        yield from (origin.retraction(f"{origin.stem}/{name}", first(origin.said, began)) for name in ("start", "stop"))
        return
    if status in _NOT_YET:
        raise NotOursError(IgnoredKind.NO_RESULT)
    if status not in _ACTIVE | _OVER:
        raise Rejected(Reason.BAD_STATUS, "status")
    yield origin.draft("medication-started", f"{origin.stem}/start", began, fields)
    if status in _OVER:
        yield origin.draft("medication-stopped", f"{origin.stem}/stop", over, fields)
