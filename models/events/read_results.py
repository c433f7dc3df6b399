"""Results of which every field was read and checked before: made without looking at them again."""

from datetime import datetime
from decimal import Decimal
from typing import Final

from models.analytes import Analyte
from models.events.laboratory import LabResult
from models.terms import LabStatus

__all__ = ["measured"]

_GIVEN: Final = frozenset(LabResult.model_fields) - {"version", "comparator", "finding"}
_set: Final = object.__setattr__


def measured(  # noqa: PLR0913  one for each field
    *,
    event_id: str,
    patient_id: str,
    occurred_at: datetime,
    recorded_at: datetime | None,
    source: str | None,
    result_id: str,
    status: LabStatus,
    analyte: Analyte,
    value: Decimal,
    unit: str,
    reference_low: Decimal | None,
    reference_high: Decimal | None,
) -> LabResult:
    """A result that is a number, as `check` would make it of the same fields.

    Nothing is checked here: it is for a reader that holds every field against the same limits, once where many results
    share it, and shows by its tests that `check` takes what it gives.
    """
    result = LabResult.__new__(LabResult)
    values = {
        "type": "lab-result",
        "event_id": event_id,
        "patient_id": patient_id,
        "occurred_at": occurred_at,
        "recorded_at": recorded_at,
        "source": source,
        "result_id": result_id,
        "version": 1,
        "status": status,
        "analyte": analyte,
        "value": value,
        "unit": unit,
        "comparator": None,
        "reference_low": reference_low,
        "reference_high": reference_high,
        "finding": None,
    }
    _set(result, "__dict__", values)
    _set(result, "__pydantic_fields_set__", _GIVEN)
    _set(result, "__pydantic_extra__", None)
    _set(result, "__pydantic_private__", None)
    return result
