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
    r"(?:(?:[xX] ?)?10 ?(?:[*^+eExX] ?(?P<power>[369])|\((?P<bracketed>[369])\))"
    r"|(?P<thousands>[Kk]|(?i:thou(?:sands?|s)?|tsd\.?))|(?P<billions>G|Gpt|[Gg]iga)|(?i:cells|\{cells\})?)"
    r" ?/ ?(?:(?P<micro>(?:[uU\N{MICRO SIGN}\N{GREEK SMALL LETTER MU}]|mc|MC)[Ll]|(?i:mm\^?3|cumm))"
    r"|(?P<nano>n[Ll])|(?P<milli>m[Ll])|[Ll])"
)
_BY_POWER: Final = {9: "10*9/L", 6: "/uL", 0: "/L"}
"""How a count of ten to this power in a litre is spelled."""
_BELOW_LITRE: Final = {"micro": 6, "nano": 9, "milli": 3}
"""Of which power of ten a volume is that part of a litre."""
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
    times = match["power"] or match["bracketed"] or (match["thousands"] and 3) or (match["billions"] and 9) or 0
    per = next((power for volume, power in _BELOW_LITRE.items() if match[volume]), 0)
    return _BY_POWER.get(int(times) + per, unit)
