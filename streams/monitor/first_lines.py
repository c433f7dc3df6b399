"""The first line of every partition of the log: the policy."""

from streams.monitor.means import Means


async def write_first_lines(means: Means) -> None:
    """Writes the worker's policy to every partition of the log that has no line yet.

    Two workers that start together may both do so; the second line changes nothing. What intake writes before it is
    judged by the default policy, here and in a replay.
    """
    ends = await means.offsets.log_ends(range(means.outbox.partitions))
    for partition, end in ends.items():
        if end == 0:
            await means.outbox.send_policy(partition, means.rulings.own)
