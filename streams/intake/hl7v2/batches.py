"""Batches: whether all that a trailer counts has come."""

from models.decoded import Ignored, Rejection
from models.rejections import IgnoredKind, Reason
from streams.intake.hl7v2.framing import Text

__all__ = ["Batches"]

_COUNT = 1
_MOST_DIGITS = 9


class Batches:
    """What has come of a file of batches, and of the batch within it, while it is read."""

    __slots__ = ("_batches", "_messages")

    def __init__(self) -> None:
        self._messages = 0
        self._batches = 0

    def message(self) -> None:
        """A message begins."""
        self._messages += 1

    def outcome(self, text: Text) -> Ignored | Rejection:
        """What the header or trailer of a batch or file comes to: it says nothing, but that something is missing."""
        come: int | None = None
        match text.kind:
            case "BHS":
                self._messages = 0
                self._batches += 1
            case "BTS":
                come = self._messages
            case "FTS":
                come = self._batches or min(self._messages, 1)  # a batch alone needs no header
            case _:
                pass
        counted = _count(text.text)
        if come is None or counted is None or counted == come:
            return Ignored(IgnoredKind.UNSUPPORTED, text.kind)
        return Rejection(Reason.TRUNCATED, f"{text.kind}[1].{_COUNT}")


def _count(text: str) -> int | None:
    """The first field of a trailer, where it is a number."""
    line = text.partition("\r")[0].partition("\n")[0]
    fields = line[3:].split(line[3:4]) if line[3:4] else []
    said = fields[_COUNT].strip() if len(fields) > _COUNT else ""
    return int(said) if said.isascii() and said.isdigit() and len(said) <= _MOST_DIGITS else None
