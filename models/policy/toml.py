"""Reading TOML, and finding again the line on which a key stands."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from models.policy.faults import Fault, PolicyError

_AT_LINE: Final = re.compile(r" \(at line (\d+), column \d+\)$")
_AT_END: Final = " (at end of document)"


def read(text: str) -> dict[str, object]:
    """Read TOML with exact decimals.

    Raises:
        PolicyError: with the line at which the text stops being TOML.
    """
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as error:
        message = str(error)
        match = _AT_LINE.search(message)
        last = len(text.splitlines()) if message.endswith(_AT_END) else None
        line = int(match[1]) if match else last
        problem = _AT_LINE.sub("", message).removesuffix(_AT_END)
        raise PolicyError([Fault("", line, f"this is not TOML: {problem}")]) from None


def lines(text: str) -> Mapping[tuple[str, ...], int]:
    """The line on which each key or table of a text that is TOML first appears, by its path."""
    found: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for number, statement, tree in _statements(text):
        if statement.lstrip().startswith("["):
            table = next(iter(reversed(list(_paths(tree)))))
            prefix: tuple[str, ...] = ()
        else:
            prefix = table
        for path in _paths(tree):
            found.setdefault(prefix + path, number)
    return found


def _statements(text: str) -> Iterator[tuple[int, str, Mapping[str, object]]]:
    """Cut where what was read so far is TOML by itself: a statement may span lines, and no line holds two."""
    start, statement = 1, ""
    for number, line in enumerate(text.split("\n"), start=1):
        statement += line + "\n"
        try:
            tree = tomllib.loads(statement, parse_float=Decimal)
        except (ValueError, ArithmeticError):
            continue
        if tree:
            yield start, statement, tree
        start, statement = number + 1, ""


def _paths(tree: Mapping[str, object], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for key, value in tree.items():
        yield (*above, key)
        if isinstance(value, Mapping):
            yield from _paths(value, (*above, key))
