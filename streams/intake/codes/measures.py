"""What an observation measures: by LOINC, by the few other codes that laboratories and clinics agree on."""

from collections.abc import Mapping
from enum import Enum, StrEnum
from typing import Final

from streams.intake.codes.systems import CodeSystem

__all__ = ["Assessment", "Refusal", "analyte_of_loinc", "is_brain_mri", "measure_of"]


class Assessment(StrEnum):
    """Observations that are no laboratory results, but say something that the alerts know."""

    EDSS = "edss-score"
    ENHANCING_LESIONS = "gd-enhancing-lesions"
    NEW_T2_LESIONS = "new-t2-lesions"
    PREGNANCY = "pregnancy-status"
    BREASTFEEDING = "breastfeeding-status"


class Refusal(Enum):
    """Why a code that is well known is not taken.

    `OTHER_QUANTITY` looks like ours and is something else (a percentage, another specimen, a total): ignore it, and do
    not raise `unmapped-analyte` for it. `NOT_AN_OBSERVATION` can name no observation at all (a LOINC part): reject it.
    """

    OTHER_QUANTITY = "other-quantity"
    NOT_AN_OBSERVATION = "not-an-observation"


_ACCEPTED: Final[Mapping[str, str]] = {
    "alt": "1742-6 1743-4 1744-2 76625-3",
    "ast": "1920-8 30239-8 88112-8",
    "bilirubin": "1975-2 14631-6 42719-5 54363-7",
    "tsh": "3016-3 11580-8 11579-0",
    "free-t4": "3024-7 14920-3 83122-2",
    "leukocytes": "6690-2 26464-8 804-5 33256-9 49498-9",
    "lymphocytes": "731-0 26474-7 732-8 30364-4",
    "monocytes": "742-7 26484-6 743-5",
    "neutrophils": "751-8 26499-4 753-4",
    "natalizumab-antibody": "58012-6 49598-6",
    "jcv-index": "100977-8",
    "jcv-antibody": "70173-0 26642-9",
    "hcg": "19080-1 21198-7 45194-8 20415-6 83086-9 2110-5 2118-8 2106-3 2112-1 80384-1",
    "platelets": "777-3 26515-7 778-1",
}
_OTHER_QUANTITIES: Final = (
    "16324-6 1741-8 25302-1 16325-3 1917-4 1919-0 14409-7"  # aminotransferases of cells and fluids, and their ratio
    " 1968-7 14629-0 15152-2 1971-1 14630-8 1970-3 1978-6"  # direct, indirect, delta and urinary bilirubin
    " 11033-8 12932-0 3026-2 14921-1 27987-7"  # TSH after a challenge, total and blood spot T4
    " 11156-7 5799-2 27297-1"  # leukocyte morphology and esterase
    " 736-9 26478-8 5905-5 26485-3 770-8 23761-0 26511-6"  # percentages of leukocytes
    " 26507-4 30229-9 53115-2"  # bands and immature granulocytes
    " 29837-2 29812-5"  # JCV antibodies in cerebrospinal fluid, and titres by class
    " 19180-9 2115-4 56497-1"  # free beta hCG
    " 10162-6 63893-2 11778-8"  # pregnancies in history, their outcome and date
)
_ANALYTES: Final = {code: analyte for analyte, codes in _ACCEPTED.items() for code in codes.split()}
_REFUSED: Final = dict.fromkeys(_OTHER_QUANTITIES.split(), Refusal.OTHER_QUANTITY) | {
    "LP241977-0": Refusal.NOT_AN_OBSERVATION,
}
_BY_SYSTEM: Final[Mapping[tuple[CodeSystem, str], str]] = {
    (CodeSystem.LOINC, "82810-3"): Assessment.PREGNANCY,
    (CodeSystem.LOINC, "11449-6"): Assessment.PREGNANCY,
    (CodeSystem.LOINC, "63895-7"): Assessment.BREASTFEEDING,
    (CodeSystem.SNOMED, "413712001"): Assessment.BREASTFEEDING,
    (CodeSystem.SNOMED, "273554001"): Assessment.EDSS,
    (CodeSystem.SNOMED, "34608000"): "alt",
    (CodeSystem.SNOMED, "45896001"): "ast",
    (CodeSystem.SNOMED, "359986008"): "bilirubin",
    (CodeSystem.SNOMED, "61167004"): "tsh",
}
_BY_ANY_NAME: Final[Mapping[str, str]] = {
    "edss": Assessment.EDSS,
    "edss01": Assessment.EDSS,
    "c112520": Assessment.EDSS,
    "mri-gd-count": Assessment.ENHANCING_LESIONS,
    "mri-t2-new-count": Assessment.NEW_T2_LESIONS,
    "nat-conc": "natalizumab-level",
    "nat-nab": "natalizumab-antibody",
}


_BRAIN_MRI: Final = frozenset(["24587-8", "24589-4", "24590-2", "30657-1"])


def analyte_of_loinc(code: str) -> str | Refusal | None:
    """The analyte that a LOINC code measures, a refusal, or None for a code that is not ours.

    Bilirubin is total bilirubin, and all counts are absolute. The unit of the result says whether a concentration is of
    mass or of substance, whatever the code says.
    """
    return _ANALYTES.get(code) or _REFUSED.get(code)


def measure_of(system: CodeSystem, code: str, local: Mapping[str, str] | None = None) -> str | Refusal | None:
    """What an observation code measures: an analyte or an `Assessment` (both are strings), a refusal, or None.

    Args:
        system: of the code. Without one (`UNSTATED`), a code of LOINC's own shape that stands in our table is LOINC's:
            its check digit leaves no room for chance.
        code: as sent.
        local: the site's own codes; what it says goes before everything else.
    """
    if local and code in local:
        return local[code]
    if system in (CodeSystem.LOINC, CodeSystem.UNSTATED) and (known := analyte_of_loinc(code)) is not None:
        return known
    known = _BY_SYSTEM.get((CodeSystem.LOINC if system is CodeSystem.UNSTATED else system, code))
    if known is None and system in (CodeSystem.OTHER, CodeSystem.UNSTATED):
        known = _BY_ANY_NAME.get(code.casefold())
    return known


def is_brain_mri(system: CodeSystem, code: str) -> bool:
    """Whether a code is that of an MRI of the brain, with or without contrast."""
    return system in (CodeSystem.LOINC, CodeSystem.UNSTATED) and code in _BRAIN_MRI
