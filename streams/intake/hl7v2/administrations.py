"""RAS: natalizumab that was given."""

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from models.decoded import Ignored, Rejection
from models.rejections import IgnoredKind, Reason, Rejected
from streams.intake.hl7v2.dispenses import preparation_id
from streams.intake.hl7v2.header import Header, Outcome, unmapped
from streams.intake.hl7v2.medicines import drug_in
from streams.intake.hl7v2.message import Message
from streams.intake.hl7v2.names import named
from streams.intake.hl7v2.persons import patient_in
from streams.intake.hl7v2.rates import millilitres, rate_per_hour, rate_written
from streams.intake.hl7v2.routes import route_of
from streams.intake.hl7v2.segment import Segment

__all__ = ["administrations"]

_COUNTER: Final = 1
_START, _END, _DRUG, _AMOUNT, _UNIT, _COMPLETION, _ACTION = 3, 4, 5, 6, 7, 20, 21
_AROUND: Final = frozenset(("PID", "ORC", "RXE", "RXO", "RXR"))
_DAY: Final = len("20260301")
_NOT_GIVEN: Final = frozenset(("RE", "NA"))
_STOP_REASONS: Final[Mapping[str, str]] = {"CP": "completed", "PA": "aborted", "": "other"}
"""Why an infusion with an end stopped, by RXA-20: given in full, in part, or nothing said."""


class _Given(msgspec.Struct, frozen=True, eq=False, gc=False):
    """One RXA, with the segments around it that give it its meaning."""

    rxa: Segment
    header: Header
    patient: Segment | None
    order: Segment | None
    encoded: Segment | None
    route: Segment | None


def administrations(message: Message, header: Header) -> Iterator[Outcome]:
    """What each RXA comes to: the start of an infusion and its end, their retraction, or nothing."""
    given = False
    for each in _given(message, header):
        given = True
        yield from header.attempted(each.rxa, _outcomes(each))
    if not given:
        yield Rejection(Reason.TRUNCATED) if message.cut else Ignored(IgnoredKind.NO_RESULT, header.kind)


def _given(message: Message, header: Header) -> Iterator[_Given]:
    """Each RXA with the PID, ORC and RXE before it, and the RXR after it (else the one before)."""
    patient = order = encoded = route = None
    waiting: list[Segment] = []
    for segment in message.segments:
        name = segment.name
        if name == "RXA":
            waiting.append(segment)
            continue
        if name not in _AROUND:
            continue
        if name == "RXR":
            route = segment
        for rxa in waiting:
            yield _Given(rxa, header, patient, order, encoded, route)
        waiting.clear()
        if name == "PID":
            patient, order, encoded, route = segment, None, None, None
        elif name == "ORC":
            order, encoded, route = segment, None, None
        elif name == "RXE":
            encoded = segment
    for rxa in waiting:
        yield _Given(rxa, header, patient, order, encoded, route)


def _outcomes(given: _Given) -> Iterator[Outcome]:
    rxa = given.rxa
    rxa.demand(_ACTION, at_least=1)
    drug = drug_in(rxa, _DRUG)
    if not drug.is_ours:
        yield unmapped(drug.codings, resembling=False)
        return
    completion = rxa.text(_COMPLETION)
    if completion in _NOT_GIVEN:
        yield Ignored(IgnoredKind.NO_RESULT, drug.codings[0].code)
    elif rxa.text(_ACTION) == "D":
        yield from _retracted(given)
    else:
        yield from _infused(given, completion)


def _infused(given: _Given, completion: str) -> Iterator[Outcome]:
    rxa, header = given.rxa, given.header
    common = _common(given)
    infusion_id = _infusion_id(given)
    started_at = header.occurred_at(rxa, _START)
    if completion not in _STOP_REASONS:
        raise Rejected(Reason.BAD_VALUE, rxa.place(_COMPLETION))
    start = {
        **common,
        "type": "infusion-started",
        "event_id": named(infusion_id, "start"),
        "occurred_at": started_at,
        "infusion_id": infusion_id,
        "preparation_id": preparation_id(given.order, rxa.text(_COUNTER)),
        "route": route_of(given.route),
        "rate_ml_per_h": _rate(given),
    }
    yield header.event(start, rxa, {})
    if not rxa.text(_END):
        return
    stopped_at = header.occurred_at(rxa, _END)
    if stopped_at <= started_at:
        if stopped_at != started_at:
            raise Rejected(Reason.BAD_VALUE, rxa.place(_END))
        return
    stop = {
        **common,
        "type": "infusion-stopped",
        "event_id": named(infusion_id, "stop"),
        "occurred_at": stopped_at,
        "infusion_id": infusion_id,
        "reason": _STOP_REASONS[completion],
        "volume_infused_ml": _volume(rxa),
    }
    yield header.event(stop, rxa, {})


def _retracted(given: _Given) -> Iterator[Outcome]:
    header, rxa = given.header, given.rxa
    for end in ("start", "stop"):
        fields = _common(given) | {
            "type": "event-retracted",
            "event_id": header.name(rxa.place(), end),
            "occurred_at": header.occurred_at(header.segment, 7),
            "retracts": named(_infusion_id(given), end),
        }
        yield header.event(fields, rxa, {})


def _common(given: _Given) -> dict[str, object]:
    return {"patient_id": patient_in(given.patient), "recorded_at": given.header.sent_at}


def _infusion_id(given: _Given) -> str:
    """Names the infusion over all messages: the order's number, RXA-2, and the day, for an order may come monthly."""
    order, rxa = given.order, given.rxa
    number = (order.part(3) or order.part(2)) if order else ""
    time = rxa.text(_START)
    return named(given.header.application, number, rxa.text(2), time[:_DAY] if number else time)


def _rate(given: _Given) -> object:
    rate, rxe = rate_written(given.rxa.text(12)), given.encoded
    if rate or rxe is None:
        return rate or None
    return rate_per_hour(rxe.text(23), rxe.text(24) or rxe.text(24, 2))


def _volume(rxa: Segment) -> object:
    amount = rxa.text(_AMOUNT)
    return None if amount == "999" else millilitres(amount, rxa.text(_UNIT))
