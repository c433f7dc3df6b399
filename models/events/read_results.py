"""Results of which every field was read and checked before: made without looking at them again."""

from datetime import datetime
from decimal import Decimal
from typing import Final, TypedDict, Unpack, cast

from pydantic import BaseModel

from models.analytes import Analyte
from models.events.laboratory import LabResult
from models.terms import LabStatus

__all__ = ["Measured", "measured"]

_GIVEN: Final = frozenset(LabResult.model_fields) - {"comparator", "finding"}
_set_values: Final = BaseModel.__dict__["__dict__"].__set__
_set_given: Final = BaseModel.__dict__["__pydantic_fields_set__"].__set__
_set_extra: Final = BaseModel.__dict__["__pydantic_extra__"].__set__
_set_private: Final = BaseModel.__dict__["__pydantic_private__"].__set__


class Measured(TypedDict):
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


def measured(**fields: Unpack[Measured]) -> LabResult:
    """A result that is a number, as `check` would make it of the same fields.

    Nothing is checked here: it is for a reader that holds every field against the same limits, once where many results
    share it, and shows by its tests that `check` takes what it gives.
    """
    values = cast("dict[str, object]", fields)
    values["type"] = "lab-result"
    values["comparator"] = values["finding"] = None
    result = LabResult.__new__(LabResult)
    _set_values(result, values)
    _set_given(result, _GIVEN)
    _set_extra(result, None)
    _set_private(result, None)
    return result
