"""Lets the warnings of the libraries that we use through to our own log, without what they quote."""

import logging
import time
from collections.abc import Callable

from streams.logs.events import Event
from streams.logs.lines import log
from streams.logs.surprises import kinds

_LONGEST = 200
_QUIET_S = 10.0
_REMEMBERED = 1_000


class LibraryWarnings(logging.Handler):
    """Writes a `library-warning` for what a library logs at WARNING or above, the same one at most every ten seconds.

    Libraries put keys, values and whole exceptions into their messages. Of what fills a message's blanks only numbers
    and the kinds of exceptions are shown; the rest becomes a dash.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        super().__init__(logging.WARNING)
        self._monotonic = monotonic
        self._said: dict[str, tuple[float, int]] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Writes the line, or counts it if the same was said just now."""
        what = f"{record.name} {record.msg}"
        at, suppressed = self._said.get(what, (-_QUIET_S, 0))
        if self._monotonic() - at < _QUIET_S:
            self._said[what] = (at, suppressed + 1)
            return
        if len(self._said) >= _REMEMBERED:
            self._said.clear()
        self._said[what] = (self._monotonic(), 0)
        log(
            Event.LIBRARY_WARNING,
            library=record.name,
            grade=record.levelname.lower(),
            message=_without_quotes(record),
            errors=kinds(record.exc_info[1]) if record.exc_info else (),
            suppressed=suppressed,
        )


def _without_quotes(record: logging.LogRecord) -> str:
    given = record.args if isinstance(record.args, tuple) else ()
    try:
        text = str(record.msg) % tuple(_shown(argument) for argument in given) if given else str(record.msg)
    except (TypeError, ValueError):
        text = str(record.msg)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _shown(argument: object) -> object:
    if isinstance(argument, BaseException):
        return _Bare(" < ".join(kinds(argument)))
    return argument if isinstance(argument, int | float) else _Bare("-")


class _Bare(str):
    """Text that shows without quotation marks for %r as well."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)
