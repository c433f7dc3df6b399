"""Where a point may be a decimal point, or a separator of thousands."""

import re
from collections.abc import Mapping
from typing import Final

from models.analytes import Analyte

__all__ = ["may_separate_thousands"]

_GROUPS: Final = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
_PER_MICROLITRE: Final = frozenset(("/uL", "cells/uL", "{cells}/uL", "/mm3", "cells/mm3", "/cumm", "10*6/L"))
_ENZYME: Final = frozenset(("U/L", "IU/L", "[IU]/L", "[iU]/L", "u/l", "U/l", "mU/mL", "IE/L", "nkat/L"))
_NANOGRAMS: Final = frozenset(("ng/mL",))
_HCG: Final = frozenset(("m[IU]/mL", "mIU/mL", "[IU]/L", "IU/L", "U/L", "mU/mL"))
_IN_THOUSANDS: Final[Mapping[Analyte, frozenset[str]]] = {
    Analyte.ALT: _ENZYME,
    Analyte.AST: _ENZYME,
    Analyte.LEUKOCYTES: _PER_MICROLITRE,
    Analyte.LYMPHOCYTES: _PER_MICROLITRE,
    Analyte.MONOCYTES: _PER_MICROLITRE,
    Analyte.NEUTROPHILS: _PER_MICROLITRE,
    Analyte.PLATELETS: _PER_MICROLITRE,
    Analyte.NATALIZUMAB_LEVEL: _NANOGRAMS,
    Analyte.NATALIZUMAB_ANTIBODY: _NANOGRAMS,
    Analyte.HCG: _HCG,
}


def may_separate_thousands(number: str, unit: str, analyte: Analyte) -> bool:
    """Whether a number such as `12.500` has two readings.

    It has in units in which results of the analyte run into thousands; and everywhere if it has two such points. Where
    they do not, as a TSH of 2.345 mIU/L, three decimals are three decimals.
    """
    if "." not in number or not _GROUPS.fullmatch(number):
        return False
    return number.count(".") > 1 or unit in _IN_THOUSANDS.get(analyte, ())
