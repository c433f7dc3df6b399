"""Events of the laboratory."""

from collections.abc import Iterator, Mapping
from typing import ClassVar, Final, Literal, Self

from pydantic import ConfigDict, JsonValue, model_validator

from models.analytes import QUALITATIVE, UNITLESS, Analyte
from models.events.common import Event
from models.events.faults import fault
from models.events.fields import Identifier, JsonObject, PositiveQuantity, Quantity, Unit, Version
from models.rejections import Reason
from models.terms import WITHDRAWN, Comparator, Finding, LabStatus
from models.units import FACTORS

_ANALYTES: Mapping[str, Analyte] = {analyte.value: analyte for analyte in Analyte}
_GIVEN: Final[JsonObject] = {"not": {"type": "null"}}
_REPORTED: Final[JsonObject] = {"enum": [status.value for status in LabStatus if status not in WITHDRAWN]}


def _when(properties: JsonObject, then: JsonObject) -> JsonObject:
    return {"if": {"properties": properties, "required": list(properties)}, "then": then}


def _needs(field: str) -> JsonObject:
    return {"properties": {field: _GIVEN}, "required": [field]}


def _conditions() -> list[JsonValue]:
    """What holds between the fields, for the published schema."""
    qualitative: JsonObject = {"enum": [analyte.value for analyte in Analyte if analyte in QUALITATIVE]}
    unitless: JsonObject = {"enum": [analyte.value for analyte in UNITLESS]}
    conditions: list[JsonValue] = [
        _when({"status": _REPORTED, "analyte": qualitative}, _needs("finding")),
        _when({"status": _REPORTED, "analyte": {"not": qualitative}}, _needs("value")),
        _when(
            {"analyte": {"not": unitless}, "value": _GIVEN},
            {"properties": {"unit": {"type": "string", "minLength": 1}}, "required": ["unit"]},
        ),
    ]
    for analyte in Analyte:
        units: JsonObject = {"enum": [*FACTORS[analyte], "", None]}
        conditions.append(_when({"analyte": {"const": analyte.value}}, {"properties": {"unit": units}}))
    return conditions


class LabResult(Event):
    """One version of one result of the laboratory. It occurred when the sample was collected."""

    model_config: ClassVar[ConfigDict] = ConfigDict(json_schema_extra={"allOf": _conditions()})

    type: Literal["lab-result"]
    """What kind of event this is."""
    result_id: Identifier
    """The result of which this is a version."""
    version: Version = 1
    """The highest version of a result counts, whatever order they arrive in."""
    status: LabStatus
    """How far the result has come."""
    analyte: Analyte
    """What was measured or looked for."""
    value: Quantity | None = None
    """What was measured; required unless the analyte has a finding or the result is withdrawn."""
    unit: Unit = None
    """The unit of the value and of its reference range, case-sensitive; every value has one but that of jcv-index."""
    comparator: Comparator | None = None
    """Makes the value an end of an interval."""
    reference_low: Quantity | None = None
    """Lower end of the reference range, in the same unit; not above the upper end."""
    reference_high: PositiveQuantity | None = None
    """Upper end of the reference range, in the same unit."""
    finding: Finding | None = None
    """Required for natalizumab-antibody, jcv-antibody and hcg unless the result is withdrawn."""

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        lacking = lacks(self.analyte, self.status, self.value, self.unit, self.finding)
        if lacking is not None:
            raise fault(*lacking)
        low, high = self.reference_low, self.reference_high
        if low is not None and high is not None and low > high:
            raise fault(Reason.BAD_VALUE, "reference_low")
        return self

    @classmethod
    def faults_in(cls, fields: Mapping[str, object]) -> Iterator[tuple[Reason, str]]:
        """A unit that does not fit is the first fault, whatever is wrong with the number."""
        name = fields.get("analyte")
        analyte = _ANALYTES.get(name) if isinstance(name, str) else None
        if analyte is not None and not _unit_fits(analyte, fields.get("value"), fields.get("unit")):
            yield Reason.UNKNOWN_UNIT, "unit"


def lacks(
    analyte: Analyte, status: LabStatus, value: object, unit: str | None, finding: object
) -> tuple[Reason, str] | None:
    """What a result lacks of the unit, value and finding that its analyte and status ask for, and the field.

    Args:
        analyte: What was measured.
        status: How far the result has come.
        value: What was measured, if anything.
        unit: Its unit, if any; a blank one is none.
        finding: What was found, if anything.
    """
    if not _unit_fits(analyte, value, unit):
        return Reason.UNKNOWN_UNIT, "unit"
    if status in WITHDRAWN:
        return None
    if analyte in QUALITATIVE:
        return (Reason.BAD_VALUE, "finding") if finding is None else None
    return (Reason.BAD_VALUE, "value") if value is None else None


def _unit_fits(analyte: Analyte, value: object, unit: object) -> bool:
    if unit is None or unit == "":
        return value is None or analyte in UNITLESS
    return isinstance(unit, str) and unit in FACTORS[analyte]
