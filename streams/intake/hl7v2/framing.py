"""From the bytes of one Kafka value to the texts of the messages in it.

A value may hold one message or several, bare, in MLLP frames, or in an FHS/BHS batch, each in a character set of its
own. Whatever stands between messages and belongs to none is reported, never dropped.
"""

import codecs
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final, NamedTuple

__all__ = ["BEGINNINGS", "Text", "texts"]

BEGINNINGS: Final = ("MSH", "FHS", "BHS", "BTS", "FTS")
"""The segments that begin a message, or are the header or trailer of a batch."""
_BEGIN: Final = re.compile(
    rb"[\r\n][ \t\x00]*+(?:\xef\xbb\xbf[ \t\x00]*+)?(%b)(?![A-Za-z0-9])" % "|".join(BEGINNINGS).encode()
)
"""Where a message, or the header or trailer of a batch, begins a line, blanks and a byte order mark aside."""
_MAY_BEGIN: Final = frozenset((b"M", b"F", b"B", b" ", b"\t", b"\x00", b"\xef"))
"""The first byte of any line that `_BEGIN` finds."""
_FRAME: Final = bytes.maketrans(b"\x0b\x1c", b"\r\r")
_LINE_END: Final = re.compile(rb"[\r\n]")
_ENDS: Final = (b"\r", b"\n")
_BLANK: Final = b" \t\x00"
_SHIFT: Final = b"\x1b"
_WIDE: Final = {"MSH".encode(codec): codec for codec in ("utf-16-le", "utf-16-be")}
"""How a message begins in UTF-16 that no byte order mark begins."""
_WIDE_START: Final = 6

_CHARACTER_SETS: Final[Mapping[str, str]] = {
    "UNICODE": "utf-8",
    "UNICODEUTF8": "utf-8",
    "UTF8": "utf-8",
    "GB180302000": "gb18030",
    "GB18030": "gb18030",
    "BIG5": "big5",
    "KSX1001": "euc_kr",
    "WINDOWS1252": "cp1252",
    "CP1252": "cp1252",
    "SHIFTJIS": "cp932",
    "SJIS": "cp932",
    "WINDOWS31J": "cp932",
    "ISOIR14": "iso2022_jp_ext",
    "ISOIR87": "iso2022_jp_ext",
    "ISOIR159": "iso2022_jp_ext",
} | {f"{prefix}8859{part}": f"iso8859_{part}" for prefix in ("", "ISO") for part in (1, 2, 3, 4, 5, 6, 7, 8, 9, 15)}
_CHARACTER_SET_PLACE: Final = 17
_SEPARATOR_PLACE: Final = len("MSH")


class Text(NamedTuple):
    """A message, or the header or trailer of a batch, as text.

    Attributes:
        kind: The name of its first segment; empty for text that belongs to no message.
        text: From its first segment to its last. A byte that its character set does not have is U+FFFD.
        complete: Whether its last segment was ended, by a segment end or by a frame.
    """

    kind: str
    text: str
    complete: bool


def texts(raw: bytes) -> Iterator[Text]:
    """The messages of a value in their order, with batch segments and stray text in between. Takes any bytes."""
    if _is_one_message(raw):
        yield _text("MSH", raw)
        return
    data = b"\r" + _in_bytes(raw).translate(_FRAME)
    begins = [(found.start(1), found[1].decode()) for found in _BEGIN.finditer(data)]
    first = begins[0][0] if begins else len(data)
    if data[:first].rstrip(_BLANK).removesuffix(codecs.BOM_UTF8).strip():
        yield Text("", "", complete=False)
    for (begin, kind), (end, _) in pairwise([*begins, (len(data), "")]):
        yield _text(kind, data[begin:end])


def _is_one_message(raw: bytes) -> bool:
    """Whether it is plain that a value is one bare message, as most are: no other line begins as one may."""
    if raw[:3] != b"MSH" or raw[3:4].isalnum() or b"\x0b" in raw or b"\x1c" in raw:
        return False
    return _MAY_BEGIN.isdisjoint({line[:1] for line in raw.splitlines()[1:]})


def _in_bytes(raw: bytes) -> bytes:
    """A value in UTF-16 as UTF-8, for frames and segment ends are bytes; any other as it is."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        codec = "utf-16"
    elif (codec := _WIDE.get(raw[:_WIDE_START], "")) == "":
        return raw
    return raw.decode(codec, errors="replace").encode("utf-8", errors="replace")


def _text(kind: str, piece: bytes) -> Text:
    chunk = piece.rstrip(_BLANK).removesuffix(codecs.BOM_UTF8)
    return Text(kind, _decoded(chunk), chunk[-1:] in _ENDS)


def _decoded(chunk: bytes) -> str:
    if chunk.isascii() and _SHIFT not in chunk:
        return chunk.decode("ascii")
    declared = _declared(chunk)
    if declared is not None:
        return chunk.decode(declared, errors="replace")
    try:
        return chunk.decode("utf-8")
    except UnicodeDecodeError:
        return chunk.decode("ascii", errors="replace")


def _declared(chunk: bytes) -> str | None:
    """The codec of MSH-18, if it names one that we know: the last one, for the others are its single-byte partners."""
    header = _LINE_END.split(chunk, maxsplit=1)[0].decode("latin-1")
    separator = header[_SEPARATOR_PLACE : _SEPARATOR_PLACE + 1]
    fields = header.split(separator, _CHARACTER_SET_PLACE + 1) if separator else []
    if len(fields) <= _CHARACTER_SET_PLACE:
        return None
    known = None
    for name in re.split(r"[^A-Za-z0-9 /-]", fields[_CHARACTER_SET_PLACE]):
        known = _CHARACTER_SETS.get(re.sub(r"[^A-Z0-9]", "", name.upper()), known)
    return known
