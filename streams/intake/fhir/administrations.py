"""Natalizumab that is given: one resource is one infusion, stated anew as it goes on.

Each version states all that is known by then, so its events have the same ids as those of the version before it, and
replace them. FHIR has no time of an interruption: a version that says `on-hold` says it at the latest when it was
written, and one that is running again likewise. A change of the rate is a step of its own (`partOf` the infusion), as
FHIR wants it; a new rate in the same resource corrects the old one. A stated rate that is none (minutes, mg/h) is left
out, and the period judges.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

import msgspec

from models.decoded import Ignored
from models.rejections import IgnoredKind, Reason, Rejected
from streams.intake.codes.reactions import symptom_of
from streams.intake.fhir.concepts import meaning
from streams.intake.fhir.identity import Origin, origin_of
from streams.intake.fhir.medicines import demand_natalizumab, medicine_of
from streams.intake.fhir.names import named_by
from streams.intake.fhir.outcomes import LONGEST_CODE, MISTAKEN, Draft, Json, Outcome, demand_one
from streams.intake.fhir.quantities import ml, ml_per_h
from streams.intake.fhir.resources import Dosage, MedicationAdministration
from streams.intake.fhir.routes import route_of
from streams.intake.fhir.surroundings import Surroundings
from streams.intake.fhir.times import Moment, elapsed, end, first, start

_RUNNING, _HELD, _STOPPED, _DONE = "in-progress", "on-hold", "stopped", "completed"
_GIVEN: Final = frozenset({_RUNNING, _HELD, _STOPPED, _DONE})
_NOTHING: Final = Dosage()


def administrations(raw: Json, around: Surroundings) -> Iterator[Outcome]:
    """What an administration comes to: the start of an infusion, its course, its end, or their retraction."""
    medicine = medicine_of(raw, around)
    demand_natalizumab(medicine)
    said = msgspec.convert(raw, MedicationAdministration)
    origin = origin_of(raw, said, said.subject, around)
    demand_one("effective", said.effective_date_time, said.effective_period)
    began = first(
        start(said.effective_period, "effectivePeriod"), Moment(said.effective_date_time, "effectiveDateTime")
    )
    whole = named_by(said.part_of, "MedicationAdministration", around)
    if said.status == MISTAKEN or (said.status == "not-done" and not origin.first):
        names = ("rate",) if whole else ("start", "stop")
        yield from (origin.retraction(f"{origin.stem}/{name}", first(origin.said, began)) for name in names)
    elif said.status == "not-done":
        yield Ignored(IgnoredKind.NO_RESULT, medicine.code[:LONGEST_CODE])
    elif said.status not in _GIVEN:
        raise Rejected(Reason.BAD_STATUS, "status")
    elif whole:
        yield _step(said, origin, began, whole)
    else:
        yield from _infusion(said, origin, began, given=not medicine.is_concentrate)


def _infusion(said: MedicationAdministration, origin: Origin, began: Moment, *, given: bool) -> Iterator[Draft]:
    """The events of an infusion; `given` says that the dose is of what is given, and not of what was diluted for it."""
    infusion: dict[str, object] = {"infusion_id": origin.name}
    dosage = _dosage(said)
    ended = end(said.effective_period, "effectivePeriod")
    dose = ml(dosage.dose, "dosage.dose") if given else None
    fields: dict[str, object] = {
        "route": _route(said, dosage),
        "rate_ml_per_h": ml_per_h(dosage.rate_quantity, dosage.rate_ratio, "dosage"),
        "volume_ml": None if said.status == _STOPPED else dose,
        "preparation_id": named_by(said.supporting_information, "MedicationDispense", origin.around),
    }
    places = {"route": "dosage.route", "rate_ml_per_h": "dosage.rate", "volume_ml": "dosage.dose.value"}
    yield origin.draft("infusion-started", f"{origin.stem}/start", began, infusion | fields, places)
    if said.status in {_STOPPED, _DONE}:
        if said.status == _STOPPED:
            ended = first(ended, origin.said)
        lasted = elapsed(began, ended, origin.around.context.zone)
        if lasted is not None and lasted < timedelta():
            raise Rejected(Reason.BAD_VALUE, ended.place)
        if ended.text and lasted != timedelta():
            fields = infusion | {"reason": _reason(said), "volume_infused_ml": dose}
            places = {"volume_infused_ml": "dosage.dose.value"}
            yield origin.draft("infusion-stopped", f"{origin.stem}/stop", ended, fields, places)
    elif said.status == _HELD:
        held = first(ended, origin.said)
        yield origin.draft("infusion-paused", f"{origin.stem}/pause/{held.text}", held, infusion)
    elif not origin.first and origin.recorded_at:
        yield origin.draft("infusion-resumed", f"{origin.stem}/resume/{origin.recorded_at}", origin.said, infusion)


def _step(said: MedicationAdministration, origin: Origin, began: Moment, whole: str) -> Outcome:
    """A part of an infusion: from its start on the pump runs at its rate."""
    dosage = _dosage(said)
    rate = ml_per_h(dosage.rate_quantity, dosage.rate_ratio, "dosage")
    if said.status == _HELD:
        return origin.draft("infusion-paused", f"{origin.stem}/rate", began, {"infusion_id": whole})
    if rate is None:
        return Ignored(IgnoredKind.NO_RESULT, "MedicationAdministration")
    fields = {"infusion_id": whole, "rate_ml_per_h": rate}
    return origin.draft("infusion-rate-changed", f"{origin.stem}/rate", began, fields, {"rate_ml_per_h": "dosage.rate"})


def _dosage(said: MedicationAdministration) -> Dosage:
    dosage = said.dosage or _NOTHING
    if dosage.modifier_extension:
        raise Rejected(Reason.BAD_VALUE, "dosage.modifierExtension")
    return dosage


def _route(said: MedicationAdministration, dosage: Dosage) -> str | None:
    """The route; where none is said, natalizumab given over time is infused, and of any other none is guessed."""
    over_time = said.effective_period is not None or dosage.rate_quantity or dosage.rate_ratio or said.status != _DONE
    return route_of(dosage.route, dosage.method) or ("iv-infusion" if over_time else None)


def _reason(said: MedicationAdministration) -> str:
    if said.status == _DONE:
        return "completed"
    because = any(meaning(each, symptom_of) is not None for each in said.status_reason)
    return "reaction" if because else "aborted"
