"""RDE, OMP and ORM: orders of other drugs."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from models.decoded import Ignored, Rejection
from models.rejections import IgnoredKind, Reason, Rejected
from streams.intake.hl7v2.header import Header, Outcome
from streams.intake.hl7v2.message import Message
from streams.intake.hl7v2.names import named
from streams.intake.hl7v2.persons import patient_in
from streams.intake.hl7v2.prescriptions import DRUG_FIELDS, Prescription, prescriptions
from streams.intake.hl7v2.segment import Segment

__all__ = ["medications"]

_STARTS: Final = frozenset(("NW", "XO", "XX", "RO", "RF", "AF", "OF", "FU", "RL", "OR", "OE", "OP", "PY"))
"""ORC-1 (HL7 table 0119): new, changed, a replacement, refilled, released, prescribed to be dispensed elsewhere."""
_STOPS: Final = frozenset(("CA", "OC", "CR", "DC", "OD", "DR", "RP", "RU", "RQ"))
"""Cancelled, discontinued, replaced by another order."""
_STATUS_CHANGED: Final = "SC"
_STATUSES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("IP", "SC", "A"), "medication-started"),
    **dict.fromkeys(("CA", "DC", "CM", "RP"), "medication-stopped"),
}
"""ORC-5 (HL7 table 0038) when ORC-1 says that the status has changed."""
_STARTED, _STOPPED = "medication-started", "medication-stopped"
_LONGEST: Final = 128


def medications(message: Message, header: Header) -> Iterator[Outcome]:
    """What each order comes to: a medication started or stopped, or nothing."""
    orders = list(prescriptions(message))
    for order in orders:
        if not order.drugs:
            yield Ignored(IgnoredKind.UNSUPPORTED, "ORC")
        for count, drug in enumerate(order.drugs.values()):
            yield from header.attempted(drug, _outcomes(order, drug, header, first=count == 0))
    if not orders:
        yield Rejection(Reason.TRUNCATED) if message.cut else Ignored(IgnoredKind.UNSUPPORTED, header.kind)


def _outcomes(order: Prescription, drug: Segment, header: Header, *, first: bool) -> Iterator[Outcome]:
    common, number = order.common, DRUG_FIELDS[drug.name]
    drug.demand(number + 1, at_least=0)
    ordered = order.named(drug)
    kind = _kind(common)
    if kind is None:
        yield Ignored(IgnoredKind.UNSUPPORTED, f"ORC-1 {common.text(1)}"[:_LONGEST])
        return
    if ordered.passed_over is not None:
        yield Ignored(IgnoredKind.UNSUPPORTED, ordered.passed_over)
        return
    order_id = common.text(2) or common.text(3) or (drug.text(15) if drug.name == "RXE" else "")
    if not order_id:
        raise Rejected(Reason.BAD_VALUE, common.place(2))
    if not first:
        order_id = named(order_id, next(iter(ordered.names), ""))
    fields = {
        "type": kind,
        "patient_id": patient_in(order.patient),
        "occurred_at": _began(order, drug, header) if kind == _STARTED else _ended(order, header),
        "event_id": header.name(common.place()) if first else header.name(common.place(), drug.place()),
        "recorded_at": header.sent_at,
        "order_id": order_id,
        "atc": ordered.atc,
        "rxnorm": ordered.rxnorm,
        "name": ordered.name,
    }
    yield header.event(fields, drug, dict.fromkeys(("atc", "rxnorm", "name"), number))


def _kind(common: Segment) -> str | None:
    control = common.text(1)
    if control == _STATUS_CHANGED:
        return _STATUSES.get(common.text(5))
    if control in _STARTS:
        return _STARTED
    return _STOPPED if control in _STOPS else None


def _began(order: Prescription, drug: Segment, header: Header) -> datetime:
    """When the order begins: TQ1-7, RXE-1 or ORC-7, ORC-15; one that is yet to begin counts from when it was placed."""
    common, timing = order.common, order.timing
    if timing:
        timing.demand(8, at_least=0)
    start = (
        (timing.text(7) if timing else "")
        or (drug.text(1, 4) if drug.name == "RXE" else "")
        or common.text(7, 4)
        or common.text(15)
    )
    return _earlier(start, common, header)


def _ended(order: Prescription, header: Header) -> datetime:
    """When the order ended: ORC-15; one that is yet to end counts from when that was said."""
    return _earlier(order.common.text(15), order.common, header)


def _earlier(effective: str, common: Segment, header: Header) -> datetime:
    """The earlier of the time that is effective, if any, and that of the transaction, ORC-9, else MSH-7."""
    said = common.text(9) or header.segment.text(7)
    times = header.times
    try:
        ahead = bool(effective and said) and times.instant(effective) > times.instant(said)
        return times.happened(said if ahead else effective or said)
    except Rejected as refused:
        raise Rejected(refused.reason, common.place(9)) from None
