"""Segments, fields, components, codes: read in one pass, and only where somebody looks."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final, NamedTuple

import msgspec

from models.decoded import Rejection
from models.rejections import Reason, Rejected
from streams.intake.codes.systems import CodeSystem, system_of
from streams.intake.hl7v2.delimiters import Delimiters
from streams.intake.hl7v2.escapes import unescaped

__all__ = ["LONGEST_REMEMBERED", "NULL", "USUAL", "Coding", "Segment", "Syntax", "syntax_of"]

NULL: Final = '""'
"""What a sender writes to delete a value, where blank says nothing."""

_TRIPLET: Final = 3
LONGEST_REMEMBERED: Final = 200
"""The longest text of which a code is remembered: senders repeat a few hundred codes for ever."""


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
            parts = [unescaped(part, self.delimiters) if escape in part else part for part in parts]
        parts = [part.strip() for part in parts]
        return ["" if part == NULL else part for part in parts] if NULL in parts else parts

    def codings(self, repetition: str) -> tuple[Coding, ...]:
        """The code and the alternate code of one repetition; one that has only a text has an empty code."""
        parts = [*self.components(repetition, 2 * _TRIPLET), "", "", "", "", ""]
        triplets = (parts[:_TRIPLET], parts[_TRIPLET : 2 * _TRIPLET])
        return tuple(Coding(code, text, system_of(system)) for code, text, system in triplets if code or text)


class Segment(msgspec.Struct, eq=False, gc=False):
    """One segment. Fields and components count from 1, as in the standard; what is not there is empty.

    Attributes:
        name: of its kind.
        ordinal: its number among those of its name, from 1.
        line: as it stands there, without outer blanks.
        syntax: how it is read.
        cut: whether the end of the message, or a line that is no segment, may have cut it.
        identifier: of the patient whom it names, once it was looked for; in it None if it cannot be read.
    """

    name: str
    ordinal: int
    line: str
    syntax: Syntax
    cut: bool = False
    identifier: tuple[str | None] | None = None
    _fields: list[str] | None = None
    _texts: dict[tuple[int, int], str] | None = None

    @property
    def fields(self) -> list[str]:
        """Its name and its fields as they stand there, with their delimiters and escapes."""
        if self._fields is None:
            separator = self.syntax.delimiters.field
            self._fields = self.line.split(separator)
            if self.name == "MSH":
                self._fields.insert(1, separator)
        return self._fields

    def place(self, number: int | None = None) -> str:
        """Where this is in the message, `OBX[2].5`: the fifth field of the second OBX."""
        spot = f"{self.name}[{self.ordinal}]"
        return spot if number is None else f"{spot}.{number}"

    def demand_code(self, number: int) -> None:
        """Refuse a segment that may have been cut within the code of a field, which another component would follow.

        Raises:
            Rejected: `truncated`.
        """
        if self.cut and len(self.components(self.raw(number))) == 1:
            self.demand(number + 1, at_least=0)

    def demand(self, number: int, *, at_least: int, optional: bool = False) -> None:
        """Refuse a segment that may have been cut before the end of a field.

        In the last segment of a message that nothing ended, a field is whole if another follows. If it is the last
        one, so many characters of it show that it is.

        Raises:
            Rejected: `truncated`.
        """
        if not self.cut:
            return
        last = len(self.fields) - 1
        absent = optional and not self.raw(number)
        if not absent and (last < number or (last == number and len(self.raw(number)) < at_least)):
            raise Rejected(Reason.TRUNCATED, self.place(number))

    def rejection(self, refused: Rejected) -> Rejection:
        """The rejection of something in this segment; in one that may have been cut, that is why."""
        return Rejection(Reason.TRUNCATED if self.cut else refused.reason, refused.where)

    def raw(self, number: int) -> str:
        """A field as it stands there, with its delimiters and escapes."""
        fields = self._fields or self.fields
        return fields[number] if number < len(fields) else ""

    def plain(self, number: int) -> str | None:
        """A field that is one plain text, without outer blanks; None if it has any delimiter, escape or quote in it."""
        value = self.raw(number)
        return None if self.syntax.has_structure(value) else value.strip()

    def repetitions(self, number: int) -> list[str]:
        """The repetitions of a field that say something; of no repetition none is empty or null."""
        value = self.raw(number)
        if not value:
            return []
        parts = value.split(self.syntax.delimiters.repetition)
        return [part for part in parts if part.strip() not in ("", NULL)]

    def components(self, repetition: str) -> list[str]:
        """The components of a repetition, as its syntax reads them."""
        return self.syntax.components(repetition)

    @property
    def delimiters(self) -> Delimiters:
        """Those of its message."""
        return self.syntax.delimiters

    def text(self, number: int, component: int = 1) -> str:
        """A component of the first repetition of a field; empty if it is absent or null."""
        fields = self._fields or self.fields
        value = fields[number] if number < len(fields) else ""
        # Letters and digits are never delimiters, nor blanks: most fields need no closer look.
        if value.isalnum() or not value:
            return value if component == 1 else ""
        if len(value) > LONGEST_REMEMBERED:
            return self._long_text(value, number, component)
        return self._component_of(value, component)

    def _long_text(self, value: str, number: int, component: int) -> str:
        """The same of a long field: looked for once, for all that belongs to a segment may ask for it."""
        if self._texts is None:
            self._texts = {}
        if (number, component) not in self._texts:
            self._texts[number, component] = self._component_of(value, component)
        return self._texts[number, component]

    def _component_of(self, value: str, component: int) -> str:
        if not self.syntax.has_structure(value):
            return value.strip() if component == 1 else ""
        return self.component(value.split(self.syntax.delimiters.repetition, 1)[0], component)

    def component(self, repetition: str, number: int) -> str:
        """One component of a repetition as text, as `components` reads it; empty if it is not there."""
        parts = repetition.split(self.syntax.delimiters.component, number)
        if number > len(parts):
            return ""
        part = parts[number - 1]
        return part if part.isalnum() else self.syntax.components(part, 1)[0]

    def codings(self, number: int) -> tuple[Coding, ...]:
        """The code of the first repetition of a field, and its alternate, as far as they are there."""
        return self.codings_of(self.syntax.first_repetition(self.raw(number)))

    def codings_of(self, repetition: str) -> tuple[Coding, ...]:
        """The code and the alternate code of one repetition; one that has only a text has an empty code."""
        if self.syntax is USUAL and len(repetition) <= LONGEST_REMEMBERED:
            return _usual_codings(repetition)
        return self.syntax.codings(repetition)


def _syntax(delimiters: Delimiters) -> Syntax:
    return Syntax(delimiters, re.compile("[" + re.escape("".join(delimiters[1:])) + '"]').search)


USUAL: Final = _syntax(Delimiters("|", "^", "~", "\\", "&"))
"""How nearly all messages are read: what their codes come to is remembered."""

_usual_codings: Final = lru_cache(maxsize=4096)(USUAL.codings)

_unusual: Final = lru_cache(maxsize=64)(_syntax)


def syntax_of(delimiters: Delimiters) -> Syntax:
    """How a message with these delimiters is read."""
    return USUAL if delimiters == USUAL.delimiters else _unusual(delimiters)
