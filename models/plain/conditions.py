"""What must hold between the fields of a plain event, by its type."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from models.events.laboratory import lacks


class Condition(NamedTuple):
    """A condition between fields.

    Attributes:
        fields: which.
        holds: whether they go together, given what they say: numbers in canonical text, None for nothing.
    """

    fields: tuple[str, ...]
    holds: Callable[..., bool]


def _names_a_drug(*names: str | None) -> bool:
    return any(name is not None for name in names)


def _is_whole(low: str | None, high: str | None, *said: Any) -> bool:  # noqa: ANN401  words of closed sets
    ordered = low is None or high is None or Decimal(low) <= Decimal(high)
    return ordered and lacks(*said) is None


_DRUG: Final = Condition(("atc", "rxnorm", "name"), _names_a_drug)
_RESULT: Final = Condition(
    ("reference_low", "reference_high", "analyte", "status", "value", "unit", "finding"), _is_whole
)

CONDITIONS: Final[Mapping[str, Condition]] = MappingProxyType(
    {"lab-result": _RESULT, "medication-started": _DRUG, "medication-stopped": _DRUG}
)
"""The types whose fields depend on one another."""
