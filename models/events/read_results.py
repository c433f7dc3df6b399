"""Results of which every field was read and checked before: made without looking at them again."""

from datetime import datetime
from decimal import Decimal
from typing import Final, TypedDict, Unpack, cast

from models.analytes import Analyte
from models.events.laboratory import LabResult
from models.events.unchecked import unchecked
from models.terms import LabStatus

__all__ = ["measured"]

_GIVEN: Final = frozenset(LabResult.model_fields) - {"comparator", "finding"}


class _Measured(TypedDict):
    """The fields of a result that is a number."""

    event_id: str
    patient_id: str
    occurred_at: datetime
    recorded_at: datetime | None
    source: str | None
    result_id: str
    version: int
    status: LabStatus
    analyte: Analyte
    value: Decimal
    unit: str
    reference_low: Decimal | None
    reference_high: Decimal | None


def measured(**fields: Unpack[_Measured]) -> LabResult:
    """A result that is a number, as `check` would make it of the same fields.

    Nothing is checked here: it is for a reader that holds every field against the same limits, once where many results
    share it, and shows by its tests that `check` takes what it gives.
    """
    values = cast("dict[str, object]", fields)
    values["type"] = "lab-result"
    values["comparator"] = values["finding"] = None
    return unchecked(LabResult, values, _GIVEN)
