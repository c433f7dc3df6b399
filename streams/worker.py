"""Runs the stages of a worker in one loop, until a signal asks it to end or one of them meets a surprise."""

import asyncio
import os
import signal
import threading
from collections.abc import Callable, Mapping
from typing import Protocol, TypeVar

from streams.denial import UNFORESEEN, denied
from streams.logs import Event, log
from streams.logs.surprises import kinds, trace

STOP_S = 9.0
"""How long an end in good order may take."""

SURPRISED = 70
"""The exit code of a worker that met something which it does not understand."""


_Name = TypeVar("_Name", bound=str)


class Stage(Protocol):
    """A part of the worker."""

    async def run(self, stop: asyncio.Event) -> None:
        """Runs until `stop` is set; raises what it does not understand."""


class StageEndedError(Exception):
    """A stage has ended although nobody asked it to."""


async def run_stages(stages: Mapping[_Name, Stage], stop: asyncio.Event) -> None:
    """Runs all stages until `stop` is set and each has ended.

    Raises:
        StageFailure: one has raised something, or has ended by itself; the others are left as they are.
    """
    tasks = {asyncio.create_task(stage.run(stop), name=role): role for role, stage in stages.items()}
    waiting = set(tasks)
    while waiting:
        ended, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for task in ended:
            # A client of a Kafka that is away leaks the cancellation of its own tasks when it is stopped.
            error = None if task.cancelled() else task.exception()
            if error is not None:
                raise StageFailure(tasks[task], error) from error
            if not stop.is_set():
                raise StageFailure(tasks[task], StageEndedError())


class StageFailure(Exception):  # noqa: N818 - it carries the error
    """What ended a stage.

    Attributes:
        role: the stage.
        error: what it raised.
    """

    def __init__(self, role: str, error: BaseException) -> None:
        self.role = role
        self.error = error
        super().__init__(role, type(error).__name__)


def end_surprised(failure: StageFailure) -> None:
    """Says what happened in one log line and ends the process at once: no promise needs an orderly end."""
    log(
        Event.WORKER_FAILED,
        stage=str(failure.role),
        reason=denied(failure.error) or UNFORESEEN,
        errors=kinds(failure.error),
        trace=trace(failure.error),
    )
    os._exit(SURPRISED)


def stop_on_signals(stop: asyncio.Event, end: Callable[[int], object] = os._exit, patience_s: float = STOP_S) -> None:
    """Sets `stop` at the first SIGTERM or SIGINT; ends the process at the second, or when patience is at an end."""
    loop = asyncio.get_running_loop()

    def asked(number: signal.Signals) -> None:
        if stop.is_set():
            end(128 + number)
        log(Event.WORKER_STOPPING, by=number.name)
        stop.set()
        # A thread, since the loop may be what does not end.
        timer = threading.Timer(patience_s, force)
        timer.daemon = True
        timer.start()

    def force() -> None:
        log(Event.WORKER_STOP_FORCED)
        end(0)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked, number)
