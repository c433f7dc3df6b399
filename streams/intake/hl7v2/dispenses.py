"""RDS: doses of natalizumab that the pharmacy diluted.

What is in the bag are the RXC after the RXD: natalizumab, an additive, and what it was diluted with, the base. A
dispense without components hands out vials, and prepares nothing. HL7 v2 has no field for where the bag is kept.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from models.decoded import Ignored, Rejection
from models.rejections import IgnoredKind, Reason, Rejected
from streams.intake.codes.drugs import diluent_of, is_concentrate
from streams.intake.hl7v2.header import Header, Outcome, unmapped
from streams.intake.hl7v2.medicines import is_ours
from streams.intake.hl7v2.message import Message
from streams.intake.hl7v2.names import named
from streams.intake.hl7v2.persons import patient_in
from streams.intake.hl7v2.rates import concentrate_milligrams, milligrams, millilitres
from streams.intake.hl7v2.segment import Segment

__all__ = ["dispenses", "preparation_id"]

_COUNTER, _DRUG, _DISPENSED = 1, 2, 3
_COMPONENT, _AMOUNT, _UNIT = 2, 3, 4
_GIVEN_UP: Final = frozenset(("CA", "OC", "CR", "DC", "OD", "DR"))
"""ORC-1 (HL7 table 0119): the order, and what was made for it, is cancelled or discontinued."""
_UNCOUNTED: Final = ("", "0")


@dataclass(slots=True)
class _Dispense:
    """One RXD, with the segments around it that give it its meaning."""

    rxd: Segment
    patient: Segment | None
    order: Segment | None
    components: list[Segment] = field(default_factory=list)


def dispenses(message: Message, header: Header) -> Iterator[Outcome]:
    """What each RXD comes to: a dose that was prepared or is discarded, or nothing."""
    found = list(_dispenses(message))
    for each in found:
        yield from header.attempted(each.rxd, _outcomes(each, header))
    if not found:
        yield Rejection(Reason.TRUNCATED) if message.cut else Ignored(IgnoredKind.NO_RESULT, header.kind)


def preparation_id(order: Segment | None, counter: str) -> str | None:
    """Names a preparation over the messages of pharmacy and ward: the order's number, and which dose of it.

    Args:
        order: ORC.
        counter: RXD-1, or RXA-1. Without one nobody knows which dose of the order it is.
    """
    number = (order.part(2) or order.part(3)) if order else ""
    return None if not number or counter in _UNCOUNTED else named("RXD", number, counter)


def _dispenses(message: Message) -> Iterator[_Dispense]:
    patient: Segment | None = None
    order: Segment | None = None
    current: _Dispense | None = None
    for segment in message.segments:
        match segment.name:
            case "PID" | "ORC":
                if current:
                    yield current
                current = None
                patient = segment if segment.name == "PID" else patient
                order = segment if segment.name == "ORC" else None
            case "RXD":
                if current:
                    yield current
                current = _Dispense(segment, patient, order)
            case "RXC" if current:
                current.components.append(segment)
            case _:
                pass
    if current:
        yield current


def _outcomes(dispense: _Dispense, header: Header) -> Iterator[Outcome]:
    rxd, parts = dispense.rxd, dispense.components
    for segment in (rxd, *parts):
        segment.demand(4, at_least=1)
    codings = rxd.codings(_DRUG)
    active = [part for part in parts if is_ours(part.codings(_COMPONENT))]
    if not active and not is_ours(codings):
        yield unmapped(codings, resembling=False)
        return
    given_up = dispense.order is not None and dispense.order.text(1) in _GIVEN_UP
    if not parts and not given_up:
        yield Ignored(IgnoredKind.NO_RESULT, codings[0].code if codings else "RXD")
        return
    counter = rxd.text(_COUNTER)
    name = preparation_id(dispense.order, "1" if counter in _UNCOUNTED else counter)
    if name is None:
        raise Rejected(Reason.BAD_VALUE, rxd.place(_COUNTER))
    common: dict[str, object] = {
        "patient_id": patient_in(dispense.patient),
        "recorded_at": header.sent_at,
        "preparation_id": name,
    }
    if given_up:
        discarded = {"type": "dose-discarded", "event_id": named(name, "discarded")}
        yield header.event(common | discarded | {"occurred_at": header.occurred_at(header.segment, 7)}, rxd, {})
        return
    solvents = [part for part in parts if part not in active]
    if len(active) != 1 or len(solvents) != 1:
        raise Rejected(Reason.AMBIGUOUS_VALUE, rxd.place())
    prepared = {
        "type": "dose-prepared",
        "event_id": named(name, "prepared"),
        "occurred_at": header.occurred_at(rxd, _DISPENSED),
        "dose_mg": _amount(active[0], _milligrams_of(active[0])),
        "diluent": _diluent(solvents[0]),
        "diluent_volume_ml": _amount(solvents[0], millilitres),
    }
    yield header.event(common | prepared, rxd, {})


def _milligrams_of(active: Segment) -> Callable[[str, str], Decimal | None]:
    """How an amount of the drug is a mass; a volume is one only of a product whose code tells its concentration."""
    if not any(is_concentrate(coding.system, coding.code) for coding in active.codings(_COMPONENT)):
        return milligrams
    return concentrate_milligrams


def _amount(component: Segment, converted: Callable[[str, str], Decimal | None]) -> Decimal:
    """How much of a component is in the bag.

    Raises:
        Rejected: `unknown-unit` when its unit is none of mass for the drug, of volume for the diluent; `bad-number`.
    """
    unit = component.text(_UNIT)
    amount = converted(component.text(_AMOUNT), unit)
    if amount is not None:
        return amount
    if converted("1", unit) is None:
        raise Rejected(Reason.UNKNOWN_UNIT, component.place(_UNIT))
    raise Rejected(Reason.BAD_NUMBER, component.place(_AMOUNT))


def _diluent(component: Segment) -> str | None:
    codings = component.codings(_COMPONENT)
    return diluent_of(codings[0].system, codings[0].code, codings[0].text) if codings else None
