"""One OBX of ours, with all that gives it its meaning."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple

import msgspec

from models.events import Event
from models.rejections import Reason, Rejected
from models.terms import WITHDRAWN
from streams.intake.hl7v2.header import Header
from streams.intake.hl7v2.names import named
from streams.intake.hl7v2.orders import ResultOrder
from streams.intake.hl7v2.segment import Segment

__all__ = ["STATUSES", "Field", "Observation", "collected", "number_of"]

STATUSES: Final[Mapping[str, str]] = {
    "P": "preliminary",
    "R": "preliminary",
    "S": "preliminary",
    "F": "final",
    "U": "final",
    "V": "final",
    "B": "final",
    "C": "corrected",
    "A": "corrected",
    "D": "cancelled",
    "W": "entered-in-error",
}
"""The contract's word for OBX-11 (HL7 table 0085)."""

_COLLECTED: Final = 14


class Field(NamedTuple):
    """A field of a segment."""

    segment: Segment
    number: int

    @property
    def text(self) -> str:
        """What it says."""
        return self.segment.text(self.number)


class Observation(msgspec.Struct, frozen=True, eq=False, gc=False):
    """An observation of ours.

    Attributes:
        segment: its OBX.
        order: the order it belongs to.
        header: of its message.
        measure: what it measures, an analyte or an `Assessment`.
        code: OBX-3 as sent.
        name: what names its result within the order: OBX-3, OBX-4, and its place among those that no field tells apart.
    """

    segment: Segment
    order: ResultOrder
    header: Header
    measure: str
    code: str
    name: tuple[str, ...]

    @property
    def result_id(self) -> str:
        """Names the result over all its versions: the order's number, OBX-3 and OBX-4, within the sending application.

        An order without a number is told from others by its time. Where OBX-3 and OBX-4 are the same twice, against the
        standard, the place does.
        """
        number = number_of(self.order, self.segment.text(_COLLECTED), self.header)
        return named(self.header.application, number, *self.name)

    @property
    def status(self) -> str:
        """The contract's status.

        Raises:
            Rejected: `bad-status` when OBX-11 is missing or unknown.
        """
        status = STATUSES.get(self.segment.text(11))
        if status is None:
            raise Rejected(Reason.BAD_STATUS, self.segment.place(11))
        return status

    @property
    def withdrawn(self) -> bool:
        """Whether the observation is taken back."""
        return self.status in WITHDRAWN

    def common(self) -> dict[str, object]:
        """What all events of an observation have.

        Raises:
            Rejected: `no-patient`, or what is wrong with the time of collection.
        """
        return {
            "patient_id": self.order.patient_id,
            "occurred_at": self._occurred_at(),
            "event_id": self.header.name(self.segment.place()),
            "recorded_at": self.header.sent_at,
        }

    def event(self, fields: dict[str, object], numbers: Mapping[str, int]) -> Event:
        """The event of these fields, of which `numbers` says from which fields of OBX they came.

        Raises:
            Rejected: with its place in the message.
        """
        return self.header.event(fields, self.segment, numbers)

    def _occurred_at(self) -> datetime:
        """When the sample was taken: OBX-14, else what holds for the order."""
        if self.segment.text(_COLLECTED):
            return self.header.occurred_at(self.segment, _COLLECTED)
        return self.header.occurred_at(*collected(self.order, self.header))


def collected(order: ResultOrder, header: Header) -> Field:
    """Where an order says when its sample was taken: OBR-7, SPM-17; else the earliest time known to come later."""
    request, specimen = order.request, order.specimen
    if request is not None and request.text(7):
        return Field(request, 7)
    for segment, number in ((specimen, 17), (request, 14), (request, 22)):
        if segment is not None and segment.text(number):
            return Field(segment, number)
    return Field(*header.happened)


def number_of(order: ResultOrder, time: str, header: Header) -> str:
    """What tells an order from others: its number, else its time, else its message.

    Args:
        order: which an observation belongs to.
        time: OBX-14 of the observation.
        header: of the message.
    """
    return order.number or time or (order.request.text(7) if order.request else "") or header.name()
