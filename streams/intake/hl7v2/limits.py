"""How much one value may say: whatever is in a mebibyte, it is read in a time that holds nobody up."""

from collections.abc import Callable
from typing import Final

from models.rejections import Reason, Rejected

__all__ = ["Allowance", "has_too_many_lines"]

_MOST_LINES: Final = 20_000
"""The most segments that are looked into: a mebibyte of them has 52 bytes in each, and real ones have more."""

_MOST_PARTS: Final = 3_000
"""The most messages, and events that are no plain results, of one value."""

_LINE_ENDS: Final = (b"\r", b"\n", b"\x0b", b"\x1c")


def has_too_many_lines(raw: bytes) -> bool:
    """Whether a value has more segments than are looked into."""
    if len(raw) <= _MOST_LINES:
        return False
    return sum(raw.count(end) for end in _LINE_ENDS) - raw.count(b"\r\n") > _MOST_LINES


class Allowance:
    """What is left of the parts that one value may have, beyond its plain results."""

    __slots__ = ("_left",)

    def __init__(self) -> None:
        self._left = _MOST_PARTS

    def spend(self, where: Callable[[], str]) -> None:
        """Take one part of it.

        Args:
            where: tells the place of the part.

        Raises:
            Rejected: `too-large` when nothing is left.
        """
        if not self._left:
            raise Rejected(Reason.TOO_LARGE, where())
        self._left -= 1
