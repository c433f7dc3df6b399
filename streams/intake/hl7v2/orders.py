"""The orders of a message of results, each with its patient, its specimen and its observations."""

from collections.abc import Iterator
from typing import Final

import msgspec

from streams.intake.hl7v2.message import Message
from streams.intake.hl7v2.persons import patient_in
from streams.intake.hl7v2.segment import Segment

__all__ = ["ResultOrder", "orders_in"]

_STARTS: Final = frozenset(("PID", "ORC", "OBR", "SPM"))


class ResultOrder(msgspec.Struct, eq=False):
    """What OBX segments that stand together have in common."""

    patient: Segment | None = None
    common: Segment | None = None
    request: Segment | None = None
    specimen: Segment | None = None
    observations: list[Segment] = []

    _number: str | None = None

    @property
    def patient_id(self) -> str:
        """The patient.

        Raises:
            Rejected: as `patient_in`.
        """
        return patient_in(self.patient)

    @property
    def number(self) -> str:
        """The order's number: the filler's of OBR-3 or ORC-3, else the placer's of OBR-2 or ORC-2; empty if none."""
        if self._number is None:
            request, common = self.request, self.common
            self._number = (
                (request.part(3) if request else "")
                or (common.part(3) if common else "")
                or (request.part(2) if request else "")
                or (common.part(2) if common else "")
            )
        return self._number


def orders_in(message: Message, *, specimen_first: bool) -> Iterator[ResultOrder]:
    """The orders of a message that have observations.

    Args:
        message: of results.
        specimen_first: whether SPM comes before the order it is about (OUL), or after it (ORU).
    """
    order = ResultOrder()
    for segment in message.segments:
        name = segment.name
        if name == "OBX":
            order.observations.append(segment)
        elif name not in _STARTS:
            continue
        elif _begins_anew(order, name, specimen_first=specimen_first):
            if order.observations:
                yield order
            order = _next(order, segment, specimen_first=specimen_first)
        elif name == "ORC":
            order.common = segment
        elif name == "OBR":
            order.request = segment
        else:
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
