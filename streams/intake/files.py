"""Cuts a file into the messages in it, as a topic would bring them one by one, each with the line where it begins."""

import re
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

import msgspec


class Form(StrEnum):
    """What the messages of a file are."""

    CANONICAL = "canonical"
    FHIR = "fhir"
    HL7V2 = "hl7v2"


class Piece(NamedTuple):
    """One message of a file, and the number of the line at which it begins, from 1 on."""

    line: int
    raw: bytes


_LINE_END: Final = re.compile(rb"\r\n|\r|\n")
_HL7_BEGIN: Final = re.compile(
    rb"(?:\A|(?<=[\r\n\x0b\x1c]))[ \t\x00]*(?:\xef\xbb\xbf)?[ \t\x00]*\x0b?MSH(?![A-Za-z0-9])"
)
_RESOURCE_BEGIN: Final = re.compile(rb"(?:\A(?:\xef\xbb\xbf)?|(?<=\n))\{")


def pieces(form: Form, raw: bytes) -> Iterator[Piece]:
    """The messages of a file in their order; blank ones are passed over.

    Args:
        form: canonical: one JSON object a line. fhir: one resource or Bundle, or one a line. hl7v2: messages one after
            the other, whatever ends their segments, framed or not.
        raw: the whole file.
    """
    return (Piece(line, piece) for line, piece in _CUTS[form](raw) if piece.strip())


def _lines(raw: bytes) -> Iterator[tuple[int, bytes]]:
    return enumerate(raw.split(b"\n"), start=1)


def _resources(raw: bytes) -> Iterator[tuple[int, bytes]]:
    return iter([(1, raw)]) if _is_one(raw) else _lines(raw)


def _is_one(raw: bytes) -> bool:
    """Whether a file is one resource, however laid out; of what is not JSON, whether no second one begins a line."""
    try:
        msgspec.json.decode(raw.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError):
        return len(_RESOURCE_BEGIN.findall(raw)) <= 1
    return True


def _hl7(raw: bytes) -> Iterator[tuple[int, bytes]]:
    begins = [found.start() for found in _HL7_BEGIN.finditer(raw)]
    line, done = 1, 0
    for begin, end in zip([0, *begins], [*begins, len(raw)], strict=True):
        line += len(_LINE_END.findall(raw, done, begin))
        done = begin
        yield line, raw[begin:end]


_CUTS: Final[Mapping[Form, Callable[[bytes], Iterator[tuple[int, bytes]]]]] = MappingProxyType(
    {Form.CANONICAL: _lines, Form.FHIR: _resources, Form.HL7V2: _hl7}
)
