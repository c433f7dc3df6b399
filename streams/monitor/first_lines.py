"""The first line of every partition of the log: the policy, and how many partitions there are."""

import msgspec
from aiokafka import TopicPartition

from streams.clock import Clock
from streams.monitor.clients import Clients
from streams.monitor.offsets import Offsets
from streams.monitor.outbox import Outbox
from streams.monitor.rulings import Rulings
from streams.refusal import Refusal

_LOOK_MS = 500


class _Begun(msgspec.Struct):
    """Of a first line, with how many partitions the log was begun; 0 where it does not say so."""

    partitions: int = 0


async def write_first_lines(clients: Clients, rulings: Rulings, clock: Clock) -> None:
    """Writes the worker's policy to every partition of the log that has no line yet.

    It comes before any event is taken in, so that none is judged by another policy. Two workers that start together
    may both write it; the second line changes nothing.

    Raises:
        Refusal: the log was begun with another number of partitions. A patient's partition follows from it, so new
            events would be parted from what is known of the patient.
    """
    offsets, outbox = Offsets(clients), Outbox(clients, clock)
    await offsets.start()
    try:
        await outbox.start()
        ends = await offsets.log_ends(range(outbox.partitions))
        if ends[0] and (begun := await _begun_with(clients)) not in {0, outbox.partitions}:
            raise Refusal(
                f"Topic {clients.names.patient_events} was begun with {begun} partitions and has {outbox.partitions} "
                "now, which parts its patients from their history: go by deploy/runbook.md, "
                '"Change the number of partitions".'
            )
        for partition, end in ends.items():
            if end == 0:
                await outbox.send_policy(partition, rulings.own)
    finally:
        await outbox.stop()
        await offsets.stop()


async def _begun_with(clients: Clients) -> int:
    first = TopicPartition(clients.names.patient_events, 0)
    consumer = clients.consumer()
    await consumer.start()
    try:
        begin = (await consumer.beginning_offsets([first]))[first]
        end = (await consumer.end_offsets([first]))[first]
        consumer.assign([first])
        consumer.seek(first, begin)
        value = b""
        # However long the broker takes: a worker that did not look could part patients from their history.
        while not value and await consumer.position(first) < end:
            for record in (await consumer.getmany(first, timeout_ms=_LOOK_MS, max_records=1)).get(first, ()):
                value = record.value or b""
    finally:
        await consumer.stop()
    try:
        return msgspec.json.decode(value.split(b"\n")[0], type=_Begun).partitions if value else 0
    except msgspec.MsgspecError:
        # Whoever works it in says what is wrong with it.
        return 0
