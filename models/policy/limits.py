"""Reference limits by policy, for results that come without their own."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Final, Self

from pydantic import AfterValidator, BeforeValidator, model_validator

from models.policy.values import Amount, Section, Tolerance

ANALYTES: Final = (
    "alt",
    "ast",
    "bilirubin",
    "tsh",
    "free-t4",
    "leukocytes",
    "lymphocytes",
    "monocytes",
    "neutrophils",
    "platelets",
    "natalizumab-level",
    "jcv-index",
)
"""The analytes that are measured in numbers, and so can have limits."""


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
            raise ValueError("lower must be less than upper")
        return self


DEFAULT_LIMITS: Final[Mapping[str, Limit]] = {
    "alt": Limit(unit="U/L", upper=Decimal(40)),
    "ast": Limit(unit="U/L", upper=Decimal(40)),
}


def _known(analyte: str) -> str:
    if analyte not in ANALYTES:
        raise ValueError(f"is no analyte that has limits; these have: {', '.join(ANALYTES)}")
    return analyte


def _over_defaults(value: object) -> object:
    return {**DEFAULT_LIMITS, **value} if isinstance(value, Mapping) else value


Limits = Annotated[Mapping[Annotated[str, AfterValidator(_known)], Limit], BeforeValidator(_over_defaults)]
"""Limits by analyte. A given limit replaces the default as a whole: a number means nothing without its unit."""
