"""Identifiers that are made of what a message says: the same whenever it is read again."""

import hashlib
from typing import Final

from models.events.fields import LONGEST_IDENTIFIER

__all__ = ["bounded", "digest", "escaped", "named", "prefix_of"]

_DIGEST: Final = 32
_LONGEST_PART: Final = 1_000
_LONGEST_PLAIN: Final = 72


def named(*parts: str) -> str:
    """An identifier made of parts, the same for the same parts: themselves, or a digest when they are too long."""
    whole = "/".join(parts)
    if "%" in whole or whole.count("/") >= len(parts):
        whole = "/".join([escaped(part) for part in parts])
    return whole if len(whole) <= LONGEST_IDENTIFIER and whole.isprintable() else digest(whole)


def escaped(part: str) -> str:
    """A part as it stands in an identifier."""
    return part.replace("%", "%25").replace("/", "%2F")


def prefix_of(*parts: str) -> str:
    """What identifiers of these parts, and of a plain one after them, begin with; empty if they have no such beginning.

    A plain part is printable, at most 72 characters long, and stands in identifiers as it is.
    """
    prefix = "/".join((*parts, ""))
    plain = "%" not in prefix and prefix.count("/") == len(parts) and prefix.isprintable()
    return prefix if plain and len(prefix) <= LONGEST_IDENTIFIER - _LONGEST_PLAIN else ""


def bounded(part: str) -> str:
    """A part that many identifiers are made of, so short that they are made fast: itself, or a digest of it."""
    return part if len(part) <= _LONGEST_PART else digest(part)


def digest(text: str) -> str:
    """What stands for a text that is too long to be an identifier."""
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGEST]
