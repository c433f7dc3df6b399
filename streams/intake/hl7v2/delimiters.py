"""The delimiters that a message declares."""

from functools import lru_cache
from typing import Final, NamedTuple

from models.rejections import Reason, Rejected

__all__ = ["PREFIX", "Delimiters", "delimiters_of"]

_FEWEST, _MOST = 4, 5
PREFIX: Final = len("MSH|^~\\&#|")
"""As much of a message as its delimiters can take up."""


class Delimiters(NamedTuple):
    """The delimiters that a message declares in MSH-1 and MSH-2."""

    field: str
    component: str
    repetition: str
    escape: str
    subcomponent: str


@lru_cache(maxsize=64)
def delimiters_of(prefix: str, *, ended: bool) -> Delimiters:
    """The delimiters of MSH-1 and MSH-2: four or five ASCII characters, all different, none a letter, digit or blank.

    Args:
        prefix: the first `PREFIX` characters of a message.
        ended: whether the message goes on after them, or was ended.

    Raises:
        Rejected: `bad-delimiters`; `truncated` when the message ends within MSH-2.
    """
    separator = prefix[3:4]
    declared, found, _ = prefix[4:].partition(separator or "\r")
    if not (found or ended):
        raise Rejected(Reason.TRUNCATED, "MSH[1].2")
    every = separator + declared
    usable = every.isascii() and every.isprintable() and not any(each.isalnum() or each == " " for each in every)
    if not (found and usable and _FEWEST <= len(declared) <= _MOST and len(set(every)) == len(every)):
        raise Rejected(Reason.BAD_DELIMITERS, "MSH[1].2")
    return Delimiters(separator, *declared[:_FEWEST])
