"""ADT: who a patient is, what is known at admission, and which records are of one person."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from models.decoded import Ignored, Rejection
from models.rejections import IgnoredKind, Reason
from streams.intake.codes.measures import Assessment
from streams.intake.hl7v2.allergies import reactions
from streams.intake.hl7v2.header import Header, Outcome
from streams.intake.hl7v2.message import Message
from streams.intake.hl7v2.names import named
from streams.intake.hl7v2.persons import identifier_in, patient_in
from streams.intake.hl7v2.problems import diagnosis
from streams.intake.hl7v2.results import results
from streams.intake.hl7v2.segment import Segment
from streams.intake.hl7v2.syntax import Remembered, Syntax
from streams.intake.hl7v2.times import day_of

__all__ = ["MERGES", "SNAPSHOTS", "admission", "merges"]

SNAPSHOTS: Final = frozenset(("A01", "A02", "A03", "A04", "A05", "A06", "A07", "A08", "A28", "A31"))
"""Triggers that carry PID, PV1 and DG1 as they are known now."""

MERGES: Final = frozenset(("A18", "A30", "A34", "A36", "A40", "A47"))
"""Triggers that make the patient of MRG-1 the patient of PID-3."""

_BIRTH, _AMBULATORY, _VISIT, _ADMITTED = 7, 15, 19, 44
_PREGNANT: Final = "B6"
_MOST_STATUSES: Final = 100
"""As many ambulatory statuses as are looked into; there are twenty."""
_DAY: Final = len("20260301")


def admission(message: Message, header: Header) -> Iterator[Outcome]:
    """The birth date of PID-7, the pregnancy of PV1-15, diagnoses, reactions to natalizumab, what was observed."""
    pid, pv1 = message.first("PID"), message.first("PV1")
    if pid is None:
        yield Rejection(Reason.NO_PATIENT, "PID")
        return
    yield from header.attempted(pid, _birth(pid, header))
    visit = pv1.part(_VISIT) if pv1 else ""
    visit = visit or header.segment.text(7)[:_DAY]
    for segment in message.segments:
        match segment.name:
            case "PV1" if _says_pregnant(segment.raw(_AMBULATORY), segment.syntax):
                yield from header.attempted(segment, _pregnancy(segment, pid, visit, header))
            case "DG1":
                yield from header.attempted(segment, diagnosis(segment, pid, visit, header))
            case "AL1" | "IAM":
                yield from header.attempted(segment, reactions(segment, pid, header))
            case _:
                pass
    if message.first("OBX") is not None:
        yield from results(message, header)


def merges(message: Message, header: Header) -> Iterator[Outcome]:
    """What each MRG comes to: the patient before it is the survivor."""
    pid: Segment | None = None
    merged = False
    for segment in message.segments:
        if segment.name == "PID":
            pid = segment
        elif segment.name == "MRG":
            merged = True
            yield from header.attempted(segment, _merge(segment, pid, header))
    if not merged:
        yield Rejection(Reason.TRUNCATED if message.cut else Reason.BAD_VALUE, "MRG")


def _birth(pid: Segment, header: Header) -> Iterator[Outcome]:
    """`demographics`; the same event_id in every message, so that the latest birth date replaces the others."""
    text = pid.text(_BIRTH)
    if not text:
        yield Ignored(IgnoredKind.NO_RESULT, "PID-7")
        return
    day = day_of(text)
    fields = {
        "type": "demographics",
        "patient_id": patient_in(pid),
        "occurred_at": header.occurred_at(*header.happened),
        "recorded_at": header.sent_at,
        "event_id": "PID-7",
        "birth_date": day,
    }
    yield header.event(fields, pid, {"birth_date": _BIRTH})


@Remembered
def _says_pregnant(field: str, syntax: Syntax) -> bool:
    """Whether one of the repetitions of PV1-15 says it."""
    if _PREGNANT not in field and syntax.delimiters.escape not in field:
        return False
    repetitions = dict.fromkeys(field.split(syntax.delimiters.repetition))
    escape = syntax.delimiters.escape
    may_say = (each for each in repetitions if escape in each or each.lstrip().startswith(_PREGNANT))
    return any(syntax.components(each, 1)[0] == _PREGNANT for each in islice(may_say, _MOST_STATUSES))


def _pregnancy(pv1: Segment, pid: Segment, visit: str, header: Header) -> Iterator[Outcome]:
    """`condition-started`, once for each visit: it does not depend on when it is said again."""
    pv1.demand(_ADMITTED, at_least=_DAY)
    admitted = (pv1, _ADMITTED) if pv1.text(_ADMITTED) else header.happened
    fields = {
        "type": "condition-started",
        "patient_id": patient_in(pid),
        "occurred_at": header.occurred_at(*admitted),
        "event_id": named("PV1-15", visit),
        "condition_id": Assessment.PREGNANCY.value,
        "kind": "pregnancy",
        "code": _PREGNANT,
    }
    yield header.event(fields, pv1, {})


def _merge(mrg: Segment, pid: Segment | None, header: Header) -> Iterator[Outcome]:
    mrg.demand_code(1)
    fields = {
        "type": "patient-merged",
        "patient_id": patient_in(pid),
        "occurred_at": header.occurred_at(*header.happened),
        "recorded_at": header.sent_at,
        "event_id": header.name(mrg.place()),
        "prior_patient_id": identifier_in(mrg, 1),
    }
    yield header.event(fields, mrg, {"prior_patient_id": 1})
