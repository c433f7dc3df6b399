"""The units in which results are read, and their exact conversion to one canonical unit for each analyte.

The table is closed: a unit that is not in it is refused, never guessed at. Spellings are case-sensitive, for `m` and
`M` differ by nine orders of magnitude; only the two micro signs, U+00B5 and U+03BC, are one.
"""

from collections.abc import Mapping
from decimal import Context, Decimal
from types import MappingProxyType
from typing import Final, NamedTuple

from models.analytes import UNITLESS, Analyte


class Factor(NamedTuple):
    """A ratio, so that a conversion by a molar mass rounds once, and two units that are one give one value."""

    times: Decimal
    per: Decimal = Decimal(1)


_ONE = Factor(Decimal(1))
_MILLI = Factor(Decimal("0.001"))
_KILO = Factor(Decimal(1000))
_BILIRUBIN_MOLAR_MASS = Decimal("584.66")
_FREE_T4_MOLAR_MASS = Decimal("776.87")

_ENZYME: Mapping[str, Factor] = {
    "U/L IU/L [IU]/L [iU]/L u/l U/l mU/mL IE/L": _ONE,
    "ukat/L µkat/L": Factor(Decimal(60)),
    "nkat/L": Factor(Decimal("0.06")),
    "kat/L": Factor(Decimal(60_000_000)),
}
_CELLS: Mapping[str, Factor] = {
    "10*9/L 10^9/L x10*9/L x10E9/L giga.l-1 G/L /nL 10*3/uL 10^3/uL x10E3/uL 10*3/mm3 K/uL K/mm3 k/cumm thou/uL "
    "Thousand/uL 10*6/mL": _ONE,
    "/uL cells/uL {cells}/uL /mm3 cells/mm3 /cumm 10*6/L": _MILLI,
    "/L": Factor(Decimal("0.000000001")),
}
_SPELLINGS: Mapping[Analyte, Mapping[str, Factor]] = {
    Analyte.ALT: _ENZYME,
    Analyte.AST: _ENZYME,
    Analyte.BILIRUBIN: {
        "umol/L µmol/L mcmol/L": _ONE,
        "mg/dL": Factor(Decimal(10_000), _BILIRUBIN_MOLAR_MASS),
        "mg/L": Factor(Decimal(1000), _BILIRUBIN_MOLAR_MASS),
        "nmol/L": _MILLI,
    },
    Analyte.TSH: {"m[IU]/L mIU/L mU/L u[IU]/mL uIU/mL µIU/mL mcIU/mL uU/mL mcU/mL": _ONE, "[IU]/L": _KILO},
    Analyte.FREE_T4: {
        "pmol/L": _ONE,
        "ng/dL": Factor(Decimal(10_000), _FREE_T4_MOLAR_MASS),
        "ng/L pg/mL": Factor(Decimal(1000), _FREE_T4_MOLAR_MASS),
        "nmol/L": _KILO,
    },
    Analyte.LEUKOCYTES: _CELLS,
    Analyte.LYMPHOCYTES: _CELLS,
    Analyte.MONOCYTES: _CELLS,
    Analyte.NEUTROPHILS: _CELLS,
    Analyte.PLATELETS: _CELLS,
    Analyte.NATALIZUMAB_ANTIBODY: {"ug/mL µg/mL mcg/mL": _ONE, "ng/mL": _MILLI},
    Analyte.NATALIZUMAB_LEVEL: {
        "ug/mL µg/mL mcg/mL mg/L": _ONE,
        "ng/mL": _MILLI,
        "g/L": _KILO,
        "nmol/L": Factor(Decimal("0.149")),
    },
    Analyte.JCV_INDEX: {"{index_val} {Index_val} {index} index 1": _ONE},
    Analyte.JCV_ANTIBODY: {},
    Analyte.HCG: {"m[IU]/mL mIU/mL [IU]/L IU/L U/L mU/mL": _ONE, "[IU]/mL": _KILO},
}

_MICRO_SIGN, _GREEK_MU = "\N{MICRO SIGN}", "\N{GREEK SMALL LETTER MU}"


def _each_spelling(spellings: Mapping[str, Factor]) -> Mapping[str, Factor]:
    single = {unit: factor for units, factor in spellings.items() for unit in units.split()}
    return MappingProxyType(single | {unit.replace(_MICRO_SIGN, _GREEK_MU): f for unit, f in single.items()})


FACTORS: Final[Mapping[Analyte, Mapping[str, Factor]]] = MappingProxyType(
    {analyte: _each_spelling(spellings) for analyte, spellings in _SPELLINGS.items()},
)
"""For each analyte the spellings of its units, and the factor to its canonical unit. The canonical one stands first."""

_EXACTLY = Context(prec=34)


class UnknownUnitError(ValueError):
    """The unit is not known for this analyte."""


def is_known(analyte: Analyte, unit: str | None) -> bool:
    """Whether a value of this analyte may be in this unit; no unit is None or empty."""
    return unit in FACTORS[analyte] if unit else analyte in UNITLESS


def canonical_unit(analyte: Analyte) -> str:
    """The unit in which values of this analyte are compared; empty for one that is never a value."""
    return next(iter(FACTORS[analyte]), "")


def to_canonical(analyte: Analyte, value: Decimal, unit: str | None) -> Decimal:
    """Convert a value to the canonical unit of its analyte, in decimal arithmetic.

    Multiplied and divided to 34 digits, so the same input always gives the same output, and one that needs no more
    digits is exact. A value that already is in the canonical unit, however spelled, comes back as it is.

    Raises:
        UnknownUnitError: The unit is not known for this analyte, or is missing where one is needed.
    """
    if not unit and analyte in UNITLESS:
        return value
    factor = FACTORS[analyte].get(unit or "")
    if factor is None:
        raise UnknownUnitError
    return value if factor == _ONE else _EXACTLY.divide(_EXACTLY.multiply(value, factor.times), factor.per)
