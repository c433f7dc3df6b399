"""How messages are read: their delimiters, and what codes and components are in a field."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final, Generic, NamedTuple, TypeVar

from streams.intake.codes.systems import CodeSystem, system_of
from streams.intake.hl7v2.delimiters import Delimiters
from streams.intake.hl7v2.escapes import unescaped

__all__ = ["CODED", "LONGEST_REMEMBERED", "NULL", "USUAL", "Coding", "Remembered", "Syntax", "syntax_of"]

T = TypeVar("T")

NULL: Final = '""'
"""What a sender writes to delete a value, where blank says nothing."""

_TRIPLET: Final = 3
_TRIPLETS: Final = (0, 3, 9)
"""Where a code begins, its alternate, and since version 2.7 a second alternate."""
CODED: Final = _TRIPLETS[-1] + _TRIPLET
"""As many components of a coded value as say what it is; what follows them is not looked into."""
_ABSENT: Final = ("",) * _TRIPLET
LONGEST_REMEMBERED: Final = 200
"""The longest text of which anything is remembered: senders repeat a few hundred codes for ever."""


class Coding(NamedTuple):
    """A code as a message gives it."""

    code: str
    text: str
    system: CodeSystem


class Syntax(NamedTuple):
    """How a message is read.

    Attributes:
        delimiters: as it declares them.
        has_structure: tells whether a text has anything but plain characters.
    """

    delimiters: Delimiters
    has_structure: Callable[[str], re.Match[str] | None]

    def first_repetition(self, field: str) -> str:
        """The first repetition of a field."""
        return field.partition(self.delimiters.repetition)[0]

    def components(self, repetition: str, most: int = -1) -> list[str]:
        """The components of a repetition as text: of each its first subcomponent, unescaped, without outer blanks.

        Args:
            repetition: as it stands there.
            most: as many as are of interest; -1 is all.
        """
        if not self.has_structure(repetition):
            return [repetition.strip()]
        _, component, _, escape, subcomponent = self.delimiters
        parts = repetition.split(component, most)
        if most >= 0:
            del parts[most:]
        if subcomponent in repetition:
            parts = [part.split(subcomponent, 1)[0] for part in parts]
        if escape in repetition:
            # Each once, for a long repetition repeats a few of them.
            escaped = {part: unescaped(part, self.delimiters) for part in set(parts) if escape in part}
            parts = [escaped.get(part, part) for part in parts]
        parts = [part.strip() for part in parts]
        return ["" if part == NULL else part for part in parts] if NULL in parts else parts

    def codings(self, repetition: str) -> tuple[Coding, ...]:
        """The code and its alternates of one repetition; one that has only a text has an empty code."""
        parts = self.components(repetition, CODED)
        found = []
        for start in _TRIPLETS:
            if start >= len(parts):
                break
            code, text, system, *_ = (*parts[start : start + _TRIPLET], *_ABSENT)
            if code or text:
                found.append(Coding(code, text, system_of(system)))
        return tuple(found)


def _syntax(delimiters: Delimiters) -> Syntax:
    return Syntax(delimiters, re.compile("[" + re.escape("".join(delimiters[1:])) + '"]').search)


USUAL: Final = _syntax(Delimiters("|", "^", "~", "\\", "&"))
"""How nearly all messages are read."""

_unusual: Final = lru_cache(maxsize=64)(_syntax)


def syntax_of(delimiters: Delimiters) -> Syntax:
    """How a message with these delimiters is read."""
    return USUAL if delimiters == USUAL.delimiters else _unusual(delimiters)


class Remembered(Generic[T]):
    """A function of a text that remembers what short ones in the usual delimiters come to.

    Args:
        read: gives that of any text.
        most: as many texts as are remembered.

    Attributes:
        usual: gives it of a short one in the usual delimiters.
    """

    __slots__ = ("_read", "usual")

    def __init__(self, read: Callable[[str, Syntax], T], most: int = 1024) -> None:
        self._read = read
        self.usual: Callable[[str], T] = lru_cache(maxsize=most)(lambda text: read(text, USUAL))

    def __call__(self, text: str, syntax: Syntax) -> T:
        """What a text comes to."""
        if syntax is USUAL and len(text) <= LONGEST_REMEMBERED:
            return self.usual(text)
        return self._read(text, syntax)
