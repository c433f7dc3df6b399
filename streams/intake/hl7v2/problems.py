"""PPR, and the diagnoses of ADT: conditions that change what a patient may be given."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from models.decoded import Ignored, Rejection
from models.rejections import IgnoredKind, Reason
from streams.intake.codes.conditions import ConditionKind, condition_kind, is_relapse
from streams.intake.codes.systems import CodeSystem, system_of
from streams.intake.hl7v2.header import Header, Outcome, unmapped
from streams.intake.hl7v2.message import Message
from streams.intake.hl7v2.names import named
from streams.intake.hl7v2.persons import patient_in
from streams.intake.hl7v2.segment import Segment
from streams.intake.hl7v2.syntax import Coding, Remembered, Syntax

__all__ = ["diagnosis", "problems"]

_DELETED: Final = frozenset(("DE", "D"))
_DAY: Final = len("20260301")
_OVER: Final = frozenset(("RESOLVED", "INACTIVE"))


def problems(message: Message, header: Header) -> Iterator[Outcome]:
    """What each PRB comes to: a condition that started, and ended, a relapse, or a retraction."""
    patient: Segment | None = None
    found = False
    for segment in message.segments:
        if segment.name == "PID":
            patient = segment
        elif segment.name == "PRB":
            found = True
            yield from header.attempted(segment, _problem(segment, patient, header))
    if not found:
        yield Rejection(Reason.TRUNCATED) if message.cut else Ignored(IgnoredKind.UNSUPPORTED, header.kind)


def diagnosis(dg1: Segment, patient: Segment | None, visit: str, header: Header) -> Iterator[Outcome]:
    """What a DG1 comes to: a condition that started, or its retraction.

    DG1-2 may name the code system, as it did before 2.5. An ADT message says again what earlier ones said. So the
    event_id names the diagnosis, not the message, and nothing in the event depends on when it was said again.
    """
    dg1.demand(4, at_least=0)
    condition = _diagnosed(f"{dg1.raw(2)}{dg1.delimiters.field}{dg1.raw(3)}", dg1.syntax)
    kind, code = condition.kind, condition.code
    if kind is None:
        yield unmapped(condition.codings, resembling=False)
        return
    dg1.demand(6, at_least=1)
    condition_id = named("DG1", *([dg1.text(20)] if dg1.text(20) else [code, visit]))
    if dg1.text(21) in _DELETED:
        yield _retraction(dg1, patient, header, condition_id)
        return
    segment, number = (dg1, 5) if dg1.text(5) else header.happened
    fields = {
        "type": "condition-started",
        "patient_id": patient_in(patient),
        "occurred_at": header.occurred_at(segment, number),
        "event_id": named(condition_id, "start"),
        "condition_id": condition_id,
        "kind": kind,
        "code": code,
    }
    yield header.event(fields, dg1, {"code": 3})


class _Diagnosed(NamedTuple):
    """A diagnosis: as it is coded, and what kind of condition that is, by which of its codes."""

    codings: tuple[Coding, ...]
    kind: ConditionKind | None
    code: str


@Remembered
def _diagnosed(fields: str, syntax: Syntax) -> _Diagnosed:
    """What DG1-2 and DG1-3 say, as they stand there."""
    dg1 = Segment("DG1", 1, fields, syntax)
    method = system_of(dg1.text(0))
    codings = tuple(
        coding._replace(system=method) if coding.system is CodeSystem.UNSTATED else coding for coding in dg1.codings(1)
    )
    code = next((coding.code for coding in codings if condition_kind(coding.system, coding.code)), "")
    return _Diagnosed(codings, _kind(codings), code)


def _problem(prb: Segment, patient: Segment | None, header: Header) -> Iterator[Outcome]:
    prb.demand(4, at_least=0)
    codings = prb.codings(3)
    kind = _kind(codings)
    relapse = next((each.code for each in codings if is_relapse(each.system, each.code)), "")
    if kind is None and not relapse:
        yield unmapped(codings, resembling=False)
        return
    prb.demand(16, at_least=_DAY)
    code = relapse or next(each.code for each in codings if condition_kind(each.system, each.code))
    condition_id = named("PRB", prb.text(4) or code)
    if prb.text(1) in _DELETED or header.trigger == "PC3":
        yield _retraction(prb, patient, header, condition_id, "relapse" if relapse else "start")
        return
    common: dict[str, object] = {"patient_id": patient_in(patient), "recorded_at": header.sent_at}
    began = {"occurred_at": header.occurred_at(prb, _first_said(prb, (16, 7, 2)))}
    if relapse:
        yield header.event(
            common | began | {"type": "relapse-reported", "event_id": named(condition_id, "relapse")}, prb, {}
        )
        return
    common |= {"condition_id": condition_id, "kind": kind, "code": code}
    started: dict[str, object] = {"type": "condition-started", "event_id": named(condition_id, "start")}
    yield header.event(common | began | started, prb, {"code": 3})
    if prb.text(9) or prb.text(13).upper() in _OVER or prb.text(13, 2).upper() in _OVER:
        ended = {"occurred_at": header.occurred_at(prb, _first_said(prb, (9, 14, 2)))}
        resolved: dict[str, object] = {"type": "condition-resolved", "event_id": named(condition_id, "end")}
        yield header.event(common | ended | resolved, prb, {"code": 3})


def _retraction(
    segment: Segment, patient: Segment | None, header: Header, condition_id: str, event: str = "start"
) -> Outcome:
    fields = {
        "type": "event-retracted",
        "patient_id": patient_in(patient),
        "occurred_at": header.occurred_at(*header.happened),
        "recorded_at": header.sent_at,
        "event_id": header.name(segment.place()),
        "retracts": named(condition_id, event),
    }
    return header.event(fields, segment, {})


def _kind(codings: Sequence[Coding]) -> ConditionKind | None:
    return next((kind for each in codings if (kind := condition_kind(each.system, each.code))), None)


def _first_said(segment: Segment, numbers: tuple[int, ...]) -> int:
    return next((number for number in numbers if segment.text(number)), numbers[-1])
