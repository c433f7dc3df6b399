"""Segments: read in one pass, and only where somebody looks."""

import msgspec

from models.decoded import Rejection
from models.rejections import Reason, Rejected
from streams.intake.hl7v2.delimiters import Delimiters
from streams.intake.hl7v2.names import bounded
from streams.intake.hl7v2.syntax import LONGEST_REMEMBERED, NULL, Coding, Remembered, Syntax

__all__ = ["Segment"]


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
        if number >= len(fields):
            return ""
        value = fields[number]
        if len(value) > LONGEST_REMEMBERED:
            return self._long_text(value, number, component)
        # Letters and digits are never delimiters, nor blanks: most fields need no closer look.
        if value.isalnum() or not value:
            return value if component == 1 else ""
        if self.syntax.has_structure(value):
            return self.component(self.syntax.first_repetition(value), component)
        return value.strip() if component == 1 else ""

    def part(self, number: int) -> str:
        """The same as a part of identifiers: if it is long, what stands for it."""
        text = self.text(number)
        if self._texts is None or len(text) <= LONGEST_REMEMBERED:
            return text
        if (number, 0) not in self._texts:
            self._texts[number, 0] = bounded(text)
        return self._texts[number, 0]

    def _long_text(self, value: str, number: int, component: int) -> str:
        """The same of a long field: looked for once, for all that belongs to a segment may ask for it."""
        if self._texts is None:
            self._texts = {}
        if (number, component) not in self._texts:
            first = self.syntax.first_repetition(value)
            self._texts[number, component] = self.component(first, component)
        return self._texts[number, component]

    def component(self, repetition: str, number: int) -> str:
        """One component of a repetition as text, as `components` reads it; empty if it is not there."""
        parts = repetition.split(self.syntax.delimiters.component, number)
        if number > len(parts):
            return ""
        part = parts[number - 1]
        return part if part.isalnum() else self.syntax.components(part, 1)[0]

    def codings(self, number: int) -> tuple[Coding, ...]:
        """The code of the first repetition of a field, and its alternates, as far as they are there."""
        return self.codings_of(self.syntax.first_repetition(self.raw(number)))

    def codings_of(self, repetition: str) -> tuple[Coding, ...]:
        """The code and its alternates of one repetition; one that has only a text has an empty code."""
        return _codings(repetition, self.syntax)


@Remembered
def _codings(repetition: str, syntax: Syntax) -> tuple[Coding, ...]:
    return syntax.codings(repetition)
