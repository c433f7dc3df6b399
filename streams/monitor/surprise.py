"""What must not happen, and the one way out when it does."""

import os
from dataclasses import dataclass
from typing import NoReturn, Self

from aiokafka.errors import ProducerFenced

from streams.denial import UNFORESEEN, denied
from streams.logs import Event, log
from streams.logs.surprises import kinds, trace
from streams.monitor.log_lines import UnreadableLineError
from streams.monitor.position import UnknownFormatError
from streams.monitor.restored import LostStateError

EXIT_CODE = 70
_SAID = (LostStateError, UnknownFormatError, UnreadableLineError)


@dataclass(frozen=True, slots=True)
class Surprise:
    """Something that the monitor does not understand.

    Attributes:
        reason: a sentence, with nobody's identity in it.
        error: what was raised, if anything.
    """

    reason: str
    error: BaseException | None = None

    @classmethod
    def of(cls, error: BaseException) -> Self:
        """What an exception means here. The words of foreign ones are not repeated: they may quote a message."""
        if isinstance(error, ProducerFenced):
            return cls("another worker has taken over a partition that was not revoked here", error)
        if reason := denied(error):
            return cls(reason, error)
        return cls(str(error) if isinstance(error, _SAID) else UNFORESEEN, error)


def end_process(surprise: Surprise) -> NoReturn:
    """Says it in one log line and ends the process at once, without any orderly end that could hang or do harm."""
    error = surprise.error
    log(
        Event.MONITOR_FAILED,
        reason=surprise.reason,
        errors=kinds(error) if error else (),
        trace=trace(error) if error else (),
    )
    os._exit(EXIT_CODE)
