"""What a laboratory may report: the closed set of analytes, and what a result of each must carry."""

from enum import StrEnum
from typing import Final


class Analyte(StrEnum):
    """What was measured or looked for."""

    ALT = "alt"
    AST = "ast"
    BILIRUBIN = "bilirubin"
    TSH = "tsh"
    FREE_T4 = "free-t4"
    LEUKOCYTES = "leukocytes"
    LYMPHOCYTES = "lymphocytes"
    MONOCYTES = "monocytes"
    NEUTROPHILS = "neutrophils"
    PLATELETS = "platelets"
    NATALIZUMAB_ANTIBODY = "natalizumab-antibody"
    NATALIZUMAB_LEVEL = "natalizumab-level"
    JCV_INDEX = "jcv-index"
    JCV_ANTIBODY = "jcv-antibody"
    HCG = "hcg"


QUALITATIVE: Final = frozenset({Analyte.NATALIZUMAB_ANTIBODY, Analyte.JCV_ANTIBODY, Analyte.HCG})
"""Their results are a finding (positive, negative, indeterminate), with or without a value; all others are a value."""

UNITLESS: Final = frozenset({Analyte.JCV_INDEX})
"""Their value needs no unit."""
