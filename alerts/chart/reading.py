"""A laboratory result as rules read it: beside its limits, its own, else the policy's. Worked out once."""

from datetime import datetime
from decimal import Decimal

import msgspec

from alerts.limits import Beside
from models.log import LabResult
from models.policy import Policy
from models.units import canonical_unit, to_canonical


class Reading(msgspec.Struct, frozen=True, gc=False):
    """A result that counts.

    Attributes:
        result: The version that counts.
        at: When the sample was collected.
        preliminary: Whether the laboratory has yet to confirm it.
        upper: The value beside its upper limit of normal; None if it has no value, or nobody names that limit.
        lower: The same for the lower limit.
    """

    result: LabResult
    at: datetime
    preliminary: bool
    upper: Beside | None
    lower: Beside | None

    @property
    def canonical(self) -> Decimal | None:
        """The value in the canonical unit of its analyte."""
        if self.result.value is None:
            return None
        return to_canonical(self.result.analyte, self.result.value, self.result.unit)


def reading_of(result: LabResult, policy: Policy) -> Reading:
    """The result beside the limits that are known."""
    limit = policy.limits.get(result.analyte)
    unit, low, high = (None, None, None) if limit is None else (limit.unit, limit.lower, limit.upper)
    return Reading(
        result,
        at=result.occurred_at,
        preliminary=result.preliminary,
        upper=_beside(result, result.reference_high, high, unit),
        lower=_beside(result, result.reference_low, low, unit),
    )


def _beside(result: LabResult, own: Decimal | None, by_policy: Decimal | None, unit: str | None) -> Beside | None:
    if result.value is None:
        return None
    if own is not None:
        return Beside(result.value, own, result.unit or "", by_policy=False)
    if by_policy is None:
        return None
    value = to_canonical(result.analyte, result.value, result.unit)
    return Beside(value, to_canonical(result.analyte, by_policy, unit), canonical_unit(result.analyte), by_policy=True)
