"""Symptoms of reactions by SNOMED CT and ICD-10, or in words; and how bad they are."""

import re
from collections.abc import Mapping
from typing import Final

from streams.intake.codes.systems import CodeSystem

__all__ = ["severity_of", "symptom_of", "symptom_of_words"]

_OTHER: Final = (
    "56018004 418363000 418290006 238810007 43724002 422587007 422400008 25064002 404640003 3424008 421961002"
)
_SNOMED: Final[Mapping[str, str]] = {
    "126485001": "urticaria",
    "45007003": "hypotension",
    "234171009": "hypotension",
    "271870002": "hypotension",
    "267036007": "dyspnoea",
    "39579001": "anaphylaxis",
    "735173007": "anaphylaxis",
    "417516000": "anaphylaxis",
    "41291007": "angioedema",
    "404177007": "angioedema",
    "4386001": "bronchospasm",
    "29857009": "chest-pain",
    "386661006": "fever",
    "271807003": "rash",
} | dict.fromkeys(_OTHER.split(), "other")

_ICD10: Final[Mapping[str, str]] = {
    "L500": "urticaria",
    "L509": "urticaria",
    "I952": "hypotension",
    "I959": "hypotension",
    "R060": "dyspnoea",
    "T782": "anaphylaxis",
    "T886": "anaphylaxis",
    "T8059": "anaphylaxis",
    "T783": "angioedema",
    "J9801": "bronchospasm",
    "R079": "chest-pain",
    "R509": "fever",
    "R502": "fever",
    "R21": "rash",
    "R062": "other",
    "L299": "other",
    "R232": "other",
    "R6883": "other",
    "R110": "other",
    "R111": "other",
    "R519": "other",
    "R42": "other",
    "R000": "other",
    "T8089": "other",
    "T8090": "other",
}
_SHORTEST_ICD10: Final = 3
_LONGEST_TEXT: Final = 100

_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "urticaria": ("urticaria", "hives", "nettle rash", "urtikaria"),
    "hypotension": ("hypotension", "low blood pressure", "hypotonie"),
    "dyspnoea": ("dyspnoea", "dyspnea", "shortness of breath", "atemnot", "dyspnée"),
    "anaphylaxis": (
        "anaphylaxis",
        "anaphylactic reaction",
        "anaphylactic shock",
        "anaphylaxie",
        "anaphylaktische reaktion",
        "anaphylaktischer schock",
    ),
    "angioedema": ("angioedema", "angio oedema", "angiooedema", "angioödem", "quincke s edema"),
    "bronchospasm": ("bronchospasm", "bronchospasmus"),
    "chest-pain": ("chest pain", "thoracic pain"),
    "fever": ("fever", "pyrexia", "fieber"),
    "rash": ("rash", "skin rash", "exanthema", "exanthem", "eruption of skin"),
}
_DEGREES: Final = frozenset(
    ("mild", "moderate", "severe", "acute", "sudden", "transient", "generalised", "generalized", "diffuse", "itchy")
)
_BY_WORDS: Final = {words: symptom for symptom, phrases in _WORDS.items() for words in phrases}

# Of a range the worse end; what threatens or ended a life is severe.
_SEVERITIES: Final[Mapping[str, str]] = {
    "mild": "mild",
    "moderate": "moderate",
    "severe": "severe",
    "255604002": "mild",
    "371923003": "moderate",
    "6736007": "moderate",
    "371924009": "severe",
    "24484000": "severe",
    "442452003": "severe",
    "399166001": "severe",
}


def symptom_of(system: CodeSystem, code: str) -> str | None:
    """The contract's symptom for a coded manifestation, or None when the code is in no table.

    ICD-10 codes match with or without the dot, and with further digits (T78.2XXA is T78.2).
    """
    if system is CodeSystem.SNOMED:
        return _SNOMED.get(code)
    if system is not CodeSystem.ICD10:
        return None
    plain = code.replace(".", "").upper()
    lengths = range(len(plain), _SHORTEST_ICD10 - 1, -1)
    return next((_ICD10[plain[:length]] for length in lengths if plain[:length] in _ICD10), None)


def symptom_of_words(text: str) -> str | None:
    """The symptom that a text names, or None.

    The whole text must be one of the known phrases (case, punctuation and words for its degree aside): "severe
    urticaria" is one, "no urticaria" is none.
    """
    words = re.findall(r"\w+", text[:_LONGEST_TEXT].casefold())
    return _BY_WORDS.get(" ".join(word for word in words if word not in _DEGREES))


def severity_of(code: str) -> str | None:
    """How bad a reaction is, by FHIR's own codes, SNOMED CT, or in one word; None for anything else."""
    return _SEVERITIES.get(code.strip().casefold())
