"""What a plain event says, apart from who, when and which: looked at once for all events that say the same."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import Any, Final, NamedTuple, TypeAlias

from models.plain.conditions import Condition

REMEMBERED: Final = 8_192
"""How many contents, at most, are remembered of each type."""

QUOTES: Final = 2
"""Of a text, and of a key."""


class Field(NamedTuple):
    """A field of the content.

    Attributes:
        name: of the field.
        spell: gives its canonical text, None where that is not plain; no function: what came is canonical.
        required: whether it must be there.
        assumed: what it says when it is not there.
    """

    name: str
    spell: Callable[[str], str | None] | None
    required: bool
    assumed: object


Verdict: TypeAlias = tuple[tuple[tuple[str, object], ...], int]
"""What makes the content of an event canonical: fields, each with what it is to say, and how many quotes that adds."""


class Content:
    """The content of events of one type.

    Args:
        fields: its fields; those that the condition is about among them.
        condition: what must hold between them.
    """

    def __init__(self, fields: Sequence[Field], condition: Condition | None) -> None:
        self._fields = fields
        self._names = [field.name for field in fields]
        self._condition = condition
        # Told apart by type as well: to Python 1, 1.0 and true are one.
        self._judge = lru_cache(REMEMBERED, typed=True)(self._look)
        self._said: Callable[[Any], tuple[object, ...]] = _getter(self._names)

    def judge(self, event: object) -> Verdict | None:
        """What makes it canonical; None if it has to be looked at more closely."""
        try:
            return self._judge(*self._said(event))
        except TypeError:
            return None

    def _look(self, *said: object) -> Verdict | None:
        written, quotes = dict(zip(self._names, said, strict=True)), 0
        for field in self._fields:
            value = written[field.name]
            if value is None:
                if field.required:
                    return None
                if field.assumed is not None:
                    written[field.name] = field.assumed
                    quotes += QUOTES
            elif field.spell is not None:
                text = field.spell(str(value)) if type(value) in {str, int, Decimal} else None
                if text is None:
                    return None
                written[field.name] = text
                quotes += 0 if type(value) is str else QUOTES
        if self._condition is not None and not self._condition.holds(*map(written.get, self._condition.fields)):
            return None
        pairs = zip(self._names, said, strict=True)
        return tuple((name, written[name]) for name, value in pairs if written[name] is not value), quotes


def _getter(names: Sequence[str]) -> Callable[[Any], tuple[object, ...]]:
    if len(names) == 1:
        return lambda event: (getattr(event, names[0]),)
    return attrgetter(*names) if names else lambda _: ()
