"""A worker process that runs the monitor alone, as a worker runs it, and that can be told to die at a named point.

Usage: python -m tests.faults.worker BOOTSTRAP PREFIX PATIENCE_S [POINT COUNT]
"""

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Sequence

from models.policy import Policy
from models.settings import KafkaSettings, Role, Settings, TopicSettings
from streams import clock
from streams.logs import Pseudonyms, set_up
from streams.monitor.monitor import Monitor
from streams.monitor.probe import Point, Probe, unobserved
from streams.monitor.rulings import Rulings, rules_version
from streams.worker import StageFailure, end_surprised, run_stages, stop_on_signals

KEY = b"the key of the fault tests"


def dies_at(point: Point, count: int) -> Probe:
    """A probe that kills the process, with no chance to tidy up, when the point is reached for the count-th time."""
    left = count

    def probe(reached: Point) -> None:
        nonlocal left
        if reached is point:
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

    return probe


async def run(bootstrap: str, prefix: str, patience_s: float, probe: Probe) -> None:
    settings = Settings(kafka=KafkaSettings(bootstrap=bootstrap), topics=TopicSettings(prefix=prefix))
    rulings = Rulings(Policy(), rules_version(), KEY, Pseudonyms("key"))
    stop = asyncio.Event()
    stop_on_signals(stop)
    try:
        await run_stages({Role.MONITOR: Monitor(settings, rulings, clock.now, probe, patience_s)}, stop)
    except StageFailure as failure:
        end_surprised(failure)


def die_with_whoever_started_this() -> None:
    """Nobody may be left to end a worker that looks for a broker for ever, so its input tells when they are gone."""
    os.read(0, 1)
    os._exit(1)


def main(arguments: Sequence[str]) -> None:
    bootstrap, prefix, patience_s, *failpoint = arguments
    set_up(sys.stderr, clock.now)
    threading.Thread(target=die_with_whoever_started_this, daemon=True).start()
    probe = dies_at(Point(failpoint[0]), int(failpoint[1])) if failpoint else unobserved
    asyncio.run(run(bootstrap, prefix, float(patience_s), probe))


if __name__ == "__main__":
    main(sys.argv[1:])
