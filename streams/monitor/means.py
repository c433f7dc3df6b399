"""What all tenures of a worker share."""

from dataclasses import dataclass

from streams.clock import Clock
from streams.monitor.clients import Clients
from streams.monitor.counts import Counts
from streams.monitor.offsets import Offsets
from streams.monitor.outbox import Outbox
from streams.monitor.probe import Probe
from streams.monitor.rulings import Rulings


@dataclass(frozen=True, slots=True)
class Means:
    """The worker's clients, its policy, its clock, and where it counts."""

    clients: Clients
    offsets: Offsets
    outbox: Outbox
    rulings: Rulings
    clock: Clock
    counts: Counts
    probe: Probe
    worker: str = ""
    """Its name."""
