"""Messages, segments, fields, components: the syntax of HL7 v2, read in one pass and only where somebody looks."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from models.decoded import Rejection
from models.rejections import Reason, Rejected
from streams.intake.codes.systems import CodeSystem, system_of
from streams.intake.hl7v2.escapes import unescaped
from streams.intake.hl7v2.framing import Text

__all__ = ["Coding", "Delimiters", "Message", "Segment", "message_of"]

NULL: Final = '""'
"""What a sender writes to delete a value, where blank says nothing."""

_FEWEST, _MOST = 4, 5
_PREFIX: Final = len("MSH|^~\\&#|")
_LINES: Final = re.compile(r"([\r\n])")
_NAME: Final = re.compile(r"[A-Z][A-Z0-9]{2}")
_TRIPLET: Final = 3
_SHORT: Final = 200
"""The longest text of which a code is remembered: senders repeat a few hundred codes for ever."""

_BLANK: Final = " \t\x00\ufeff"


class Coding(NamedTuple):
    """A code as a message gives it."""

    code: str
    text: str
    system: CodeSystem


class Delimiters(NamedTuple):
    """The delimiters that a message declares in MSH-1 and MSH-2."""

    field: str
    component: str
    repetition: str
    escape: str
    subcomponent: str


class Segment:
    """One segment. Fields and components count from 1, as in the standard; what is not there is empty."""

    __slots__ = ("_delimiters", "_fields", "_has_structure", "_text", "cut", "name", "ordinal")

    def __init__(self, name: str, ordinal: int, text: str, delimiters: Delimiters) -> None:
        self.name = name
        self.ordinal = ordinal
        self.cut = False
        self._text = text
        self._delimiters = delimiters
        self._has_structure = _structure(delimiters)
        self._fields: list[str] | None = None

    def place(self, number: int | None = None) -> str:
        """Where this is in the message, `OBX[2].5`: the fifth field of the second OBX."""
        spot = f"{self.name}[{self.ordinal}]"
        return spot if number is None else f"{spot}.{number}"

    def demand(self, number: int, *, at_least: int, optional: bool = False) -> None:
        """Refuse a segment that may have been cut before the end of a field.

        In the last segment of a message that nothing ended, a field is whole if another follows. If it is the last
        one, so many characters of it show that it is.

        Raises:
            Rejected: `truncated`.
        """
        if not self.cut:
            return
        self.raw(number)
        last = len(self._fields or ()) - 1
        absent = optional and not self.raw(number)
        if not absent and (last < number or (last == number and len(self.raw(number)) < at_least)):
            raise Rejected(Reason.TRUNCATED, self.place(number))

    def rejection(self, refused: Rejected) -> Rejection:
        """The rejection of something in this segment; in one that may have been cut, that is why."""
        return Rejection(Reason.TRUNCATED if self.cut else refused.reason, refused.where)

    def raw(self, number: int) -> str:
        """A field as it stands there, with its delimiters and escapes."""
        if self._fields is None:
            self._fields = self._text.split(self._delimiters.field)
            if self.name == "MSH":
                self._fields.insert(1, self._delimiters.field)
        return self._fields[number] if number < len(self._fields) else ""

    def plain(self, number: int) -> str | None:
        """A field that is one plain text, without outer blanks; None if it has any delimiter, escape or quote in it."""
        value = self.raw(number)
        return None if self._has_structure(value) else value.strip()

    def repetitions(self, number: int) -> list[str]:
        """The repetitions of a field that say something; of no repetition none is empty or null."""
        value = self.raw(number)
        if not value:
            return []
        parts = value.split(self._delimiters.repetition)
        return [part for part in parts if part.strip() not in ("", NULL)]

    def components(self, repetition: str) -> list[str]:
        """The components of a repetition as text: of each its first subcomponent, unescaped, without outer blanks."""
        return _components(repetition, self._delimiters) if self._has_structure(repetition) else [repetition.strip()]

    def text(self, number: int, component: int = 1) -> str:
        """A component of the first repetition of a field; empty if it is absent or null."""
        value = self.raw(number)
        if not self._has_structure(value):
            return value.strip() if component == 1 else ""
        parts = self.components(value.split(self._delimiters.repetition, 1)[0])
        return parts[component - 1] if component <= len(parts) else ""

    def codings(self, number: int) -> tuple[Coding, ...]:
        """The code of the first repetition of a field, and its alternate, as far as they are there."""
        return self.codings_of(self.raw(number).split(self._delimiters.repetition, 1)[0])

    def codings_of(self, repetition: str) -> tuple[Coding, ...]:
        """The code and the alternate code of one repetition; one that has only a text has an empty code."""
        read = _remembered_codings if len(repetition) <= _SHORT else _codings
        return read(repetition, self._delimiters)


def _components(repetition: str, delimiters: Delimiters) -> list[str]:
    _, component, _, escape, subcomponent = delimiters
    parts = repetition.split(component)
    if subcomponent in repetition:
        parts = [part.split(subcomponent, 1)[0] for part in parts]
    if escape in repetition:
        parts = [unescaped(part, delimiters) for part in parts]
    parts = [part.strip() for part in parts]
    return ["" if part == NULL else part for part in parts] if NULL in parts else parts


def _codings(repetition: str, delimiters: Delimiters) -> tuple[Coding, ...]:
    parts = [*_components(repetition, delimiters)[: 2 * _TRIPLET], "", "", "", "", ""]
    triplets = (parts[:_TRIPLET], parts[_TRIPLET : 2 * _TRIPLET])
    return tuple(Coding(code, text, system_of(system)) for code, text, system in triplets if code or text)


_remembered_codings: Final = lru_cache(maxsize=4096)(_codings)


@lru_cache(maxsize=64)
def _structure(delimiters: Delimiters) -> Callable[[str], re.Match[str] | None]:
    """Tells whether a text has anything but plain characters."""
    return re.compile("[" + re.escape("".join(delimiters[1:])) + '"]').search


@dataclass(frozen=True, slots=True)
class Message:
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
    _firsts: dict[str, Segment] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for segment in reversed(self.segments):
            self._firsts[segment.name] = segment

    @property
    def cut(self) -> bool:
        """Whether the last segment may have been cut."""
        return self.segments[-1].cut

    def first(self, name: str) -> Segment | None:
        """The first segment of a name."""
        return self._firsts.get(name)


def message_of(text: Text) -> Message:
    """Read the syntax of a message.

    Raises:
        Rejected: `bad-delimiters`; `truncated` when it ends within MSH-2.
    """
    delimiters = _delimiters(text.text[:_PREFIX], ended=text.complete or len(text.text) > _PREFIX)
    segments: list[Segment] = []
    malformed: list[int] = []
    counts: dict[str, int] = {}
    last = 0
    for number, line in enumerate(_lines(text.text), start=1):
        stripped = line.strip(_BLANK)
        if not stripped:
            continue
        last, name = number, stripped[:3]
        if (name not in counts and not _NAME.fullmatch(name)) or stripped[3:4] not in ("", delimiters.field):
            malformed.append(number)
            continue
        counts[name] = counts.get(name, 0) + 1
        segments.append(Segment(name, counts[name], stripped, delimiters))
    segments[-1].cut = not text.complete and last not in malformed
    return Message(tuple(segments), tuple(malformed), last, text.complete)


@lru_cache(maxsize=64)
def _delimiters(prefix: str, *, ended: bool) -> Delimiters:
    separator = prefix[3:4]
    declared, found, _ = prefix[4:].partition(separator or "\r")
    if not (found or ended):
        raise Rejected(Reason.TRUNCATED, "MSH[1].2")
    every = separator + declared
    usable = every.isascii() and every.isprintable() and not any(each.isalnum() or each == " " for each in every)
    if not (found and usable and _FEWEST <= len(declared) <= _MOST and len(set(every)) == len(every)):
        raise Rejected(Reason.BAD_DELIMITERS, "MSH[1].2")
    return Delimiters(separator, *declared[:_FEWEST])


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
