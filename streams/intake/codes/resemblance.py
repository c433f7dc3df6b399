"""Results that look like ours by name, under a code that is in no table.

Nothing is accepted for its name. But a laboratory that changes its codes must not fall silent: an unmapped result with
one of these names raises `unmapped-analyte`, and a person maps the code.
"""

import re
from functools import lru_cache
from typing import Final

__all__ = ["resembles"]

_NOT_OURS: Final = re.compile(
    r"\b(?:percent|pct|urine|urin|csf|liquor|fluid|stool|esterase|morphology|direct|indirect|conjugated|unconjugated"
    r"|ratio|pcr|dna|rna|reticulated|volume|width)\b"
)
_NAMES: Final = (
    ("natalizumab-antibody", r"(natalizumab|tysabri|tyruko)\b.*\b(antibod\w*|ab|abs|neutrali[sz]ing)"),
    ("natalizumab-antibody", r"(anti|antibod\w*|neutrali[sz]ing)\b.*\b(natalizumab|tysabri|tyruko)"),
    ("natalizumab-level", r"natalizumab|tysabri|tyruko"),
    ("jcv-index", r"(jcv|jc virus|john cunningham)\b.*\bindex"),
    ("jcv-antibody", r"jcv|jc virus|john cunningham"),
    ("alt", r"alt|alat|sgpt|gpt|alanine (aminotransferase|transaminase)"),
    ("ast", r"ast|asat|sgot|got|aspartate (aminotransferase|transaminase)"),
    ("bilirubin", r"bilirubine?|bili|tbil|t bil"),
    ("tsh", r"tsh|thyrotropin|thyroid stimulating hormone"),
    ("free-t4", r"ft4|t4 free|free t4|freies t4|free thyroxine|thyroxine free"),
    ("leukocytes", r"wbc|leukos|leu[ck]ocytes|leukozyten|white (blood )?cells?"),
    ("lymphocytes", r"lymphocytes|lymphozyten|lymphs?|lym"),
    ("monocytes", r"monocytes|monozyten|monos|mon"),
    ("neutrophils", r"anc|neutrophils?|neutrophile|neuts?|neu"),
    ("platelets", r"plt|platelets?|thrombozyten|thrombocytes"),
    ("hcg", r"hcg|beta hcg|bhcg|choriogonadotropin|pregnancy test"),
    ("edss-score", r"edss|expanded disability status"),
)
_PATTERNS: Final = tuple((measure, re.compile(rf"\b(?:{pattern})\b")) for measure, pattern in _NAMES)
_ANY: Final = re.compile(rf"\b(?:{'|'.join(f'(?:{pattern})' for _, pattern in _NAMES)})\b")
_LONGEST_NAME: Final = 200


def resembles(name: str) -> str | None:
    """The analyte, or assessment, that the display text of an unmapped code seems to be about, or None."""
    if "%" in name or "/100" in name:
        return None
    return _resembles(name[:_LONGEST_NAME])


@lru_cache(maxsize=4096)
def _resembles(name: str) -> str | None:
    plain = " ".join(re.findall(r"\w+", name.casefold()))
    if not _ANY.search(plain) or _NOT_OURS.search(plain):
        return None
    return next((measure for measure, pattern in _PATTERNS if pattern.search(plain)), None)
