"""Doses of natalizumab that the pharmacy diluted, as far as a MedicationDispense of R4 carries that.

What is in the bag are the ingredients of the dispensed Medication: natalizumab with its strength, and what it was
diluted with. A dispense without such ingredients hands out vials, and prepares nothing. R4 has no word for storage. The
dilution is `whenPrepared` and nothing later, for from then on the bag ages.
"""

from collections.abc import Callable, Iterator
from decimal import Context, Decimal
from typing import Final, NamedTuple

import msgspec

from models.rejections import IgnoredKind, Reason, Rejected
from streams.intake.codes.drugs import CONCENTRATE_MG_PER_ML, diluent_of
from streams.intake.codes.systems import CodeSystem
from streams.intake.fhir.concepts import codes, concentrate, natalizumab, words
from streams.intake.fhir.elements import Quantity, Ratio
from streams.intake.fhir.identity import Origin, origin_of
from streams.intake.fhir.medicines import demand_natalizumab, ingredients_in, medication, medicine_of, once_at_hand
from streams.intake.fhir.outcomes import MISTAKEN, Draft, Json, NotOursError, Outcome
from streams.intake.fhir.quantities import mg, ml
from streams.intake.fhir.resources import Medicated
from streams.intake.fhir.surroundings import Surroundings
from streams.intake.fhir.times import Moment

_NOT_DONE_YET: Final = frozenset({"preparation", "in-progress", "on-hold"})
_DONE: Final = frozenset({"completed"})
_GIVEN_UP: Final = frozenset({"cancelled", "stopped", "declined"})
_MEDICINE: Final = "medicationReference"
_Amount = Callable[[Quantity | None, str], Decimal | None]
_exactly: Final = Context(prec=34)


class MedicationDispense(Medicated, frozen=True):
    """What a pharmacy made or handed out."""

    quantity: Quantity | None = None
    when_prepared: str | None = None


def dispenses(raw: Json, around: Surroundings) -> Iterator[Outcome]:
    """What a dispense comes to: a dose that was prepared, that was thrown away, or the retraction of both."""
    medicine = medicine_of(raw, around)
    demand_natalizumab(medicine)
    said = msgspec.convert(raw, MedicationDispense)
    origin = origin_of(raw, said, said.subject, around)
    prepared, discarded = f"{origin.stem}/prepared", f"{origin.stem}/discarded"
    if said.status == MISTAKEN:
        yield origin.retraction(prepared, origin.said)
        yield origin.retraction(discarded, origin.said)
        return
    if said.status not in _NOT_DONE_YET | _DONE | _GIVEN_UP:
        raise Rejected(Reason.BAD_STATUS, "status")
    bag = medication(raw)
    diluted = once_at_hand(_is_mixed, bag, around) is True and (said.status in _DONE or said.when_prepared is not None)
    given_up = said.status in _GIVEN_UP and (diluted or not origin.first)
    if not diluted and not given_up:
        raise NotOursError(IgnoredKind.NO_RESULT, medicine.code)
    if diluted:
        mixture = once_at_hand(_mixture, bag, around)
        if mixture is not None:
            yield _prepared(said, origin, prepared, mixture)
    if given_up:
        yield origin.draft("dose-discarded", discarded, origin.said, {"preparation_id": origin.name})


class _Mixture(NamedTuple):
    """What is in a bag: natalizumab, in mg by this reckoning, and what it was diluted with."""

    in_mg: _Amount
    drug: Ratio | None
    diluent: str | None
    solvent: Ratio | None


def _is_mixed(_around: Surroundings, medicine: Json) -> bool:
    ingredients = medicine.get("ingredient")
    return isinstance(ingredients, list) and len(ingredients) > 1


def _mixture(around: Surroundings, medicine: Json) -> _Mixture:
    ingredients = ingredients_in(around, medicine)
    active = [natalizumab(concept) for concept, _ in ingredients]
    if sorted(active) != [False, True]:
        raise Rejected(Reason.AMBIGUOUS_VALUE, _MEDICINE)
    (drug, of_drug), (solvent, of_solvent) = ingredients if active[0] else reversed(ingredients)
    system, code = next(codes(solvent), (CodeSystem.UNSTATED, ""))
    diluent = diluent_of(system, code, next(words(solvent), ""))
    return _Mixture(_of_concentrate if concentrate(drug) else mg, of_drug.strength, diluent, of_solvent.strength)


def _prepared(said: MedicationDispense, origin: Origin, event_id: str, bag: _Mixture) -> Draft:
    total = ml(said.quantity, "quantity")
    fields = {
        "preparation_id": origin.name,
        "dose_mg": _in_all(bag.drug, bag.in_mg, total) or mg(said.quantity, "quantity"),
        "diluent": bag.diluent,
        "diluent_volume_ml": _in_all(bag.solvent, ml, total),
    }
    places = dict.fromkeys(("dose_mg", "diluent", "diluent_volume_ml"), _MEDICINE)
    return origin.draft("dose-prepared", event_id, Moment(said.when_prepared, "whenPrepared"), fields, places)


def _of_concentrate(quantity: Quantity | None, place: str) -> Decimal | None:
    """How much drug is in an amount of the concentrate, in mg."""
    volume = ml(quantity, place)
    return mg(quantity, place) if volume is None else _exactly.multiply(volume, CONCENTRATE_MG_PER_ML)


def _in_all(strength: Ratio | None, amount: _Amount, total: Decimal | None) -> Decimal | None:
    """How much of an ingredient is in the whole bag; None when its strength does not say."""
    if strength is None:
        return None
    much, per = amount(strength.numerator, _MEDICINE), strength.denominator
    volume = ml(per, _MEDICINE)
    if volume:
        return None if much is None or total is None else _exactly.divide(_exactly.multiply(much, total), volume)
    one_bag = per is None or (mg(per, _MEDICINE) is None and per.value in {None, 1})
    return much if one_bag else None
