"""Reads a message that is one JSON object, strictly, and whatever bytes it is made of.

Plain messages are read once, in compiled code; whatever it refuses, or may have passed over, is read a second time,
exactly. Nothing here takes more than linear time.
"""

import json
import re
from collections.abc import Iterator
from decimal import Context, Decimal, Inexact, InvalidOperation, Overflow
from itertools import accumulate
from typing import Any, Final, NoReturn

import msgspec

from models.events.fields import MOST_DIGITS
from models.rejections import Reason, Rejected
from streams.topics.specs import MAX_INBOUND_BYTES

DEEPEST: Final = 64
"""How deep objects and arrays may be nested, the outermost included."""

BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
"""May stand before a message."""

BLANKS: Final = b" \t\r\n"
"""What may stand around the values of JSON."""

_BACKSLASH: Final = b"\\"
_SURROGATE: Final = re.compile(rb"\\u[dD][89a-fA-F]")
_MARK: Final = b'"'
_HIDDEN_MARK: Final = re.compile(rb"\\u0022")
_KEY_END: Final = b'":'
_ESCAPE: Final = re.compile(rb"\\.", re.DOTALL)
_NO_BRACKETS: Final = bytes(set(range(256)) - set(b"[]{}"))
_NO_BRACKETS_OR_MARKS: Final = bytes(set(_NO_BRACKETS) - set(b'"'))
_DEPTH_CHANGE: Final = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_PATH: Final = re.compile(r"[A-Za-z0-9_\[\].-]{1,128}")
_UNREADABLE: Final = Decimal("NaN")

exact_number: Final = Context(
    prec=MOST_DIGITS, Emin=-MOST_DIGITS, Emax=MOST_DIGITS, traps=[Inexact, Overflow, InvalidOperation]
).create_decimal
"""Reads a number exactly, or fails: which is no reason to refuse a message that has it in a field nobody asks for."""

_decode = msgspec.json.Decoder(dict[str, Any], float_hook=exact_number).decode
_encode = msgspec.json.Encoder(decimal_format="number").encode


def read_object(raw: bytes, around: int = 0) -> dict[str, Any]:
    """Read a message that is one JSON object in UTF-8; a byte order mark before it is passed over.

    Args:
        raw: the message, or a part of one.
        around: how deep the part is nested in its message.

    Returns:
        Its fields: numbers as int or Decimal, exactly as they are written; NaN for one that is longer than any that
        counts, or beyond the range of a double.

    Raises:
        Rejected: too-large, not-json or duplicate-key.
    """
    if len(raw) > MAX_INBOUND_BYTES:
        raise Rejected(Reason.TOO_LARGE)
    raw = raw.removeprefix(BYTE_ORDER_MARK)
    deepest = DEEPEST - around
    if len(raw.translate(None, _NO_BRACKETS)) > deepest and _is_nested_deeper(raw, deepest):
        raise Rejected(Reason.NOT_JSON)
    try:
        fields = _decode(raw)
    except (ValueError, ArithmeticError):
        return _read_exactly(raw)
    return fields if _is_whole(raw, fields) else _read_exactly(raw)


def read_utf8_object(raw: bytes, around: int = 0) -> dict[str, Any]:
    """The same, of which every name and text can be written anew: half a surrogate pair has no place in UTF-8.

    Raises:
        Rejected: too-large, not-json or duplicate-key.
    """
    fields = read_object(raw, around)
    if _SURROGATE.search(raw):
        try:
            _encode(fields)
        except UnicodeEncodeError:
            raise Rejected(Reason.NOT_JSON) from None
    return fields


def hides_marks(raw: bytes) -> bool:
    """Whether a quotation mark may be written by its code point."""
    return _BACKSLASH in raw and _HIDDEN_MARK.search(raw) is not None


def keeps_marks(raw: bytes, value: object) -> bool:
    """Whether it is plain that of a message nothing was passed over in reading a value, as a key that comes twice is.

    What was passed over is not written anew, nor are its quotation marks. The others are, each as it was: the message
    must hide none.
    """
    try:
        return raw.count(_MARK) == _encode(value).count(_MARK)
    except UnicodeEncodeError:
        return False


def _is_whole(raw: bytes, fields: dict[str, Any]) -> bool:
    if not hides_marks(raw) and keeps_marks(raw, fields):
        return True
    # Without blanks every key is followed by `":`, as is, now and then, a quotation mark in a text.
    return raw.translate(None, BLANKS).count(_KEY_END) == _keys(fields)


class _Doubled(dict[str, Any]):
    """An object that has a key twice."""

    key: str


def _read_exactly(raw: bytes) -> dict[str, Any]:
    try:
        value = json.loads(
            raw.decode(), object_pairs_hook=_object, parse_float=_number, parse_int=_integer, parse_constant=_refuse
        )
    except ValueError:
        raise Rejected(Reason.NOT_JSON) from None
    if not isinstance(value, dict):
        raise Rejected(Reason.NOT_JSON)
    for path in _doubled(value, ""):
        raise Rejected(Reason.DUPLICATE_KEY, path if _PATH.fullmatch(path) else "")
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) == len(pairs):
        return fields
    doubled = _Doubled(fields)
    seen: set[str] = set()
    repeated: set[str] = set()
    for key, _ in pairs:
        (repeated if key in seen else seen).add(key)
    doubled.key = next(key for key in fields if key in repeated)
    return doubled


def _number(text: str) -> Decimal:
    try:
        return exact_number(text)
    except ArithmeticError:
        return _UNREADABLE


def _integer(text: str) -> int | Decimal:
    return int(text) if len(text) <= MOST_DIGITS else _UNREADABLE


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _doubled(value: object, path: str) -> Iterator[str]:
    if isinstance(value, _Doubled):
        yield f"{path}.{value.key}".removeprefix(".")
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _doubled(inner, f"{path}.{key}".removeprefix("."))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _doubled(inner, f"{path}[{place}]")


def _keys(value: object) -> int:
    if isinstance(value, dict):
        return len(value) + sum(map(_keys, value.values()))
    return sum(map(_keys, value)) if isinstance(value, list) else 0


def _is_nested_deeper(raw: bytes, deepest: int) -> bool:
    plain = _ESCAPE.sub(b"", raw) if _BACKSLASH in raw else raw
    # Texts without brackets leave two marks side by side; what is inside the others is every second part.
    marks = plain.translate(None, _NO_BRACKETS_OR_MARKS).replace(b'""', b"")
    brackets = b"".join(marks.split(_MARK)[::2])
    rest = brackets
    for _ in range(deepest // 2):
        # Takes away the innermost pairs, and of those around them at most one more.
        inner, rest = rest, rest.replace(b"{}", b"").replace(b"[]", b"")
        if not rest:
            return False
        if len(rest) == len(inner):
            break
    return max(accumulate(map(_DEPTH_CHANGE.__getitem__, brackets)), default=0) > deepest
