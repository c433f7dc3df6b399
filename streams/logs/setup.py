"""Where log lines go and what they look like."""

import logging
import threading
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog

from models import instants
from streams.clock import Clock
from streams.logs.events import Event
from streams.logs.libraries import LibraryWarnings
from streams.logs.lines import log
from streams.logs.surprises import kinds


def set_up(stream: TextIO, now: Clock) -> None:
    """Sends log lines to `stream`: for people where it is a terminal, else one JSON object a line.

    What libraries log through the standard library goes the same way, from WARNING on and without what it quotes.
    """

    def stamp(_: object, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        return {"at": instants.to_text(now()), **line}

    renderer: Any = structlog.dev.ConsoleRenderer() if stream.isatty() else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[structlog.processors.add_log_level, stamp, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=logging.WARNING, handlers=[LibraryWarnings()], force=True)
    logging.captureWarnings(capture=True)
    threading.excepthook = _thread_ended


def _thread_ended(ended: threading.ExceptHookArgs) -> None:
    """A library's thread, as that of Faust's consumer; without what the exception quotes."""
    log(
        Event.LIBRARY_WARNING,
        library="threading",
        grade="error",
        message="a thread has ended by an exception",
        errors=kinds(ended.exc_value) if ended.exc_value else (),
        suppressed=0,
    )
