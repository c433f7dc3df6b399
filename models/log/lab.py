"""Laboratory results in the log."""

from datetime import datetime
from decimal import Decimal
from typing import Final

from models.analytes import Analyte
from models.log.base import Event
from models.terms import WITHDRAWN, Comparator, Finding, LabStatus

_PLACES: Final = {status: place for place, status in enumerate(LabStatus)}


class LabResult(Event, frozen=True, kw_only=True, tag="lab-result", gc=False):
    """One version of one laboratory result; value and limits are in `unit`, as the laboratory sent them."""

    result_id: str
    status: LabStatus
    analyte: Analyte
    version: int = 1
    value: Decimal | None = None
    unit: str | None = None
    comparator: Comparator | None = None
    reference_low: Decimal | None = None
    reference_high: Decimal | None = None
    finding: Finding | None = None

    @property
    def order(self) -> tuple[int, int, datetime, str]:
        """By which the versions of one result are ordered; the last counts."""
        return self.version, _PLACES[self.status], self.known_at, self.event_id

    @property
    def preliminary(self) -> bool:
        """Whether the laboratory has yet to confirm it."""
        return self.status is LabStatus.PRELIMINARY

    @property
    def removed(self) -> bool:
        """Whether it says that there is no result any more."""
        return self.status in WITHDRAWN
