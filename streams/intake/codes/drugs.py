"""Natalizumab by any of its identifiers, vaccines, and what a dose is diluted with."""

import re
from collections.abc import Mapping
from typing import Final

from streams.intake.codes.systems import CodeSystem

__all__ = [
    "CONCENTRATE_MG_PER_ML",
    "SALINE",
    "diluent_of",
    "generic_name",
    "is_concentrate",
    "is_natalizumab",
    "is_vaccine",
    "names_natalizumab",
]

SALINE: Final = "sodium-chloride-0.9"

_NATALIZUMAB: Final[Mapping[CodeSystem, frozenset[str]]] = {
    CodeSystem.RXNORM: frozenset(("354770", "477484", "603541", "1656275")),
    CodeSystem.ATC: frozenset(("L04AG03", "L04AA23")),
    CodeSystem.SNOMED: frozenset(("414804006", "9375201000001103")),
    CodeSystem.NDC: frozenset(
        ("64406-008-01", "64406-0008-01", "64406000801", "6440600801", "64406-008", "64406-0008")
    ),
    CodeSystem.HCPCS: frozenset(("J2323", "Q5134")),
}
_BY_ANY_SYSTEM: Final = frozenset(
    ("EU/1/06/346/001", "EU/1/06/346/002", "EU/1/23/1745/001", "3JB47N2Q2P", "189261-10-7", "9375201000001103")
)
CONCENTRATE_MG_PER_ML: Final = 20
_CONCENTRATES: Final[Mapping[CodeSystem, frozenset[str]]] = {
    CodeSystem.RXNORM: frozenset(("477484", "603541", "1656275")),
    CodeSystem.NDC: _NATALIZUMAB[CodeSystem.NDC],
}
_CONCENTRATE_BY_ANY_SYSTEM: Final = frozenset(("EU/1/06/346/001", "EU/1/23/1745/001"))
_NATALIZUMAB_NAME: Final = re.compile(r"\b(?:natalizumab|tysabri|tyruko)\b", re.IGNORECASE)

_GENERIC_NAMES: Final[Mapping[str, str]] = {
    "108754007": "glatiramer",
    "108791001": "mitoxantrone",
    "108800000": "cladribine",
    "108809004": "rituximab",
    "391632007": "alemtuzumab",
    "703786007": "teriflunomide",
    "715640009": "fingolimod",
}

_SALINE_CODES: Final[Mapping[CodeSystem, frozenset[str]]] = {
    CodeSystem.RXNORM: frozenset(("313002",)),
    CodeSystem.ATC: frozenset(("B05BB01", "B05XA03")),
}
_SALT: Final = r"(?:sodium[ -]chloride|nacl|natriumchlorid|kochsalz\w*|saline)"
_SALINE_NAME: Final = re.compile(
    rf"{SALINE}|normal saline|(?<![\d.,]){_SALT}\D{{0,20}}0[.,]9(?!\d)|(?<![\d.,])0[.,]9 ?%\s?{_SALT}",
    re.IGNORECASE,
)
_OTHER_STRENGTH: Final = re.compile(
    r"glucose|dextrose|lactat|(?<![\d.,])(?!0[.,]90?(?!\d))\d+(?:[.,]\d+)? ?%", re.IGNORECASE
)
_GLUCOSE_CODES: Final = frozenset(("349730", "4850", "B05BA03", "V06DC01"))
_LONGEST_NAME: Final = 200


def is_natalizumab(system: CodeSystem, code: str) -> bool:
    """Whether a drug code is natalizumab's, biosimilars included."""
    return code in _NATALIZUMAB.get(system, ()) or code.upper() in _BY_ANY_SYSTEM


def is_concentrate(system: CodeSystem, code: str) -> bool:
    """Whether a drug code is that of natalizumab's concentrate for infusion, of which each mL holds 20 mg."""
    return code in _CONCENTRATES.get(system, ()) or code.upper() in _CONCENTRATE_BY_ANY_SYSTEM


def names_natalizumab(text: str) -> bool:
    """Whether a drug's display text names natalizumab, or a product of it, as a word of its own."""
    return _NATALIZUMAB_NAME.search(text) is not None


def generic_name(system: CodeSystem, code: str) -> str | None:
    """The generic name of a drug that is coded by SNOMED CT, by which no order is known; None for any other."""
    return _GENERIC_NAMES.get(code) if system is CodeSystem.SNOMED else None


def is_vaccine(system: CodeSystem, code: str) -> bool:
    """Whether a drug code is a vaccine's: they share segments with drugs, and no rule is about them."""
    return system is CodeSystem.CVX or (system is CodeSystem.ATC and code.startswith("J07"))


def diluent_of(system: CodeSystem, code: str, text: str) -> str | None:
    """The contract's name of a diluent: `sodium-chloride-0.9`, else as named; None when it has no name at all.

    A text that names another strength or solution is never saline, whatever its code. Sodium chloride without a
    strength is not known to be 0.9 %, and keeps its own name.
    """
    name = " ".join(text[:_LONGEST_NAME].split())
    if code in _GLUCOSE_CODES:
        return name or "glucose-5"
    if not _OTHER_STRENGTH.search(name) and (
        code in _SALINE_CODES.get(system, ()) or _SALINE_NAME.search(name) is not None
    ):
        return SALINE
    return name or code or None
