"""The orders of a message of results, each with its patient, its specimen and its observations."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from streams.intake.hl7v2.header import patient_in
from streams.intake.hl7v2.message import Message
from streams.intake.hl7v2.segment import Segment

__all__ = ["ResultOrder", "orders_in"]

_STARTS: Final = ("PID", "ORC", "OBR", "SPM")


@dataclass
class ResultOrder:
    """What OBX segments that stand together have in common."""

    patient: Segment | None = None
    common: Segment | None = None
    request: Segment | None = None
    specimen: Segment | None = None
    observations: list[Segment] = field(default_factory=list)

    @cached_property
    def patient_id(self) -> str:
        """The patient.

        Raises:
            Rejected: as `patient_in`.
        """
        return patient_in(self.patient)

    @cached_property
    def number(self) -> str:
        """The order's number: the filler's of OBR-3 or ORC-3, else the placer's of OBR-2 or ORC-2; empty if none."""
        held = [segment for segment in (self.request, self.common) if segment is not None]
        return next((text for number in (3, 2) for segment in held if (text := segment.text(number))), "")


def orders_in(message: Message, *, specimen_first: bool) -> Iterator[ResultOrder]:
    """The orders of a message that have observations.

    Args:
        message: of results.
        specimen_first: whether SPM comes before the order it is about (OUL), or after it (ORU).
    """
    order = ResultOrder()
    for segment in message.segments:
        if segment.name == "OBX":
            order.observations.append(segment)
        elif segment.name in _STARTS and _begins_anew(order, segment.name, specimen_first=specimen_first):
            if order.observations:
                yield order
            order = _next(order, segment, specimen_first=specimen_first)
        elif segment.name == "ORC":
            order.common = segment
        elif segment.name == "OBR":
            order.request = segment
        elif segment.name == "SPM":
            order.specimen = order.specimen or segment
    if order.observations:
        yield order


def _begins_anew(order: ResultOrder, name: str, *, specimen_first: bool) -> bool:
    begun = order.request is not None
    match name:
        case "PID":
            return True
        case "ORC":
            return order.common is not None or bool(order.observations) or (begun and not specimen_first)
        case "OBR":
            return begun or bool(order.observations)
        case _:
            return specimen_first and (begun or bool(order.observations))


def _next(order: ResultOrder, segment: Segment, *, specimen_first: bool) -> ResultOrder:
    specimen = order.specimen if specimen_first else None
    match segment.name:
        case "PID":
            return ResultOrder(segment)
        case "ORC":
            return ResultOrder(order.patient, common=segment, specimen=specimen)
        case "OBR":
            return ResultOrder(order.patient, request=segment, specimen=specimen)
        case _:
            return ResultOrder(order.patient, specimen=segment)
