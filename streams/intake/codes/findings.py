"""Qualitative results: which words and codes mean positive, negative, or neither."""

from collections.abc import Mapping
from typing import Final, Literal

from streams.intake.codes.systems import CodeSystem

__all__ = ["Finding", "finding_of_code", "finding_of_words"]

Finding = Literal["positive", "negative", "indeterminate"]

_WORDS: Final[Mapping[Finding, tuple[str, ...]]] = {
    "positive": (
        "positive",
        "pos",
        "detected",
        "reactive",
        "present",
        "presumptive positive",
        "weakly positive",
        "weak positive",
        "low positive",
        "high positive",
        "strongly positive",
        "weakly reactive",
        "positiv",
        "nachweisbar",
        "positif",
        "positivo",
        "positiva",
        "positief",
        "detectado",
        "rilevato",
        "reactivo",
        "reattivo",
        "reagente",
        "påvist",
        "påvisad",
        "positive abnormal",
    ),
    "negative": (
        "negative",
        "neg",
        "not detected",
        "none detected",
        "undetected",
        "not detectable",
        "undetectable",
        "nonreactive",
        "non reactive",
        "not reactive",
        "absent",
        "not present",
        "negativ",
        "nicht nachweisbar",
        "négatif",
        "negativo",
        "negativa",
        "negatief",
        "no detectado",
        "não detectado",
        "non rilevato",
        "no reactivo",
        "non reattivo",
        "não reagente",
        "ikke påvist",
        "ej påvisad",
        "negatif",
    ),
    "indeterminate": (
        "indeterminate",
        "equivocal",
        "inconclusive",
        "borderline",
        "ind",
        "grenzwertig",
        "gray zone",
        "grey zone",
        "indéterminé",
        "indeterminado",
        "indeterminato",
        "dudoso",
        "dubbio",
        "dubieus",
    ),
}
_BY_WORDS: Final = {words: finding for finding, phrases in _WORDS.items() for words in phrases}

_SNOMED: Final[Mapping[str, Finding]] = {
    "10828004": "positive",
    "260373001": "positive",
    "11214006": "positive",
    "52101004": "positive",
    "410605003": "positive",
    "720735008": "positive",
    "260385009": "negative",
    "260415000": "negative",
    "131194007": "negative",
    "2667000": "negative",
    "410594000": "negative",
    "82334004": "indeterminate",
    "42425007": "indeterminate",
    "419984006": "indeterminate",
}
_LOINC: Final[Mapping[str, Finding]] = {
    "LA6576-8": "positive",
    "LA11882-0": "positive",
    "LA15255-5": "positive",
    "LA9633-4": "positive",
    "LA6577-6": "negative",
    "LA11883-8": "negative",
    "LA15256-3": "negative",
    "LA9634-2": "negative",
    "LA11884-6": "indeterminate",
    "LA11885-3": "indeterminate",
    "LA9663-1": "indeterminate",
}
_INTERPRETATION: Final[Mapping[str, Finding]] = {
    "POS": "positive",
    "H": "positive",
    "HH": "positive",
    "DET": "positive",
    "RR": "positive",
    "WR": "positive",
    "NEG": "negative",
    "ND": "negative",
    "NR": "negative",
    "IND": "indeterminate",
    "E": "indeterminate",
}
_BY_CODE: Final[Mapping[CodeSystem, Mapping[str, Finding]]] = {
    CodeSystem.SNOMED: _SNOMED,
    CodeSystem.LOINC: _LOINC,
    CodeSystem.INTERPRETATION: _INTERPRETATION,
}
_LONGEST_WORDS: Final = 1_000
"""The longest text that may be one of the phrases, with all the blanks and dashes that some write around them."""
_PUNCTUATION: Final = str.maketrans(dict.fromkeys("-_.,:;()[]*!/", " "))


def finding_of_code(system: CodeSystem, code: str) -> Finding | None:
    """What a coded result says: SNOMED CT, a LOINC answer, or the HL7 interpretation table 0078."""
    table = _BY_CODE.get(system)
    return table.get(code) if table else None


def finding_of_words(text: str) -> Finding | None:
    """What a result in words says, or None.

    The whole text must be one of the known phrases (case, punctuation and blanks aside): "not detected" never matches
    "detected", and a sentence is not interpreted.
    """
    if len(text) > _LONGEST_WORDS:
        return None
    return _BY_WORDS.get(" ".join(text.casefold().translate(_PUNCTUATION).split()))
