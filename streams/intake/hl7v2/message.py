"""Messages: their segments, and the lines that are none."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from streams.intake.hl7v2.delimiters import PREFIX, delimiters_of
from streams.intake.hl7v2.framing import BEGINNINGS, Text
from streams.intake.hl7v2.segment import Segment
from streams.intake.hl7v2.syntax import USUAL, syntax_of

__all__ = ["Message", "message_of", "plain_message"]

_LINES: Final = re.compile(r"([\r\n])")
_NAME: Final = re.compile(r"[A-Z][A-Z0-9]{2}")
_BLANK: Final = " \t\x00\ufeff"
_USUAL_BEGIN: Final = b"MSH|^~\\&|"
_USUAL_END: Final = len(_USUAL_BEGIN)
_MSH: Final = "MSH|"
_HEAD: Final = len(_MSH)


class Message(NamedTuple):
    """A message: its segments in their order, MSH first.

    Attributes:
        segments: All that have the form of one.
        firsts: By each name the first segment that has it.
        malformed: The numbers of the lines (from 1) that have not.
        lines: The number of its last line.
        complete: Whether its last line was ended; one that was not may have been cut.
        text: All of it, as it stands there.
    """

    segments: list[Segment]
    firsts: Mapping[str, Segment]
    malformed: Sequence[int]
    lines: int
    complete: bool
    text: str

    @property
    def cut(self) -> bool:
        """Whether the last segment may have been cut."""
        return self.segments[-1].cut

    def first(self, name: str) -> Segment | None:
        """The first segment of a name."""
        return self.firsts.get(name)


def plain_message(raw: bytes) -> Message | None:
    """The message that a value is, if it is plain that it is one in the usual delimiters, whole and in ASCII.

    None if it has to be looked at more closely, as `framing` and `message_of` do. Never raises.
    """
    if raw[:_USUAL_END] != _USUAL_BEGIN or raw[-1:] != b"\r" or not raw.isascii():
        return None
    text = raw.decode("ascii")
    if "\n" in text or "\x0b" in text or "\x1c" in text or "\x1b" in text:
        return None
    lines = text.split("\r")
    lines.pop()
    segments: list[Segment] = []
    firsts: dict[str, Segment] = {}
    lasts: dict[str, Segment] = {}
    for line in lines:
        head = line[:_HEAD]
        last = lasts.get(head)
        if last is not None:
            segment = Segment(last.name, last.ordinal + 1, line, USUAL)
        elif segments and not _is_plain_head(head):
            return None
        else:
            segment = firsts[head[:-1]] = Segment(head[:-1], 1, line, USUAL)
        if line[-1] in _BLANK:
            return None
        lasts[head] = segment
        segments.append(segment)
    if lasts[_MSH].ordinal > 1:
        return None
    return Message(segments, firsts, (), len(segments), complete=True, text=text)


@lru_cache(maxsize=1024)
def _is_plain_head(head: str) -> bool:
    """Whether it is the name of a segment, with its delimiter, that begins no message and no batch."""
    return head[-1:] == "|" and _NAME.fullmatch(head[:-1]) is not None and head[:-1] not in BEGINNINGS


def message_of(text: Text) -> Message:
    """Read the syntax of a message.

    Raises:
        Rejected: `bad-delimiters`; `truncated` when it ends within MSH-2.
    """
    delimiters = delimiters_of(text.text[:PREFIX], ended=text.complete or len(text.text) > PREFIX)
    syntax = syntax_of(delimiters)
    field = delimiters.field
    segments: list[Segment] = []
    firsts: dict[str, Segment] = {}
    malformed: list[int] = []
    counts: dict[str, int] = {}
    last = 0
    for number, line in enumerate(_lines(text.text), start=1):
        stripped = line.strip(_BLANK)
        if not stripped:
            continue
        last, name = number, stripped[:3]
        seen = counts.get(name, 0)
        if not ((seen or _NAME.fullmatch(name)) and (stripped == name or stripped[3] == field)):
            malformed.append(number)
            if segments and segments[-1].name == "OBX":
                # It may be the rest of the result before it: what that ends with is not known to be whole.
                segments[-1].cut = True
            continue
        counts[name] = ordinal = seen + 1
        segments.append(Segment(name, ordinal, stripped, syntax))
        if not seen:
            firsts[name] = segments[-1]
    segments[-1].cut |= not text.complete and last not in malformed
    return Message(segments, firsts, malformed, last, text.complete, text.text)


def _lines(text: str) -> Iterator[str]:
    """The segments of a message, ended by CR, LF or CRLF.

    In a message whose segments end with CR, a line feed before something that is no segment is text within a field.
    """
    if "\n" not in text:
        return iter(text.split("\r"))
    if "\r" not in text:
        return iter(text.split("\n"))
    return iter(_mixed(text.replace("\r\n", "\r")))


def _mixed(text: str) -> list[str]:
    pieces = _LINES.split(text)
    ended_by_return = len(pieces) > 1 and pieces[1] == "\r"
    lines = [[pieces[0]]]
    for end, line in zip(pieces[1::2], pieces[2::2], strict=True):
        if ended_by_return and end == "\n" and line and _NAME.match(line) is None:
            lines[-1].append(line)
        else:
            lines.append([line])
    return ["\n".join(parts) for parts in lines]
