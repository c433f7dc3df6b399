"""Routes of administration, by SNOMED CT, HL7's own codes, EDQM standard terms, the NCI Thesaurus, or in words."""

import re
from collections.abc import Iterator
from typing import Final

from streams.intake.fhir.concepts import words
from streams.intake.fhir.elements import Concept

_CODES: Final = {
    **dict.fromkeys(
        ("47625008", "255560000", "20045000", "C38276", "C38279", "IV", "IVC", "IVCC", "IVCI", "IVASCINFUS"),
        "iv-infusion",
    ),
    **dict.fromkeys(
        ("420620005", "IVINJ", "IVINJBOL", "IVPUSH", "IVRPUSH", "IVSPUSH", "IVP", "C38274"),
        "iv-bolus",
    ),
    **dict.fromkeys(("34206005", "20066000", "C38299", "SC", "SQ", "SQINFUS"), "subcutaneous"),
    **dict.fromkeys(("78421000", "20035000", "C28161", "IM", "IMD", "IMZ"), "intramuscular"),
}
_WORDS: Final = (
    ("iv-bolus", re.compile(r"\b(?:bolus|push|ivp)\b", re.IGNORECASE)),
    ("subcutaneous", re.compile(r"\b(?:sub-?cut\w*|sub-?q|s\.?c\.?|subkutan\w*)(?!\w)", re.IGNORECASE)),
    ("intramuscular", re.compile(r"\b(?:intra-?musc\w*|i\.?m\.?|intramusk\w*)(?!\w)", re.IGNORECASE)),
    ("iv-infusion", re.compile(r"\b(?:intra-?ven\w*|i\.?v\.?|ivpb)(?!\w)", re.IGNORECASE)),
)
_LONGEST: Final = 200


def route_of(route: Concept | None, method: Concept | None) -> str | None:
    """The contract's route, or None when none is said.

    Intravenous is an infusion unless the route itself, or the method, says push or bolus. What is said and is none of
    these is `other`.
    """
    if route is None or not (route.coding or route.text):
        return "iv-bolus" if "iv-bolus" in _routes(method) else None
    found = next(_routes(route), "other")
    if found in {"iv-infusion", "other"} and ("iv-bolus" in _routes(route) or "iv-bolus" in _routes(method)):
        return "iv-bolus"
    return found


def _routes(concept: Concept | None) -> Iterator[str]:
    if concept is None:
        return
    for coding in concept.coding:
        if coding.code in _CODES:
            yield _CODES[coding.code]
    for text in words(concept):
        yield from (route for route, pattern in _WORDS if pattern.search(text[:_LONGEST]))
