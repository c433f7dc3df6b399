"""Reference limits by policy, for results that come without their own."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Final, Self

from pydantic import AfterValidator, BeforeValidator, model_validator

from models.analytes import QUALITATIVE, Analyte
from models.policy.faults import MisfitError
from models.policy.values import Amount, Section, Tolerance
from models.units import FACTORS, is_known

_MEASURED: Final = tuple(analyte.value for analyte in Analyte if analyte not in QUALITATIVE)


class Limit(Section):
    """The range of one analyte; a bound that is None is not known."""

    unit: str
    lower: Tolerance | None = None
    upper: Amount | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.lower is None and self.upper is None:
            raise ValueError("a limit needs lower, upper or both")
        if self.lower is not None and self.upper is not None and self.lower >= self.upper:
            raise MisfitError({("lower",): "must be less than upper"})
        return self


DEFAULT_LIMITS: Final[Mapping[str, Limit]] = {
    "alt": Limit(unit="U/L", upper=Decimal(40)),
    "ast": Limit(unit="U/L", upper=Decimal(40)),
}


def _measured(analyte: str) -> str:
    if analyte not in _MEASURED:
        raise ValueError(f"is no analyte that has limits; these have: {', '.join(_MEASURED)}")
    return analyte


def _over_defaults(value: object) -> object:
    return {**DEFAULT_LIMITS, **value} if isinstance(value, Mapping) else value


def _in_units(limits: Mapping[str, Limit]) -> Mapping[str, Limit]:
    foreign: dict[tuple[str, ...], str] = {
        (analyte, "unit"): f"{limit.unit!r} is no unit of {analyte}; it can be {', '.join(FACTORS[Analyte(analyte)])}"
        for analyte, limit in limits.items()
        if not is_known(Analyte(analyte), limit.unit)
    }
    if foreign:
        raise MisfitError(foreign)
    return limits


Limits = Annotated[
    Mapping[Annotated[str, AfterValidator(_measured)], Limit],
    BeforeValidator(_over_defaults),
    AfterValidator(_in_units),
]
"""Limits by analyte. A given limit replaces the default as a whole: a number means nothing without its unit."""
