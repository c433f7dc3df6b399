"""Counts of cells in units as people spell them: `x10^3/uL`, `thou/mcL`, `10E9/l`, each as one that is known."""

import re
from functools import lru_cache
from typing import Final

from models.analytes import Analyte
from models.units import is_known

__all__ = ["known_unit"]

_CELLS: Final = frozenset(
    (Analyte.LEUKOCYTES, Analyte.LYMPHOCYTES, Analyte.MONOCYTES, Analyte.NEUTROPHILS, Analyte.PLATELETS)
)
_SPELLED: Final = re.compile(
    r"(?:(?:[xX] ?)?10 ?[*^eE] ?(?P<power>[369])|(?P<thousands>[Kk]|[Tt]hou(?:sand)?)|(?:cells|\{cells\})?)"
    r" ?/ ?(?:(?P<micro>(?:u|\N{MICRO SIGN}|\N{GREEK SMALL LETTER MU}|mc)[Ll]|mm3)|(?P<milli>m[Ll])|[Ll])"
)
_BY_POWER: Final = {9: "10*9/L", 6: "/uL", 0: "/L"}
"""How a count of ten to this power in a litre is spelled."""
_LONGEST: Final = 24
"""The longest unit that is looked into, and remembered."""


def known_unit(analyte: Analyte, unit: str) -> str:
    """The unit itself, or where it only spells one that is known for a count of cells in another way, that one."""
    if analyte not in _CELLS or len(unit) > _LONGEST or is_known(analyte, unit):
        return unit
    return _spelled(unit)


@lru_cache(maxsize=1024)
def _spelled(unit: str) -> str:
    match = _SPELLED.fullmatch(unit)
    if match is None:
        return unit
    power = int(match["power"] or (match["thousands"] and 3) or 0)
    return _BY_POWER.get(power + (match["micro"] is not None) * 6 + (match["milli"] is not None) * 3, unit)
