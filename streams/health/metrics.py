"""What is said of the worker as a whole."""

import platform
from collections.abc import Iterator
from typing import Final

from streams.metrics.described import Family, Label, counter, gauge
from streams.metrics.labels import ROLE
from streams.version import version

BUILD: Final = gauge(
    "natwatch_build_info",
    "Always 1; its labels say which build runs.",
    Label("version", "of natwatch"), Label("rules", "the version of its rules"), Label("python", "of Python"),
)  # fmt: skip
READY: Final = gauge("natwatch_ready", "1 where the role holds what it needs, else 0; as `/ready` says.", ROLE)
LIVE: Final = gauge("natwatch_live", "1 where the worker's loops turn, else 0; as `/live` says.")
REACHABLE: Final = gauge("natwatch_kafka_reachable", "1 where a broker has answered lately, else 0.")
LOOP_DELAY: Final = gauge(
    "natwatch_loop_delay_seconds", "The longest that anything had to wait for the event loop, of late."
)
METRICS: Final = (BUILD, READY, LIVE, REACHABLE, LOOP_DELAY)
PROCESS: Final = (
    gauge("process_virtual_memory_bytes", "Virtual memory."),
    gauge("process_resident_memory_bytes", "Resident memory."),
    gauge("process_start_time_seconds", "When the process began, in seconds since 1970."),
    counter("process_cpu_seconds_total", "Processor time, in user and system mode."),
    gauge("process_open_fds", "Open file descriptors."),
    gauge("process_max_fds", "The most file descriptors that may be open."),
)
"""What prometheus_client itself says of a process."""


def build(rules_version: str) -> Iterator[Family]:
    """Which build runs."""
    yield BUILD.family({(version(), rules_version, platform.python_version()): 1})
