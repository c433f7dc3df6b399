"""What must hold between the fields of a plain event, by its type."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from models.events.laboratory import lacks

Condition: TypeAlias = Callable[[Any], bool]
"""Whether the fields of an event go together; numbers are in their canonical text."""

_RANGES: Final = 16_384


def _names_a_drug(order: Any) -> bool:  # noqa: ANN401  made of a model while the program runs
    return not (order.atc is None and order.rxnorm is None and order.name is None)


def _is_whole(result: Any) -> bool:  # noqa: ANN401
    if lacks(result.analyte, result.status, result.value, result.unit, result.finding) is not None:
        return False
    low, high = result.reference_low, result.reference_high
    return low is None or high is None or _in_order(low, high)


@lru_cache(_RANGES)
def _in_order(low: str, high: str) -> bool:
    return Decimal(low) <= Decimal(high)


CONDITIONS: Final[Mapping[str, Condition]] = MappingProxyType(
    {"lab-result": _is_whole, "medication-started": _names_a_drug, "medication-stopped": _names_a_drug}
)
"""The types whose fields depend on one another."""
