"""Escape sequences of HL7 v2 text."""

import re
from functools import lru_cache
from typing import Final

from streams.intake.hl7v2.delimiters import Delimiters

__all__ = ["unescaped"]

_LAYOUT: Final = {".br": "\n", ".sp": "\n", ".ce": "\n", "H": "", "N": ""}
_HEXADECIMAL: Final = re.compile(r"X((?:[0-9A-Fa-f]{2})+)")
_CODE_POINT: Final = re.compile(r"Z([0-9A-Fa-f]{4})")
r"""The standard leaves Z to the sender; analysers write a character by its number, `\Z03BC\` for the micro sign."""


def unescaped(text: str, delimiters: Delimiters) -> str:
    r"""The text with its escape sequences resolved: `\F\`, `\S\`, `\T\`, `\R\`, `\E\`, `\Xhh\`, `\Zhhhh\`, `\.br\`.

    A sequence that is none of these, or that has no end, stays as it stands.
    """
    named = {
        "F": delimiters.field,
        "S": delimiters.component,
        "T": delimiters.subcomponent,
        "R": delimiters.repetition,
        "E": delimiters.escape,
        **_LAYOUT,
    }

    def resolved(match: re.Match[str]) -> str:
        if (known := named.get(match[1])) is not None:
            return known
        if digits := _HEXADECIMAL.fullmatch(match[1]):
            return bytes.fromhex(digits[1]).decode("utf-8", errors="replace")
        if number := _CODE_POINT.fullmatch(match[1]):
            return chr(int(number[1], 16)).encode("utf-8", errors="replace").decode("utf-8")
        return match[0]

    return _sequence(delimiters.escape).sub(resolved, text)


@lru_cache(maxsize=16)
def _sequence(escape: str) -> re.Pattern[str]:
    mark = re.escape(escape)
    return re.compile(f"{mark}([^{mark}]*){mark}")
