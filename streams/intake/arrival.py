"""The order in which the messages of a fetch are accepted."""

from collections.abc import Collection, Sequence
from itertools import accumulate, chain
from operator import attrgetter, itemgetter
from typing import TypeAlias

from aiokafka import ConsumerRecord

Record: TypeAlias = ConsumerRecord[bytes, bytes]

_timestamp = attrgetter("timestamp")


def in_order(partitions: Collection[Sequence[Record]]) -> list[Record]:
    """The messages of several partitions in one row: as they came to the broker, so far as their timestamps tell.

    Those of one partition keep their order, whatever their timestamps are.
    """
    row = list(chain.from_iterable(partitions))
    if len(partitions) > 1:
        if all(map(_is_sorted, partitions)):
            row.sort(key=_timestamp)
        else:
            latest = chain.from_iterable(accumulate(map(_timestamp, records), max) for records in partitions)
            row = [record for _, record in sorted(zip(latest, row, strict=True), key=itemgetter(0))]
    return row


def _is_sorted(records: Sequence[Record]) -> bool:
    times = list(map(_timestamp, records))
    return times == sorted(times)
