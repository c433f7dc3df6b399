"""Messages: their segments, and the lines that are none."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from streams.intake.hl7v2.delimiters import PREFIX, delimiters_of
from streams.intake.hl7v2.framing import Text
from streams.intake.hl7v2.segment import Segment, syntax_of

__all__ = ["Message", "message_of"]

_LINES: Final = re.compile(r"([\r\n])")
_NAME: Final = re.compile(r"[A-Z][A-Z0-9]{2}")
_BLANK: Final = " \t\x00\ufeff"


class Message(NamedTuple):
    """A message: its segments in their order, MSH first.

    Attributes:
        segments: All that have the form of one.
        malformed: The numbers of the lines (from 1) that have not.
        lines: The number of its last line.
        complete: Whether its last line was ended; one that was not may have been cut.
    """

    segments: tuple[Segment, ...]
    malformed: tuple[int, ...]
    lines: int
    complete: bool

    @property
    def cut(self) -> bool:
        """Whether the last segment may have been cut."""
        return self.segments[-1].cut

    def first(self, name: str) -> Segment | None:
        """The first segment of a name."""
        for segment in self.segments:
            if segment.name == name:
                return segment
        return None


def message_of(text: Text) -> Message:
    """Read the syntax of a message.

    Raises:
        Rejected: `bad-delimiters`; `truncated` when it ends within MSH-2.
    """
    delimiters = delimiters_of(text.text[:PREFIX], ended=text.complete or len(text.text) > PREFIX)
    syntax = syntax_of(delimiters)
    field = delimiters.field
    segments: list[Segment] = []
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
    segments[-1].cut |= not text.complete and last not in malformed
    return Message(tuple(segments), tuple(malformed), last, text.complete)


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
