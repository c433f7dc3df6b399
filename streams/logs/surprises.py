"""What may be said about an exception: its kinds and where it came from, never its words, which may quote a message."""

import traceback
from collections.abc import Iterator
from pathlib import Path

_FRAMES = 12


def kinds(error: BaseException | None) -> tuple[str, ...]:
    """The names of its class and of those of all that caused it, outermost first."""
    return tuple(type(one).__name__ for one in chain(error))


def trace(error: BaseException) -> tuple[str, ...]:
    """Where it was raised, innermost last, each `file:line function`; of a chain, where the first of all was raised."""
    *_, first = chain(error)
    frames = traceback.extract_tb(first.__traceback__)[-_FRAMES:]
    return tuple(f"{'/'.join(Path(frame.filename).parts[-3:])}:{frame.lineno} {frame.name}" for frame in frames)


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """An exception and all that caused it, outermost first; of a group, the first of its exceptions."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        inner = error.exceptions[0] if isinstance(error, BaseExceptionGroup) else None
        error = inner or error.__cause__ or error.__context__
