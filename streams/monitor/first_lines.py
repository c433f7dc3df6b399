"""The first line of every partition of the log: the policy."""

from streams.clock import Clock
from streams.monitor.clients import Clients
from streams.monitor.offsets import Offsets
from streams.monitor.outbox import Outbox
from streams.monitor.rulings import Rulings


async def write_first_lines(clients: Clients, rulings: Rulings, clock: Clock) -> None:
    """Writes the worker's policy to every partition of the log that has no line yet.

    It comes before any event is taken in, so that none is judged by another policy. Two workers that start together
    may both write it; the second line changes nothing.
    """
    offsets, outbox = Offsets(clients), Outbox(clients, clock)
    await offsets.start()
    try:
        await outbox.start()
        for partition, end in (await offsets.log_ends(range(outbox.partitions))).items():
            if end == 0:
                await outbox.send_policy(partition, rulings.own)
    finally:
        await outbox.stop()
        await offsets.stop()
