"""Escape sequences of HL7 v2 text."""

import re
from typing import Final

from streams.intake.hl7v2.delimiters import Delimiters

__all__ = ["unescaped"]

_NAMED: Final = {"F": "field", "S": "component", "T": "subcomponent", "R": "repetition", "E": "escape"}
_LAYOUT: Final = {".br": "\n", ".sp": "\n", ".ce": "\n", "H": "", "N": ""}
_DELIMITERS: Final = {name: Delimiters._fields.index(field) for name, field in _NAMED.items()}
_WORDS: Final = _LAYOUT.keys() | _DELIMITERS.keys()
_NUMERIC: Final = frozenset("XZ")
_HEXADECIMAL: Final = re.compile(r"X((?:[0-9A-Fa-f]{2})+)")
_CODE_POINT: Final = re.compile(r"Z([0-9A-Fa-f]{4})")
r"""The standard leaves Z to the sender; analysers write a character by its number, `\Z03BC\` for the micro sign."""


def unescaped(text: str, delimiters: Delimiters) -> str:
    r"""The text with its escape sequences resolved: `\F\`, `\S\`, `\T\`, `\R\`, `\E\`, `\Xhh\`, `\Zhhhh\`, `\.br\`.

    A sequence that is none of these, or that has no end, stays as it stands.
    """
    escape = delimiters.escape
    pieces = text.split(escape)
    if len(pieces) % 2 == 0:
        last = pieces.pop()
        pieces[-1] += escape + last
    # Each once, for a long text repeats a few of them.
    said = {each: _resolved(each, delimiters) for each in set(pieces[1::2]) if each in _WORDS or each[:1] in _NUMERIC}
    if not said:
        return text
    pieces[1::2] = [said.get(each, f"{escape}{each}{escape}") for each in pieces[1::2]]
    return "".join(pieces)


def _resolved(sequence: str, delimiters: Delimiters) -> str:
    if sequence in _LAYOUT:
        return _LAYOUT[sequence]
    if sequence in _DELIMITERS:
        return delimiters[_DELIMITERS[sequence]]
    if digits := _HEXADECIMAL.fullmatch(sequence):
        return bytes.fromhex(digits[1]).decode("utf-8", errors="replace")
    if number := _CODE_POINT.fullmatch(sequence):
        return chr(int(number[1], 16)).encode("utf-8", errors="replace").decode("utf-8")
    return f"{delimiters.escape}{sequence}{delimiters.escape}"
