"""Conditions that change what a patient may be given: pregnancy, lactation, infection."""

import re
from collections.abc import Mapping
from typing import Final, Literal

from streams.intake.codes.systems import CodeSystem

__all__ = ["ConditionKind", "answered", "condition_kind", "is_breastfeeding", "is_pregnant", "is_relapse"]

ConditionKind = Literal["pregnancy", "lactation", "infection"]

_INFECTIONS: Final = (
    "40733004 87628006 34014006 86406008 840539006"  # any, bacterial, viral, HIV, COVID-19
    " 54150009 54398005 82272006 363746003 17741008 43878008 195662009"  # upper airways
    " 15805002 75498004 444814009 6142004"  # sinusitis, influenza
    " 50417007 10509002 128601007 233604007 385093006 53084003 75570004"  # lower airways, pneumonia
    " 68566005 301011002 307426000 45816000"  # urinary tract
    " 91302008 10001005 76571007 4740000 22255007"  # sepsis, zoster, PML
)
_PREGNANCIES: Final = "77386006 72892002 47200007 16356006 65147003"
_SNOMED: Final[Mapping[str, ConditionKind]] = {
    "169750002": "lactation",
    "69840006": "lactation",
    **dict.fromkeys(_PREGNANCIES.split(), "pregnancy"),
    **dict.fromkeys(_INFECTIONS.split(), "infection"),
}

_ICD10: Final[tuple[tuple[ConditionKind, re.Pattern[str]], ...]] = (
    # WHO's code and Germany's for the pregnant state has no fourth digit; to be under supervision is to be pregnant.
    ("pregnancy", re.compile(r"Z33(?:1|!?$)|Z3201|Z321|Z3[45A]|O(?:09|[1-9]\d|9A)")),
    ("lactation", re.compile(r"Z391")),
    # The chapter and blocks whose titles say infection, without sequelae (B90-B94) and agents (B95-B97); COVID-19.
    ("infection", re.compile(r"A\d\d|B[0-8]\d|B99|J0[0-6]|J(?:09|1[0-8])|J2[0-2]|N390|U07[12]")),
)

_PREGNANT: Final = frozenset(("LA15173-0", "77386006", "Y"))
_NOT_PREGNANT: Final = frozenset(("LA26683-5", "60001007", "N"))
_BREASTFEEDING: Final = frozenset(("LA29252-6", "169750002", "69840006", "413712001", "Y"))
_NOT_BREASTFEEDING: Final = frozenset(("LA29253-4", "N"))
_ANSWERS: Final = {
    **dict.fromkeys(("yes", "ja", "pregnant", "currently pregnant", "schwanger"), True),
    **dict.fromkeys(("breastfeeding", "currently breastfeeding"), True),
    **dict.fromkeys(("no", "nein", "not pregnant", "nicht schwanger", "not breastfeeding"), False),
}
_RELAPSES: Final = frozenset(("192929006",))


def condition_kind(system: CodeSystem, code: str) -> ConditionKind | None:
    """The kind of a diagnosis or problem, or None when its code says nothing that the alerts know.

    An infection by ICD-10 is any code of the chapter "Certain infectious and parasitic diseases", of the blocks of
    acute respiratory infections, influenza and pneumonia, N39.0, or COVID-19; with or without the dot, with any
    further digits.
    """
    if system is CodeSystem.SNOMED:
        return _SNOMED.get(code)
    if system is CodeSystem.ICD10:
        plain = code.replace(".", "").upper()
        return next((kind for kind, pattern in _ICD10 if pattern.match(plain)), None)
    return None


def is_pregnant(code: str) -> bool | None:
    """What a pregnancy status says (a LOINC answer, SNOMED CT, Y or N); None: unknown, possible, or no such code."""
    return _yes_or_no(code, _PREGNANT, _NOT_PREGNANT)


def is_breastfeeding(code: str) -> bool | None:
    """What a breastfeeding status says (a LOINC answer, SNOMED CT, Y or N); None: unknown, or no such code."""
    return _yes_or_no(code, _BREASTFEEDING, _NOT_BREASTFEEDING)


def answered(text: str) -> bool | None:
    """What the answer to whether somebody is pregnant, or breastfeeding, says in words, or None.

    The whole text must be the answer: "not pregnant" is none that holds "pregnant".
    """
    return _ANSWERS.get(text.casefold())


def is_relapse(system: CodeSystem, code: str) -> bool:
    """Whether a diagnosis is an exacerbation of multiple sclerosis (not merely its relapsing course)."""
    return system is CodeSystem.SNOMED and code in _RELAPSES


def _yes_or_no(code: str, yes: frozenset[str], no: frozenset[str]) -> bool | None:
    if code in yes:
        return True
    return False if code in no else None
