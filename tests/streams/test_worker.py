import asyncio
import os
import queue
import signal

import pytest
import structlog

from models.settings import Role
from streams.worker import StageEndedError, StageFailure, run_stages, stop_on_signals
from tests.patience import SOON_S


class Patient:
    """Runs until it is told to stop."""

    def __init__(self) -> None:
        self.ended = False

    async def run(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self.ended = True


class Broken:
    async def run(self, stop: asyncio.Event) -> None:
        raise LookupError(stop)


class Brief:
    async def run(self, stop: asyncio.Event) -> None:
        """Ends at once."""


class Leaking:
    """Lets go of a client that leaks the cancellation of its own tasks."""

    async def run(self, stop: asyncio.Event) -> None:
        await stop.wait()
        raise asyncio.CancelledError


async def test_all_stages_end_when_they_are_told_to() -> None:
    stop = asyncio.Event()
    stages = {Role.INTAKE: Patient(), Role.MONITOR: Patient()}
    running = asyncio.create_task(run_stages(stages, stop))
    await asyncio.sleep(0)
    assert not running.done()
    stop.set()
    await running
    assert all(stage.ended for stage in stages.values())


async def test_a_client_that_leaks_a_cancellation_at_the_end_keeps_nobody_from_ending_in_good_order() -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(run_stages({Role.INTAKE: Leaking(), Role.MONITOR: (other := Patient())}, stop))
    await asyncio.sleep(0)
    stop.set()
    await running
    assert other.ended


async def test_what_a_stage_raises_ends_the_worker_and_names_the_stage() -> None:
    with pytest.raises(StageFailure) as caught:
        await run_stages({Role.INTAKE: Patient(), Role.PAGER: Broken()}, asyncio.Event())
    assert caught.value.role is Role.PAGER
    assert isinstance(caught.value.error, LookupError)


async def test_a_stage_that_ends_by_itself_is_a_surprise() -> None:
    with pytest.raises(StageFailure) as caught:
        await run_stages({Role.MONITOR: Brief()}, asyncio.Event())
    assert isinstance(caught.value.error, StageEndedError)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_the_first_signal_stops_in_good_order_and_the_second_at_once(number: signal.Signals) -> None:
    stop = asyncio.Event()
    ended: list[int] = []
    second = asyncio.Event()

    def end(code: int) -> None:
        ended.append(code)
        second.set()

    stop_on_signals(stop, end, patience_s=3_600)
    with structlog.testing.capture_logs() as lines:
        os.kill(os.getpid(), number)
        await stop.wait()
        assert ended == []
        os.kill(os.getpid(), number)
        await second.wait()
    assert ended == [128 + number]
    assert lines[0] == {"event": "worker-stopping", "by": number.name, "log_level": "info"}


async def test_an_end_that_takes_too_long_is_forced() -> None:
    stop = asyncio.Event()
    forced: queue.Queue[int] = queue.Queue()
    stop_on_signals(stop, forced.put, patience_s=0)
    with structlog.testing.capture_logs() as lines:
        os.kill(os.getpid(), signal.SIGTERM)
        await stop.wait()
        assert await asyncio.to_thread(forced.get, timeout=SOON_S) == 0
    assert [line["event"] for line in lines] == ["worker-stopping", "worker-stop-forced"]
